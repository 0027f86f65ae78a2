import { keyActionsOfEndpoints } from '../../analysis/keys/endpoint-use.ts';
import { actionsOfServerless } from '../../analysis/serverless/key-of-replication.ts';
import type { Finding } from '../../model/finding.ts';
import type { DmsKey } from '../../model/key-view.ts';
import type { KmsKey } from '../../model/keys.ts';
import type { Around, RuleRemedy } from '../around.ts';
import type { ApiCall } from '../calls.ts';
import {
  type Change,
  type NoPatch,
  not,
  type PropertyChange,
  patched,
  type Remedy,
  reason,
  recreation,
} from '../patch.ts';
import { isRecord, readPolicy, textsIn, type WrittenStatement, withStatements } from '../policy-json.ts';
import { usersOfKey } from '../users.ts';
import { asJson } from './as-json.ts';
import { gone } from './gone.ts';
import { adding, holderOf } from './inline-policy.ts';

export const foreign = reason(
  'the key is of another account',
  'Only the account of a key changes it.',
  'Ask the owner of the key to do what the finding says.',
);

const byAws = reason(
  'AWS manages the key',
  'Nobody can change a key that AWS manages.',
  'Use a customer managed key.',
);

export interface Own {
  readonly subject: DmsKey;
  readonly key: KmsKey;
  readonly policy: string | null;
}

/** The key that a finding is about, if this account may change it. */
function ownKey({ resource }: Finding, { facts, account }: Around): Own | NoPatch {
  const subject = facts.keys.items.find(({ arn }) => arn === resource.arn);
  if (subject === undefined || !subject.key.known || subject.key.value === null) return gone;
  const key = subject.key.value;
  if (key.arn.split(':')[4] !== account) return foreign;
  if (key.manager === 'AWS') return byAws;
  return { subject, key, policy: key.policy.known ? key.policy.value : null };
}

/** A change of a key is made in the Region that it is in. */
export const ofKey = (key: KmsKey, api: ApiCall, property: PropertyChange, { account }: Around): Change => ({
  resource: {
    type: 'AWS::KMS::Key',
    ...{ id: key.id, arn: key.arn, account },
    region: key.arn.split(':')[3] ?? '',
  },
  api,
  properties: [property],
});

export const withOwnKey = (finding: Finding, around: Around, change: (own: Own) => Remedy): Remedy => {
  const own = ownKey(finding, around);
  return 'why' in own ? not(own) : change(own);
};

const unusable = recreation(
  'the key does not exist, or its state cannot be changed by a call',
  'Imported material has to be imported again by whoever holds it, a custom key store connected again; what was encrypted with a deleted key is lost.',
  'Bring the key back as the finding says, or make the resource anew with another key.',
);

export const usableKeys: RuleRemedy = {
  patches: ['Enables a disabled key; cancels the deletion of one that waits for it, and enables it.'],
  reasons: [unusable, foreign],
  make: (finding, around) =>
    withOwnKey(finding, around, ({ key, subject }) => {
      const changes = enabling(key, around);
      return changes === null
        ? not(unusable)
        : patched(changes, {
            users: usersOfKey(subject),
            decide: ['Why the key was disabled or to be deleted: somebody may have meant it.'],
          });
    }),
};

/** The calls that make a key usable again; null: no call does. */
export function enabling(key: KmsKey, around: Around): readonly Change[] | null {
  const KeyId = key.arn;
  const enable = ofKey(
    key,
    { call: 'kms:EnableKey', input: { KeyId } },
    { property: 'Enabled', from: false, to: true },
    around,
  );
  if (key.state === 'Disabled') return [enable];
  if (key.state !== 'PendingDeletion') return null;
  const cancel = ofKey(
    key,
    { call: 'kms:CancelKeyDeletion', input: { KeyId } },
    { property: 'DeletionDate', from: key.deletionDate, to: null },
    around,
  );
  return [cancel, enable];
}

export const rotatingKeys: RuleRemedy = {
  patches: ['Turns automatic rotation on.'],
  reasons: [foreign],
  make: (finding, around) =>
    withOwnKey(finding, around, ({ key, subject }) =>
      patched(
        [
          ofKey(
            key,
            { call: 'kms:EnableKeyRotation', input: { KeyId: key.arn } },
            { property: 'EnableKeyRotation', from: false, to: true },
            around,
          ),
        ],
        {
          users: usersOfKey(subject),
          first:
            key.multiRegion === true
              ? [
                  'Of a multi-Region key rotation is turned on at the primary, from which the replicas take it.',
                ]
              : [],
        },
      ),
    ),
};

/** A key policy in the place of the present one; KMS knows one policy alone, `default`. */
export const puttingPolicy = (key: KmsKey, from: string, Policy: string, around: Around): Change =>
  ofKey(
    key,
    { call: 'kms:PutKeyPolicy', input: { KeyId: key.arn, PolicyName: 'default', Policy } },
    { property: 'KeyPolicy', from: asJson(from), to: asJson(Policy) },
    around,
  );

const decidedElsewhere = reason(
  'a policy of the role, its boundary or the organization denies the use of the key',
  'Somebody set it on purpose, and the key policy does not lift it.',
  'Except the key from the statement that the finding shows.',
);

const admitting = (
  finding: Finding,
  around: Around,
  actions: (action: string) => readonly string[],
): Remedy => {
  const { witness } = finding;
  if (witness?.kind !== 'request' || !('aws' in witness.principal)) return not(gone);
  const { aws } = witness.principal;
  if (witness.resource === null) {
    const holder = holderOf(aws, around);
    const statement = { Effect: 'Allow', Action: witness.action, Resource: '*' };
    const change = holder === null ? null : adding(holder, 'dms-migration', [statement], around);
    return change === null ? not(gone) : patched([change]);
  }
  return withOwnKey(finding, around, ({ key, subject, policy }) => {
    if (policy === null || witness.decision === 'explicitDeny') return not(decidedElsewhere);
    const text = lettingUse(policy, aws, actions(witness.action));
    return text === null
      ? not(decidedElsewhere)
      : patched([puttingPolicy(key, policy, text, around)], { users: usersOfKey(subject) });
  });
};

/** The key policy with these actions for a principal, in the statement that is there for it alone or in a new one. */
function lettingUse(text: string, principal: string, actions: readonly string[]): string | null {
  const policy = readPolicy(text);
  if (policy === null) return null;
  const isFor = (statement: WrittenStatement): boolean =>
    statement['Effect'] === 'Allow' &&
    statement['Condition'] === undefined &&
    statement['Resource'] === '*' &&
    isRecord(statement['Principal']) &&
    Object.keys(statement['Principal']).join() === 'AWS' &&
    textsIn(statement['Principal']['AWS']).join() === principal;
  const index = policy.statements.findIndex((statement) => isFor(statement) && 'Action' in statement);
  const Action = [
    ...new Set([...textsIn(index < 0 ? [] : policy.statements[index]?.['Action']), ...actions]),
  ];
  const statement = { Effect: 'Allow', Principal: { AWS: principal }, Action, Resource: '*' };
  return withStatements(
    policy,
    index < 0
      ? [...policy.statements, statement]
      : policy.statements.map((each, at) => (at === index ? { ...each, Action } : each)),
  );
}

const adds = 'Adds a statement to the key policy that lets the role or user do with the key what DMS needs.';

export const keysForEndpoints: RuleRemedy = {
  patches: [adds],
  reasons: [foreign, decidedElsewhere],
  make: (finding, around) =>
    admitting(finding, around, (action) => [...new Set([...keyActionsOfEndpoints.needed, action])]),
};

export const keysForServerless: RuleRemedy = {
  patches: [adds],
  reasons: [foreign, decidedElsewhere],
  make: (finding, around) => admitting(finding, around, () => actionsOfServerless),
};

export const keysForMigrants: RuleRemedy = {
  patches: [adds, 'Allows kms:ListAliases in an inline policy where the console is used.'],
  reasons: [foreign, decidedElsewhere],
  make: (finding, around) =>
    admitting(finding, around, (action) => [...new Set(['kms:DescribeKey', 'kms:CreateGrant', action])]),
};
