import type { KeyFacts } from '../policy/decide/dimension.ts';

type Fact = Pick<KeyFacts, 'presence' | 'values'>;

const never: Fact = { presence: 'never', values: { kind: 'open' } };
const always = (...values: readonly string[]): Fact => ({
  presence: 'always',
  values: { kind: 'listed', values },
});

/** Keys of what AWS does in another's name with the other's credentials; a service role is the service's own. */
const ofForwardedCalls = ['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast'] as const;
/** Keys of sessions that a user, a provider or an EC2 instance began. */
const ofOtherSessions = [
  'aws:ec2instancesourceprivateipv4',
  'aws:ec2instancesourcevpc',
  'aws:federatedprovider',
  'aws:multifactorauthage',
  'aws:username',
] as const;

/**
 * What is known of the calls that DMS makes with a role it has assumed: "aws:ViaAWSService … returns false when
 * the service uses a service role or service-linked role", for which aws:CalledVia is not there either.
 * (IAM User Guide, reference_policies_condition-keys)
 */
const ofServiceRoles: Readonly<Record<string, Fact>> = {
  ...Object.fromEntries([...ofForwardedCalls, ...ofOtherSessions].map((key) => [key, never])),
  'aws:viaawsservice': always('false'),
  'aws:principaltype': always('AssumedRole'),
  // No device stands behind a service.
  'aws:multifactorauthpresent': { presence: 'maybe', values: { kind: 'listed', values: ['false'] } },
};

interface SessionPlace {
  /** The account of what the call is about. */
  readonly account: string;
  /** The Region that the call goes to; null: not known. */
  readonly region: string | null;
}

/** What is known of condition keys in such a call. */
export const sessionKeyFacts =
  (place: SessionPlace) =>
  (key: string): KeyFacts | null => {
    const fact =
      ofPlace(key, place) ?? (Object.hasOwn(ofServiceRoles, key) ? ofServiceRoles[key] : undefined);
    return fact === undefined ? null : { ...fact, multivalued: false };
  };

function ofPlace(key: string, { account, region }: SessionPlace): Fact | undefined {
  if (key === 's3:resourceaccount') return always(account);
  return key === 'aws:requestedregion' && region !== null ? always(region) : undefined;
}
