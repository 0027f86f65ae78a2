import { setTimeout } from 'node:timers/promises';
import type { ConfigReport } from '../model/config-report.ts';
import { publishToConfig } from './config-results.ts';
import type { SinkOptions } from './open-client.ts';
import type { Published } from './published.ts';
import { openConfigSink } from './put-evaluations.ts';

interface ReporterOptions extends SinkOptions {
  readonly warn: (message: string) => void;
  readonly publishedIn: (account: string, region: string) => Published | null;
}

/** Reports to AWS Config in the function's own Region. Gives the number of evaluations put. */
export function openConfigReporter({ warn, publishedIn, ...options }: ReporterOptions) {
  const config = openConfigSink(options);
  return (report: ConfigReport, account: string): Promise<number> =>
    publishToConfig(report, {
      account,
      config,
      published: publishedIn(account, options.region),
      wait: setTimeout,
      warn,
    });
}
