import type { DataProvider, Endpoint, SslMode } from '../../model/resources.ts';
import { notApplicable, notReported, unknown, type Verdict } from '../../model/verdict.ts';
import { type EncryptingMode, sslModesOf } from './ssl-modes.ts';

/** How a connection to a database uses SSL, where its engine has modes for that. */
export interface SslUse {
  readonly mode: SslMode;
  readonly certificateArn: string | null;
  /** The strongest mode that the engine takes. */
  readonly strongest: EncryptingMode;
  /** What to do where it should use a stronger one: names no mode that the engine refuses. */
  readonly fix: string;
}

/** The verdict on an endpoint's or a data provider's SSL mode, if it has one and DMS reports it. */
export function withSslUse(resource: Endpoint | DataProvider, judge: (use: SslUse) => Verdict): Verdict {
  const isEndpoint = resource.type === 'AWS::DMS::Endpoint';
  if (!isEndpoint && resource.virtual)
    return notApplicable('it is a virtual data provider without a database');
  const { engine, sslMode: mode, certificateArn } = resource;
  const modes = sslModesOf(engine);
  if (modes === null) {
    return unknown(
      `which SSL modes the engine ${engine} takes is not known`,
      `AWS’s list of SSL modes for ${engine}`,
    );
  }
  const strongest = modes.at(-1);
  if (strongest === undefined) return notApplicable(`the engine ${engine} has no SSL mode`);
  if (mode === null)
    return notReported(isEndpoint ? 'dms:DescribeEndpoints' : 'dms:DescribeDataProviders', 'SslMode');
  const fix = `Set the SSL mode to ${strongest} (${engine} takes ${modes.join(', ')}) with the database’s CA as certificate, and test the connection again.`;
  return judge({ mode, certificateArn, strongest, fix });
}
