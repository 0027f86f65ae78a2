import { accountOf } from '../../analysis/callers/written-principal.ts';
import type { Unmendable } from '../../analysis/roles/trust-document.ts';
import { type RepairedTrust, repairedTrust } from '../../analysis/roles/trust-remediation.ts';
import { organizationIn, trustedIn } from '../../analysis/roles/trust-terms.ts';
import { type DmsRole, roleNameIn } from '../../model/account-view.ts';
import { awsManagedPolicyArn, awsManagedPolicyOf } from '../../model/aws-managed-policies.ts';
import { resourceKinds } from '../../model/facts.ts';
import type { Finding, RequestWitness } from '../../model/finding.ts';
import type { DmsResource } from '../../model/resources.ts';
import { type Around, aroundOf, type Maker, type RuleRemedy, subject } from '../around.ts';
import { type Change, type NoPatch, not, patched, type Remedy, reason } from '../patch.ts';
import { isRecord, textsIn, type WrittenStatement, withReplacedStatement } from '../policy-json.ts';
import { usersOfRole } from '../users.ts';
import { asJson } from './as-json.ts';
import { gone } from './gone.ts';

const byOrganization = reason(
  'a policy of the organization decides, not the trust policy',
  'Service and resource control policies are changed by the management account or a delegated administrator.',
  'Except such requests from the policy that the finding shows.',
);

const linked = reason(
  'the role is service-linked',
  'AWS owns a service-linked role, and nobody can edit it.',
  'Name another role where DMS takes one.',
);

const nobodyLeft = reason(
  'the trust policy would be left without a statement',
  'IAM takes no trust policy without one, and who is meant to assume the role is not known.',
  'Put the principals that are to assume the role into its trust policy, or delete it if nothing uses it.',
);

const denied = reason(
  'a Deny that keeps DMS out is for others too',
  'Somebody set it on purpose: to take it out would let in whom it is meant for.',
  'Except DMS from the Deny (BoolIfExists aws:PrincipalIsAWSService false beside what it asks), if it is not meant.',
);

const unclear = reason(
  'a statement of the trust policy holds more that DMS may not meet, or that IAM refuses',
  'To take a condition out lets more in, to take the statement out keeps its others out, and what is meant is not known.',
  'Write a statement of its own for DMS, with aws:SourceAccount and aws:SourceArn, and correct or remove the other one.',
);

const whyNone: Readonly<Record<Unmendable, NoPatch>> = { denied, unclear };

/** Over all Regions, whatever the finding is about: a role is used from each of them. */
const everywhere = (finding: Finding, around: Around): Around =>
  aroundOf({ ...finding, resource: { ...finding.resource, region: 'global' } }, around.whole, around);

function repaired(role: DmsRole, around: Around): RepairedTrust {
  const { account, partition, regions, facts, settings } = around;
  const organization = organizationIn(facts.organization);
  const terms = { account, partition, regions, organization, ...trustedIn(settings) };
  return repairedTrust({ role, unread: facts.roles.unread, estate: facts, terms });
}

/** The roles of which a trust may be what the finding is about. */
export function rolesOf(finding: Finding, around: Around): readonly DmsRole[] {
  const { facts, account } = around;
  if (finding.resource.type === 'AWS::IAM::Role')
    return facts.roles.items.filter(({ id }) => id === finding.resource.id);
  const resources = resourceKinds.flatMap((kind): readonly DmsResource[] => facts[kind].items);
  const named = resources.find(({ arn }) => arn === finding.resource.arn)?.roles ?? [];
  const names = new Set(named.map(({ arn }) => roleNameIn(arn, account)));
  return facts.roles.items.filter(({ id }) => names.has(id));
}

const presentTrust = ({ role }: DmsRole): string | null => (role.known ? (role.value?.trust ?? null) : null);

const isLinked = ({ role }: DmsRole): boolean =>
  role.known && role.value?.path.startsWith('/aws-service-role/') === true;

const subjectOf = (role: DmsRole, around: Around) => subject('AWS::IAM::Role', role.id, role.arn, around);

const updating = (role: DmsRole, document: string, around: Around): Change => ({
  resource: subjectOf(role, around),
  api: { call: 'iam:UpdateAssumeRolePolicy', input: { RoleName: role.id, PolicyDocument: document } },
  properties: [
    { property: 'AssumeRolePolicyDocument', from: asJson(presentTrust(role)), to: asJson(document) },
  ],
});

const lockedOut =
  'Whoever meets none of the new statements can no longer assume the role; sessions that are open last until they end.';

const withRepairedTrust: Maker = (finding, regional) => {
  const around = everywhere(finding, regional);
  const roles = rolesOf(finding, around).filter((role) => presentTrust(role) !== null);
  const { witness } = finding;
  const role =
    witness?.kind === 'request' ? roles.find((each) => presentTrust(each) === witness.document) : roles[0];
  if (role === undefined) return not(roles.length === 0 ? gone : byOrganization);
  if (isLinked(role)) return not(linked);
  const mended = repaired(role, around);
  if (mended.document === null) return not(whyNone[mended.because]);
  return patched([updating(role, mended.document, around)], {
    first: mended.warnings,
    breaks: [lockedOut],
    users: usersOfRole(role),
  });
};

const mending =
  'Puts a trust policy in the place of the present one that keeps what is right in it (statements, Sids, other principals) and changes the statements for DMS alone.';

export const trustMended: RuleRemedy = {
  patches: [mending],
  reasons: [byOrganization, linked, denied, unclear],
  make: withRepairedTrust,
};

export const strangersOut: RuleRemedy = {
  patches: ['Takes out of the statement that lets it in the principal that nothing of DMS expects.'],
  reasons: [byOrganization, linked, nobodyLeft],
  make(finding, around) {
    const [role] = rolesOf(finding, around);
    const { witness } = finding;
    if (role === undefined || witness?.kind !== 'request') return not(gone);
    if (isLinked(role)) return not(linked);
    if (witness.document !== presentTrust(role)) return not(byOrganization);
    const document = withoutPrincipal(witness);
    if (document === null) return not(nobodyLeft);
    return patched([updating(role, document, around)], {
      breaks: [`${nameOf(witness)} can no longer assume the role.`],
      users: usersOfRole(role),
      decide: [
        'Whether it is meant to be let in: then it belongs among the trusted principals of the settings.',
      ],
    });
  },
};

const nameOf = ({ principal }: RequestWitness): string =>
  'anonymous' in principal ? 'Everybody' : Object.values(principal).join();

/**
 * The policy without the principal that its deciding statement lets in; null where nothing would be left of it, or
 * the statement names only whom it is not for.
 */
export function withoutPrincipal({ document, statement, principal }: RequestWitness): string | null {
  if (statement === null) return null;
  return withReplacedStatement(document, statement, (written) => {
    if (written['Principal'] === undefined) return null;
    const left = without(written, principal);
    return left === null ? [] : [left];
  });
}

function without(
  statement: WrittenStatement,
  principal: RequestWitness['principal'],
): WrittenStatement | null {
  const named = statement['Principal'];
  if (!isRecord(named)) return null;
  const left = Object.entries(named).flatMap(([kind, value]) => {
    const kept = textsIn(value).filter((written) => !isMeant(kind, written, principal));
    return kept.length === 0 ? [] : [[kind, kept.length === 1 ? kept[0] : kept] as const];
  });
  return left.length === 0 ? null : { ...statement, Principal: Object.fromEntries(left) };
}

function isMeant(kind: string, written: string, principal: RequestWitness['principal']): boolean {
  if ('service' in principal)
    return kind === 'Service' && written.toLowerCase() === principal.service.toLowerCase();
  if ('federated' in principal) return kind === 'Federated' && written === principal.federated;
  if (kind !== 'AWS') return false;
  if (written === '*') return true;
  if ('anonymous' in principal) return false;
  const isAccount = /^\d{12}$/.test(written) || written.endsWith(':root');
  return written === principal.aws || (isAccount && accountOf(written) === accountOf(principal.aws));
}

/** A role is told of with the path that the settings of DMS cannot choose. */
const accountRoles: Maker = (finding, around): Remedy => {
  const [role] = rolesOf(finding, around);
  const policy = role === undefined ? null : awsManagedPolicyOf(role.id);
  if (role === undefined || policy === null) return not(gone);
  const mended = repaired(role, around);
  if (mended.document === null) return not(whyNone[mended.because]);
  const { document, warnings } = mended;
  const resource = subjectOf(role, around);
  const PolicyArn = awsManagedPolicyArn(around.partition, policy);
  return patched(
    [
      {
        resource,
        api: {
          call: 'iam:CreateRole',
          input: { RoleName: role.id, Path: '/', AssumeRolePolicyDocument: document },
        },
        properties: [{ property: 'AssumeRolePolicyDocument', from: null, to: asJson(document) }],
      },
      {
        resource,
        api: { call: 'iam:AttachRolePolicy', input: { RoleName: role.id, PolicyArn } },
        properties: [{ property: 'ManagedPolicyArns', from: [], to: [PolicyArn] }],
      },
    ],
    { first: warnings, users: ['DMS itself, which finds the role by its name'] },
  );
};

export const rolesMade: RuleRemedy = {
  patches: [
    'Creates the role with a guarded trust policy, and attaches the managed policy that AWS writes for it.',
  ],
  reasons: [],
  make: accountRoles,
};

export const serverlessRoleMade: RuleRemedy = {
  patches: ['Creates the service-linked role of DMS Serverless.'],
  reasons: [],
  make: ({ resource }) =>
    patched([
      {
        resource,
        api: { call: 'iam:CreateServiceLinkedRole', input: { AWSServiceName: 'dms.amazonaws.com' } },
        properties: [{ property: 'AWSServiceName', from: null, to: 'dms.amazonaws.com' }],
      },
    ]),
};

const unknownRole = reason(
  'the role that a resource names, or needs, does not exist',
  'Which role was meant, and on which buckets, keys or secrets it may work, is not known of a role that is gone.',
  'Create the role with a trust for the DMS service that uses it and the documented permissions (rules service-role-trusts-dms and service-role-has-permissions print both), or name another one.',
);
export const serviceRoles: RuleRemedy = { patches: [], reasons: [unknownRole], make: () => not(unknownRole) };

const meaning = reason(
  'an identity or key policy holds what IAM refuses or what matches nothing',
  'What the author meant by it is not known: to take it out may allow more, or less.',
  'Correct or remove each part that the finding names; ArnEqual is meant to be ArnEquals or ArnLike. `dms-auditor check-policy FILE` shows whether it is right.',
);

export const policiesMended: RuleRemedy = {
  patches: [`Of a trust policy: ${mending.charAt(0).toLowerCase()}${mending.slice(1)}`],
  reasons: [meaning, linked, denied, unclear],
  make(finding, around) {
    const { witness } = finding;
    const isOfTrust =
      witness?.kind === 'list' && witness.items.every((item) => item.startsWith('trust policy'));
    return isOfTrust && finding.resource.type === 'AWS::IAM::Role'
      ? withRepairedTrust(finding, around)
      : not(meaning);
  },
};
