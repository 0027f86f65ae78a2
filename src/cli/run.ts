import { readEnvironment } from '../settings/environment.ts';
import { main } from './main.ts';
import { processTerminal } from './terminal.ts';

const environment = readEnvironment();
process.exitCode = await main(process.argv.slice(2), {
  terminal: processTerminal(environment.noColor),
  environment,
});
