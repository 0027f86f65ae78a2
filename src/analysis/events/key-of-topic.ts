import type { KeyGrant } from '../../model/keys.ts';
import type { Verdict } from '../../model/verdict.ts';
import { isDmsService } from '../callers/service-principals.ts';
import { accountOf } from '../callers/written-principal.ts';
import { carriedAbout, encryptionContext, kmsKeyFacts } from '../keys/kms-keys.ts';
import type { StoredKeyPolicy } from '../keys/stored-policy.ts';
import { bearingOn } from '../organization/bearing.ts';
import { type Around, guardrailsOver } from '../organization/guardrails.ts';
import type { KeyFacts } from '../policy/decide/dimension.ts';
import { type Admission, admits, type Publisher } from './publisher.ts';

interface KeyUse {
  readonly topicArn: string;
  readonly publisher: Publisher;
  readonly around: Around;
}

/**
 * What SNS does with the key of a topic in the name of a service that publishes. (SNS Developer Guide,
 * sns-key-management, *Enable compatibility between event sources from AWS services and encrypted topics*)
 */
const neededActions = ['kms:GenerateDataKey', 'kms:Decrypt'];

/** Whether a key lets DMS publish to the topic that it encrypts, and what that takes for granted; the verdict where that is not known. */
export function admitsToKey(
  { key, document }: StoredKeyPolicy,
  { topicArn, publisher, around }: KeyUse,
): { readonly answer: Admission; readonly assumes: readonly string[] } | Verdict {
  const over = guardrailsOver(around);
  if ('status' in over) return over;
  const policy = {
    kind: 'key',
    document,
    account: accountOf(key.arn),
    resource: key.arn,
    guardrails: bearingOn(over.guardrails, neededActions),
  } as const;
  const answers = neededActions.map((action) =>
    admits(publisher, {
      policy,
      action,
      carries: carriedAbout(key),
      keyFacts: (name) => contextFacts(name, topicArn) ?? unverifiedFacts(kmsKeyFacts(name, action, key)),
      // KMS is asked by SNS; the guide does not say what that request tells of the source.
      namesSource: false,
    }),
  );
  const worst = (['refused', 'undecided'] as const).flatMap((kind) =>
    answers.filter(({ answer }) => answer === kind),
  );
  return { answer: worst[0] ?? { answer: 'allowed' }, assumes: over.assumes };
}

const topicContext = 'aws:sns:topicArn';

/** SNS names the topic in the encryption context, and nothing else. (SNS Developer Guide, sns-key-management) */
function contextFacts(name: string, topicArn: string): KeyFacts | null {
  const told = (value: string, multivalued: boolean): KeyFacts => ({
    presence: 'always',
    multivalued,
    values: { kind: 'listed', values: [value] },
  });
  if (name === `${encryptionContext}${topicContext.toLowerCase()}`) return told(topicArn, false);
  if (name === 'kms:encryptioncontextkeys') return told(topicContext, true);
  return name.startsWith(encryptionContext)
    ? { presence: 'never', multivalued: false, values: { kind: 'open' } }
    : null;
}

/** What else such requests carry is not documented. */
const unverifiedFacts = (facts: KeyFacts | null): KeyFacts | null =>
  facts === null || facts.presence === 'never' ? facts : { ...facts, presence: 'unverified' };

/** Whether a grant hands something that is needed to DMS. (KMS API, GrantListEntry) */
export const grantsTo = (grants: readonly KeyGrant[]): boolean =>
  grants.some(
    ({ grantee, operations }) =>
      grantee !== null &&
      isDmsService(grantee) &&
      neededActions.some((action) => operations.includes(action.slice('kms:'.length))),
  );
