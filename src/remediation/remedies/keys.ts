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

const whyDisabled = 'Why the key was disabled or to be deleted: somebody may have meant it.';

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
            decide: [whyDisabled],
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

const multiRegion = reason(
  'the key is a multi-Region key',
  'Its rotation is turned on at the primary alone, from which the replicas take it, and which of them is the primary is not in the snapshot. (KMS API, EnableKeyRotation)',
  'aws kms describe-key shows the primary (MultiRegionConfiguration.PrimaryKey); in its Region: aws kms enable-key-rotation --key-id ARN-OF-THE-PRIMARY',
);

/** "Multi-Region keys have a distinctive key ID that begins with mrk-." (KMS Developer Guide, multi-region-keys-overview) */
const isMultiRegion = (key: KmsKey): boolean => key.multiRegion ?? key.id.startsWith('mrk-');

export const rotatingKeys: RuleRemedy = {
  patches: ['Turns automatic rotation on; a disabled key is enabled before.'],
  reasons: [foreign, multiRegion, unusable],
  make: (finding, around) =>
    withOwnKey(finding, around, ({ key, subject }) => {
      if (isMultiRegion(key)) return not(multiRegion);
      // KMS answers DisabledException or KMSInvalidStateException for any other key.
      const enabled = key.state === 'Enabled' ? [] : enabling(key, around);
      if (enabled === null) return not(unusable);
      const rotate = ofKey(
        key,
        { call: 'kms:EnableKeyRotation', input: { KeyId: key.arn } },
        { property: 'EnableKeyRotation', from: false, to: true },
        around,
      );
      return patched([...enabled, rotate], {
        users: usersOfKey(subject),
        decide: enabled.length === 0 ? [] : [whyDisabled],
      });
    }),
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
    const change = 'why' in holder ? holder : adding(holder, 'dms-migration', [statement], around);
    return 'why' in change ? not(change) : patched([change]);
  }
  return withOwnKey(finding, around, ({ key, subject, policy }) => {
    if (policy === null || witness.decision === 'explicitDeny') return not(decidedElsewhere);
    const text = lettingUse(policy, aws, actions(witness.action));
    return text === null
      ? not(decidedElsewhere)
      : patched([puttingPolicy(key, policy, text, around)], { users: usersOfKey(subject) });
  });
};

/**
 * The key policy with these actions for a principal, in the statement that is there for it alone or in a new one.
 * Grants it may make for AWS services alone, as DMS does in its name. (KMS Developer Guide, *Default key policy*,
 * "Allow attachment of persistent resources": "kms:GrantIsForAWSResource": true)
 */
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
  const present = textsIn(index < 0 ? [] : policy.statements[index]?.['Action']);
  const Action = [...new Set([...present, ...actions.filter((action) => action !== granting)])];
  const statement = { Effect: 'Allow', Principal: { AWS: principal }, Action, Resource: '*' };
  const grants = {
    ...{ ...statement, Action: granting },
    Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
  };
  const isNew =
    actions.includes(granting) &&
    policy.statements.every((each) => JSON.stringify(each) !== JSON.stringify(grants));
  const used =
    index < 0
      ? [...policy.statements, ...(Action.length === 0 ? [] : [statement])]
      : policy.statements.map((each, at) => (at === index ? { ...each, Action } : each));
  return withStatements(policy, isNew ? [...used, grants] : used);
}

const granting = 'kms:CreateGrant';

const adds = 'Adds a statement to the key policy that lets the role or user do with the key what DMS needs';
const addsGrants = `${adds}, and one that lets it make grants for AWS services alone.`;

export const keysForEndpoints: RuleRemedy = {
  patches: [`${adds}.`],
  reasons: [foreign, decidedElsewhere],
  make: (finding, around) =>
    admitting(finding, around, (action) => [...new Set([...keyActionsOfEndpoints.needed, action])]),
};

export const keysForServerless: RuleRemedy = {
  patches: [addsGrants],
  reasons: [foreign, decidedElsewhere],
  make: (finding, around) => admitting(finding, around, () => actionsOfServerless),
};

export const keysForMigrants: RuleRemedy = {
  patches: [addsGrants, 'Allows kms:ListAliases in an inline policy where the console is used.'],
  reasons: [foreign, decidedElsewhere],
  make: (finding, around) =>
    admitting(finding, around, (action) => [...new Set(['kms:DescribeKey', 'kms:CreateGrant', action])]),
};
