import { accountsWrittenIn, strangerTo } from '../callers/asked-conditions.ts';
import { callerKeyFacts } from '../callers/caller-keys.ts';
import { type Caller, callersFor, principalAccountKey, principalArnKey } from '../callers/callers.ts';
import { documentsOnCallers } from '../callers/guarded-policy.ts';
import { accountOf } from '../callers/written-principal.ts';
import type { PolicyDocument, Statement } from '../policy/document.ts';
import { type Answer, type Candidate, inEveryCase } from './candidate.ts';
import { foreignOrganizations, noOrganization, type OrganizationKeys } from './foreign-values.ts';
import { askKeyPolicy, type KeyPolicyQuestion, keyPolicyOf } from './key-question.ts';
import { callerAccountKey, kmsKeyFacts } from './kms-keys.ts';
import { isDeletedPrincipal, isTrusted, type Trusted } from './trusted.ts';

const organizationKeys: OrganizationKeys = ['aws:principalorgid', 'aws:principalorgpaths'];

/** Users, roles, roots and sessions that are not trusted, as far as the policy tells them apart. */
export function identities(document: PolicyDocument, question: KeyPolicyQuestion): readonly Candidate[] {
  const { key, account, partition, trusted, guardrails } = question;
  if (!document.statements.some((statement) => mayLetIdentitiesIn(statement, trusted))) return [];
  const { callers, doubts } = callersFor(document, {
    account,
    partition,
    organization: undefined,
    regions: [],
    trustsOwnAccount: true,
    trustedAccounts: trusted.accounts,
    trustedPrincipals: trusted.principals,
    accountKeys: [callerAccountKey],
    guardrails,
    resource: key.arn,
  });
  const policy = keyPolicyOf(document, question);
  const documents = documentsOnCallers(document, guardrails);
  const stranger = strangerTo([...accountsOf(trusted), ...accountsWrittenIn(documents)]);
  const foreign = foreignOrganizations(organizationKeys, documents, trusted);
  const ask = (caller: Caller, action: string, isAnyone: boolean): Answer =>
    inEveryCase(
      policy,
      askKeyPolicy({
        policy,
        key,
        principal: { aws: caller.arn },
        action,
        carries: {
          'aws:principalisawsservice': 'false',
          [principalArnKey]: caller.principalArn,
          [principalAccountKey]: caller.account,
          [callerAccountKey]: caller.account,
        },
        dimensions: [isAnyone ? noOrganization(organizationKeys) : foreign],
        keyFacts: (name) => kmsKeyFacts(name, action, key) ?? callerKeyFacts(name),
      }),
      isAnyone ? { kind: 'anyone', severity: 'CRITICAL' } : { kind: 'identity', severity: 'HIGH' },
    );
  return [
    ...callers
      .filter((caller) => !caller.isTrusted)
      .map(
        (caller): Candidate => ({
          name: caller.isAnybody ? 'anyone else' : caller.arn,
          judge: (action) => {
            const byAnyone = caller.isAnybody ? ask(ofAccount(caller, stranger), action, true) : null;
            return byAnyone?.answer === 'let-in' ? byAnyone : ask(caller, action, false);
          },
        }),
      ),
    ...doubts.map(
      (doubt): Candidate => ({
        name: 'anyone else',
        judge: () => ({ answer: 'undecided', why: `is not decided: ${doubt}` }),
      }),
    ),
    ...otherPrincipals(document, trusted),
  ];
}

const accountsOf = ({ accounts, principals }: Trusted): readonly string[] => [
  ...accounts,
  ...principals.map(accountOf),
];

function mayLetIdentitiesIn({ effect, principals }: Statement, trusted: Trusted): boolean {
  if (effect !== 'Allow' || principals === null) return false;
  const { any, negated, aws, federated, canonicalUsers } = principals;
  return (
    any || negated || [...aws, ...federated, ...canonicalUsers].some((each) => !isTrusted(each, trusted))
  );
}

/** The same user or role of an account that nothing mentions. */
const ofAccount = (caller: Caller, account: string): Caller => {
  const arn = caller.arn.split(':').with(4, account).join(':');
  return { ...caller, arn, principalArn: arn, account };
};

/** Identity providers and canonical users: no document says what KMS makes of them. */
function otherPrincipals(document: PolicyDocument, trusted: Trusted): readonly Candidate[] {
  const named = document.statements.flatMap(({ effect, principals, resources }) =>
    effect === 'Allow' && principals?.negated === false && resources !== null
      ? [...principals.federated, ...principals.canonicalUsers]
      : [],
  );
  return [...new Set(named)]
    .filter((each) => !isTrusted(each, trusted) && !isDeletedPrincipal(each))
    .map((name) => ({
      name,
      judge: () => ({ answer: 'undecided', why: 'is not decided: KMS documents no such principal' }),
    }));
}
