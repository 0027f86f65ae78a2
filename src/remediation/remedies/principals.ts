import { documentedActions } from '../../analysis/principals/documented-actions.ts';
import { asPrinted } from '../../analysis/principals/in-short.ts';
import { isMadeUp } from '../../analysis/principals/some-resource.ts';
import type { Finding } from '../../model/finding.ts';
import { type Around, type Maker, type RuleRemedy } from '../around.ts';
import { not, patched, type Remedy, reason } from '../patch.ts';
import type { WrittenStatement } from '../policy-json.ts';
import { allowingOn } from './added-statements.ts';
import { gone } from './gone.ts';
import { adding, holderOf, unwritable } from './inline-policy.ts';

const withPolicy = (
  { resource }: Finding,
  { name, statements }: { readonly name: string; readonly statements: readonly WrittenStatement[] },
  around: Around,
  advice: { readonly breaks: readonly string[]; readonly decide: readonly string[] },
): Remedy => {
  const holder = resource.arn === null ? gone : holderOf(resource.arn, around);
  const change = 'why' in holder ? holder : adding(holder, name, statements, around);
  return 'why' in change ? not(change) : patched([change], { ...advice, users: [resource.id] });
};

const noRoles = reason(
  'DMS has no role in the account yet',
  'A Deny for all roles but those of DMS would name none, and nothing could be passed to DMS at all.',
  'Make the roles that DMS is to use first; or name those that are to be made as the Resource of iam:PassRole, with StringEquals iam:PassedToService dms.amazonaws.com.',
);

export const passingScoped: RuleRemedy = {
  patches: [
    'Adds an inline policy that denies iam:PassRole to DMS for all roles but those that DMS uses; what allows it is left alone.',
  ],
  reasons: [noRoles, ...unwritable],
  make(finding, around) {
    const roles = around.facts.roles.items
      .filter(({ role }) => role.known && role.value !== null)
      .map(({ arn }) => arn);
    if (roles.length === 0) return not(noRoles);
    const statement = {
      Sid: 'PassDmsItsOwnRolesOnly',
      Effect: 'Deny',
      Action: 'iam:PassRole',
      NotResource: roles,
      Condition: {
        StringLikeIfExists: { 'iam:PassedToService': ['dms.*', 'dms-data-migrations.*'] },
      },
    };
    return withPolicy(finding, { name: 'dms-pass-role', statements: [statement] }, around, {
      breaks: ['Whoever makes a new role for DMS adds it to the policy before it can be passed.'],
      decide: ['Whether the policies that allow iam:PassRole should rather name the roles themselves.'],
    });
  },
};

/** The actions as the guide prints them, some as patterns. */
const printed = documentedActions.flatMap(({ actions }) => actions);

export const extrasDenied: RuleRemedy = {
  patches: ['Adds an inline policy that denies the actions which are no longer needed.'],
  reasons: unwritable,
  make(finding, around) {
    const { witness } = finding;
    if (witness?.kind !== 'list' || witness.items.length === 0) return not(gone);
    const statement = {
      ...{ Sid: 'NotNeededForDms', Effect: 'Deny' },
      ...{ Action: asPrinted(witness.items, printed), Resource: '*' },
    };
    return withPolicy(finding, { name: 'dms-no-longer-needed', statements: [statement] }, around, {
      breaks: ['It can no longer do this for anything else either.'],
      decide: ['Whether to take the actions out of the policies that allow them instead.'],
    });
  },
};

const denied = reason(
  'a Deny takes the permission away',
  'Somebody set it on purpose, and another Allow does not lift it.',
  'Except the request from the Deny that the finding shows.',
);

const allowing =
  (statements: (finding: Finding) => readonly WrittenStatement[]): Maker =>
  (finding, around) => {
    const { witness } = finding;
    if (witness?.kind === 'request' && witness.decision === 'explicitDeny') return not(denied);
    const added = statements(finding);
    return added.length === 0
      ? not(gone)
      : withPolicy(finding, { name: 'dms-migration', statements: added }, around, {
          breaks: [],
          decide: ['Whether it is to have these permissions, and whether by tag or for fewer resources.'],
        });
  };

export const requestAllowed: RuleRemedy = {
  patches: [
    'Adds an inline policy that allows the refused actions on the resources of the tasks that there are.',
  ],
  reasons: [denied, ...unwritable],
  make: allowing(({ witness }) =>
    witness?.kind === 'request'
      ? [{ Effect: 'Allow', Action: witness.action, Resource: witness.resource ?? '*' }]
      : [],
  ),
};

/**
 * Where any resource is meant, and one was made up to ask about: the guide gives these actions on all resources.
 * (AWS DMS User Guide, security-iam#CHAP_Security.IAMPermissions)
 */
export const permissionsAdded: RuleRemedy = {
  patches: [
    'Adds an inline policy that allows the missing actions: those on roles for these roles, all others as the guide does, on all resources.',
  ],
  reasons: [denied, ...unwritable],
  make: allowing(({ witness }) => {
    const items = witness?.kind === 'list' ? witness.items : [];
    const wanted = items.map((item) => {
      const [action = '', resource = '*'] = item.split(' on ');
      return { action, resource: isMadeUp(resource) ? '*' : resource };
    });
    const anywhere = wanted.flatMap(({ action, resource }) => (resource === '*' ? [action] : []));
    return allowingOn([
      ...wanted.filter(({ resource }) => resource !== '*'),
      ...asPrinted(anywhere, printed).map((action) => ({ action, resource: '*' })),
    ]);
  }),
};

const intent = reason(
  'a statement about DMS names what does not exist or can match nothing',
  'Which action, resource or key was meant is not known.',
  'Correct each part that the finding names, or take it out: it allows and denies nothing.',
);
export const effectivePolicies: RuleRemedy = { patches: [], reasons: [intent], make: () => not(intent) };

const taggedHow = reason(
  'no resource carries the tag that a condition asks for',
  'Whether the condition or the tags are wrong is not known.',
  'Tag the resources that the policy is meant for (dms:AddTagsToResource), or correct key and value in the condition.',
);
export const matchingTags: RuleRemedy = { patches: [], reasons: [taggedHow], make: () => not(taggedHow) };

const longLived = reason(
  'a user has an active access key',
  'A snapshot holds no access key id, and whatever works with the key stops the moment that it is off.',
  'Give the work a role (IAM Identity Center, or AssumeRole), see with aws iam list-access-keys and get-access-key-last-used that the key is idle, then: aws iam update-access-key --status Inactive.',
);
export const temporaryCredentials: RuleRemedy = {
  patches: [],
  reasons: [longLived],
  make: () => not(longLived),
};
