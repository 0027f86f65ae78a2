import { Command, Option } from 'commander';
import { isDmsService } from '../../analysis/callers/service-principals.ts';
import { isAtLeast } from '../../analysis/engine-version.ts';
import { checkPolicy, exitCodeOfCheck, type PolicyOrder } from '../../audit/check-policy.ts';
import { type CheckedKind, policyKinds } from '../../model/policy-check.ts';
import { jsonText } from '../../report/json.ts';
import { policyCheckTable } from '../../report/policy-check.ts';
import { catalogue } from '../../rules/index.ts';
import {
  accountOption,
  accountsOption,
  refuseForeignArn,
  serviceOption,
  sourceArnOption,
} from '../policy-options.ts';
import { readText } from '../read-file.ts';
import type { Terminal } from '../terminal.ts';
import { UserError } from '../user-error.ts';

interface CheckPolicyOptions {
  readonly kind: CheckedKind;
  readonly account?: string;
  readonly trusted?: readonly string[];
  readonly service?: string;
  readonly sourceArn?: string;
  readonly engineVersion?: string;
  readonly format: 'table' | 'json';
}

/** `check-policy`: judge one document before it is applied. Gives the exit code. */
export function checkPolicyCommand(terminal: Terminal, done: (exitCode: number) => void): Command {
  return new Command('check-policy')
    .description('judge one policy document before it is applied')
    .argument('[file]', 'the document; standard input if it is - or left out')
    .addOption(new Option('--kind <kind>', 'what the document is').choices(policyKinds).makeOptionMandatory())
    .option('--account <id>', 'the account that has the role or the key', accountOption)
    .option(
      '--trusted <ids>',
      'further accounts that may act through it, separated by commas',
      accountsOption,
    )
    .option(
      '--service <principal>',
      'the service that must get in (default: the DMS principals it names)',
      serviceOption,
    )
    .option('--source-arn <arn>', 'the resource that the service must get in for', sourceArnOption)
    .option('--engine-version <version>', 'the DMS engine; before 3.4.7 it sends no source keys')
    .addOption(new Option('--format <name>', 'how').choices(['table', 'json']).default('table'))
    .action(async (file: string | undefined, options: CheckPolicyOptions) => {
      const order = orderOf(options);
      const text = await documentText(file, terminal);
      const check = checkPolicy({ ...order, text });
      terminal.out(
        options.format === 'json'
          ? jsonText(check)
          : policyCheckTable(check, text, { width: terminal.width, color: terminal.color }),
      );
      done(exitCodeOfCheck(check));
    });
}

/** Of a permissions policy nothing is asked that hangs on whose it is. */
const anyAccount = '000000000000';

/** @throws UserError for options that do not go together, or mean nothing. */
function orderOf(options: CheckPolicyOptions): Omit<PolicyOrder, 'text'> {
  const { kind, trusted = [], sourceArn, engineVersion } = options;
  const forTrust = (
    [
      ['--service', options.service],
      ['--source-arn', sourceArn],
      ['--engine-version', engineVersion],
    ] as const
  ).find(([, value]) => value !== undefined);
  if (kind !== 'trust' && forTrust !== undefined) {
    throw new UserError(`${forTrust[0]} is about who assumes a role; it goes with --kind trust alone`);
  }
  if (engineVersion !== undefined && isAtLeast(engineVersion, '0') === null) {
    throw new UserError(`--engine-version takes numbers and dots, such as 3.5.4, not "${engineVersion}"`);
  }
  if (sourceArn !== undefined && (options.service === undefined || isDmsService(options.service))) {
    refuseForeignArn(sourceArn);
  }
  const account = options.account ?? (sourceArn?.split(':')[4] || null);
  if (account === null && kind !== 'identity') {
    const whose = kind === 'trust' ? 'the role' : 'the key';
    throw new UserError(`--account is missing: the id of the account that has ${whose}, 12 digits`);
  }
  return {
    kind,
    account: account ?? anyAccount,
    trusted,
    service: options.service ?? null,
    sourceArn: sourceArn ?? null,
    engineVersion: engineVersion ?? null,
    rules: catalogue,
  };
}

/** @throws UserError if the file cannot be read, or nothing is piped in. */
async function documentText(file: string | undefined, terminal: Terminal): Promise<string> {
  if (file !== undefined && file !== '-') return readText(file);
  const text = await terminal.input();
  if (text === null) throw new UserError('no document: name a file, or pipe one in');
  return text;
}
