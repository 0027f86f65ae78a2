import type { AwsCredentials } from './clients.ts';

export interface CredentialOptions {
  /** A profile of the AWS configuration files. */
  readonly profile?: string;
  /** A role to assume with what was found. */
  readonly role?: { readonly arn: string; readonly externalId?: string };
  /** Where STS is asked to assume it. */
  readonly region?: string;
  readonly endpoint?: string;
}

interface Assumed {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Credentials as the AWS CLI finds them: environment, profile, SSO, process, container, instance. */
export async function loadCredentials(options: CredentialOptions): Promise<AwsCredentials> {
  const { profile, role, region, endpoint } = options;
  const { fromNodeProviderChain, fromTemporaryCredentials } = await import(
    './clients/credential-providers.ts'
  );
  const found = fromNodeProviderChain({ logger: silent, ...(profile === undefined ? {} : { profile }) });
  if (role === undefined) return found;
  const assume = fromTemporaryCredentials({
    masterCredentials: found,
    params: {
      RoleArn: role.arn,
      RoleSessionName: 'dms-auditor',
      ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
    },
    clientConfig: {
      ...(region === undefined ? {} : { region }),
      ...(endpoint === undefined ? {} : { endpoint }),
    },
  });
  return keptUntilExpiry(() => assume(), Date.now);
}

const nothing = (): void => undefined;
/** The SDK tells at length that there are keys in the environment beside a profile, which was asked for. */
const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Renewed this long before they end, so that no call in flight outlives them. */
const margin = 5 * 60_000;

/**
 * One AssumeRole for all clients of a run: each SDK client remembers credentials for itself alone, and a
 * scan of all Regions has some twenty of them.
 */
export function keptUntilExpiry(assume: () => Promise<Assumed>, now: () => number): () => Promise<Assumed> {
  let current: Promise<Assumed> | null = null;
  let good = Number.POSITIVE_INFINITY;
  const renew = async (): Promise<Assumed> => {
    try {
      const identity = await assume();
      good = (identity.expiration?.getTime() ?? Number.POSITIVE_INFINITY) - margin;
      return identity;
    } catch (error) {
      current = null;
      throw error;
    }
  };
  return () => {
    if (current === null || now() >= good) {
      good = Number.POSITIVE_INFINITY;
      current = renew();
    }
    return current;
  };
}

/**
 * The default Region as the AWS CLI finds it: AWS_REGION, AWS_DEFAULT_REGION (which the SDK does not read),
 * the profile. Null if none of them names one.
 */
export async function defaultRegion(
  environment: Readonly<Record<string, string | undefined>>,
  profile?: string,
): Promise<string | null> {
  const { AWS_REGION, AWS_DEFAULT_REGION } = environment;
  const named = AWS_REGION || AWS_DEFAULT_REGION;
  if (named) return named;
  const { regionOfProfile } = await import('./clients/sts.ts');
  return regionOfProfile(profile);
}
