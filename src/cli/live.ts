import { hint, nearest } from '../analysis/policy/nearest.ts';
import { type Call, type Clients, createClients } from '../collect/clients.ts';
import { collectAccount } from '../collect/collect.ts';
import { defaultRegion, loadCredentials } from '../collect/credentials.ts';
import { dnsResolver } from '../collect/dns/resolver.ts';
import { callerIdentity, type Identity } from '../collect/identity.ts';
import { accountRegions } from '../collect/regions.ts';
import type { FactName } from '../model/facts.ts';
import { describeUnread, type Unread } from '../model/lookup.ts';
import { type LoadedSettings, namedIn } from '../model/settings.ts';
import { type Snapshot, snapshotVersion } from '../model/snapshot.ts';
import type { Environment } from '../settings/environment.ts';
import { tool } from '../tool.ts';
import { showProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { UserError } from './user-error.ts';

/** How to reach an account, as the user says it. */
export interface LiveOptions {
  readonly profile?: string;
  readonly roleArn?: string;
  readonly externalId?: string;
  /** `all`, or names separated by commas; absent: the settings' Regions, else the profile's Region. */
  readonly regions?: string;
  /** Ask DNS for hosts that nothing in the account has. */
  readonly resolveDns?: boolean;
  readonly verbose?: boolean;
}

interface Surroundings {
  readonly terminal: Terminal;
  readonly environment: Environment;
  readonly loaded: LoadedSettings;
  readonly facts: ReadonlySet<FactName>;
}

/** Reads an account as it is now. */
export async function collectLive(
  options: LiveOptions,
  { terminal, environment, loaded, facts }: Surroundings,
): Promise<{ readonly snapshot: Snapshot; readonly calls: number }> {
  const wanted = wantedRegions(options.regions, loaded.regions);
  const home = await defaultRegion(environment.region, options.profile);
  const first = home ?? (wanted === 'all' ? undefined : wanted?.[0]);
  if (first === undefined) {
    throw new UserError(
      options.profile === undefined
        ? 'no Region is set; use --regions, AWS_REGION or a profile with a region'
        : `no Region is set: the profile ${options.profile} is not in the AWS configuration files, or names none; use --regions, AWS_REGION or another profile`,
    );
  }
  // The SDK makes a host name of it.
  const odd = [first, ...(wanted === 'all' ? [] : (wanted ?? []))].find((name) => !/^[a-z\d-]+$/i.test(name));
  if (odd !== undefined) throw new UserError(`there is no Region ${odd}; a name looks like eu-central-1`);
  const clients = createClients({
    credentials: await loadCredentials(credentialOptions(options, first)),
    region: first,
    ...(options.verbose === true
      ? {
          onCall: (call: Call): void => {
            terminal.err(describeCall(call));
          },
        }
      : {}),
  });
  const identity = await whoAmI(clients, options, first);
  const regions = await chooseRegions(wanted ?? [first], identity, clients, terminal);
  const progress = showProgress(terminal);
  const now = (): string => new Date().toISOString();
  try {
    const account = await collectAccount({
      facts,
      account: identity.account,
      partition: identity.partition,
      regions,
      named: namedIn(loaded.settings),
      ...(options.resolveDns === true ? { resolveHost: dnsResolver() } : {}),
      clients,
      now,
      onProgress: progress.update,
    });
    const takenAt = account.iam.takenAt;
    const snapshot: Snapshot = {
      schemaVersion: snapshotVersion,
      tool,
      takenAt,
      accounts: { [identity.account]: account },
    };
    return { snapshot, calls: clients.calls };
  } finally {
    progress.end();
  }
}

const describeCall = ({ service, operation, region }: Call): string => `${service}:${operation} ${region}\n`;

function credentialOptions({ profile, roleArn, externalId }: LiveOptions, region: string) {
  if (externalId !== undefined && roleArn === undefined)
    throw new UserError('--external-id goes with --role-arn');
  if (roleArn !== undefined && !/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(roleArn))
    throw new UserError(
      `--role-arn takes the ARN of a role, such as arn:aws:iam::111122223333:role/DmsAuditor, not "${roleArn}"`,
    );
  return {
    region,
    ...(profile === undefined ? {} : { profile }),
    ...(roleArn === undefined
      ? {}
      : { role: { arn: roleArn, ...(externalId === undefined ? {} : { externalId }) } }),
  };
}

async function whoAmI(
  clients: Clients,
  { profile, roleArn }: LiveOptions,
  region: string,
): Promise<Identity> {
  const identity = await callerIdentity(clients).catch(orInvalidEndpoint);
  if (identity.known) return identity.value;
  const source =
    profile === undefined
      ? 'no AWS credentials were found'
      : `the profile ${profile} is not in the AWS configuration files, or gives no credentials`;
  throw new UserError(credentialProblem(identity.unread, { source, roleArn, region }));
}

/** The SDK takes endpoints from the environment and the profile, and throws where one is no URL. */
function orInvalidEndpoint(error: unknown): never {
  if (error instanceof TypeError && 'code' in error && error.code === 'ERR_INVALID_URL') {
    throw new UserError('the endpoint is no URL; check AWS_ENDPOINT_URL and endpoint_url of the profile');
  }
  throw error;
}

interface Asked {
  readonly source: string;
  readonly roleArn: string | undefined;
  readonly region: string;
}

function credentialProblem({ error, call }: Unread, { source, roleArn, region }: Asked): string {
  switch (error) {
    case 'CredentialsProviderError':
    case 'ProviderError':
      return `${source}; set AWS_PROFILE or the AWS_ACCESS_KEY_ID variables, or log in with: aws sso login`;
    case 'ExpiredToken':
    case 'ExpiredTokenException':
    case 'TokenProviderError':
      return 'the AWS credentials have expired; log in again (aws sso login) and repeat the command';
    case 'InvalidClientTokenId':
    case 'UnrecognizedClientException':
    case 'SignatureDoesNotMatch':
      return `AWS does not accept the credentials (${error}); check the access key and its secret`;
    case 'AccessDenied':
    case 'AccessDeniedException':
      return roleArn === undefined
        ? `AWS refuses ${call} (${error}); check the policies of these credentials`
        : `the role ${roleArn} cannot be assumed (${error}); check its trust policy and the external id`;
    default:
      return `AWS does not answer ${call} in ${region} (${error}); check the network, the Region and the endpoint`;
  }
}

function wantedRegions(
  option: string | undefined,
  fromSettings: readonly string[] | null,
): 'all' | readonly string[] | null {
  if (option === undefined) return fromSettings;
  if (option === 'all') return 'all';
  const names = option
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw new UserError('--regions needs names separated by commas, or: all');
  return [...new Set(names)];
}

/** The Regions to audit, checked against those that the account has. */
async function chooseRegions(
  wanted: 'all' | readonly string[],
  { account }: Identity,
  clients: Clients,
  terminal: Terminal,
): Promise<readonly string[]> {
  const listed = await accountRegions(clients);
  if (!listed.known) {
    const why = describeUnread(listed.unread);
    if (wanted === 'all')
      throw new UserError(`--regions all needs to know the Regions, and ${why}; name the Regions instead`);
    terminal.err(
      `Auditing account ${account} in ${wanted.join(', ')} (how many Regions are enabled is not known: ${why}).\n`,
    );
    return wanted;
  }
  const { enabled, known } = listed.value;
  const regions = wanted === 'all' ? enabled : wanted;
  const missing = regions.find((region) => !enabled.includes(region));
  if (missing !== undefined) {
    throw new UserError(
      known.includes(missing)
        ? `the Region ${missing} is not enabled in account ${account}; enable it or leave it out of --regions`
        : missing === 'all'
          ? '--regions takes names separated by commas, or all by itself'
          : `account ${account} knows no Region ${missing}${hint(nearest(missing, known))}; it has ${enabled.join(', ')}`,
    );
  }
  terminal.err(
    `Auditing account ${account} in ${regions.length} of ${enabled.length} enabled Regions: ${regions.join(', ')}.\n`,
  );
  return regions;
}
