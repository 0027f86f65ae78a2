import { accountNeeds } from '../analysis/permissions/account-needs.ts';
import { type Baseline, baselineOf, type Need } from '../analysis/permissions/baseline.ts';
import type { Held } from '../analysis/permissions/holder.ts';
import { mayDo, type Permission } from '../analysis/permissions/permission.ts';
import { withRole } from '../analysis/permissions/role-holder.ts';
import { sessionKeyFacts } from '../analysis/permissions/session-keys.ts';
import { permissionWitness } from '../analysis/permissions/witness.ts';
import { redshiftUse } from '../analysis/roles/redshift.ts';
import { defineRule } from '../model/define-rule.ts';
import {
  cannotRead,
  compliant,
  nonCompliant,
  notApplicable,
  unknown,
  type Verdict,
} from '../model/verdict.ts';

export const accountRoleHasPermissions = defineRule({
  id: 'account-role-has-permissions',
  title: 'The roles that DMS looks for by name may do what DMS does with them',
  judgement:
    'Every action that AWS documents for the role must be allowed on the account’s own resources (its DMS log groups, `dms-*` buckets, the network) by what the role may effectively do: identity policies less every Deny, within the permissions boundary and the organisation’s policies. A policy that is narrowed to the own account passes.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R25'],
  controls: [],
  rationale:
    'DMS makes network interfaces, writes logs and stages loads into Redshift with these roles. What a role may not do, by a missing Allow, a Deny, its boundary or the organisation, fails when an instance is created or a task runs.',
  remediation:
    'Attach the managed policy named in the finding to the role, and take away what denies or bounds the actions listed.',
  sources: ['https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html#CHAP_Security.APIRole'],
  judges: ['accountRoles'],
  needs: [
    'rolePermissions',
    'organization',
    'organizationPolicies',
    'instances',
    'serverlessConfigs',
    'endpoints',
  ],

  judge: (role, { account, partition, regions, facts, settings }) =>
    withRole(role, { account, facts, settings }, (held) => {
      if (role.id === 'dms-access-for-endpoint') {
        const redshift = redshiftUse(facts.endpoints);
        if (redshift.used === 'unknown') return cannotRead(redshift.unread);
        if (!redshift.used)
          return notApplicable('no endpoint is a Redshift target, so nothing uses the role');
      }
      const baseline = baselineOf(role, held);
      const scope = { role: role.id, partition, account, regions };
      const { must, perhaps, unread } = accountNeeds(baseline.document, scope, facts);
      const asked = ask(held, must, account);
      const missing = asked.filter(({ permission }) => permission.answer === 'refused');
      if (missing.length > 0) return lacking(missing, baseline, held);
      if (ask(held, perhaps, account).some(({ permission }) => permission.answer !== 'allowed'))
        return cannotRead(unread);
      const open = asked.filter(({ permission }) => permission.answer === 'depends');
      return open.length > 0 ? hanging(open) : fulfilled(asked, baseline, held);
    }),
});

interface Asked {
  readonly need: Need;
  readonly permission: Permission;
}

const ask = ({ holder }: Held, needs: readonly Need[], account: string): readonly Asked[] =>
  needs.map((need) => ({
    need,
    permission: mayDo(holder, {
      action: need.action,
      resource: need.resource,
      keyFacts: sessionKeyFacts({ account, region: need.region }),
    }),
  }));

const actionsOf = (asked: readonly Asked[]): string =>
  [...new Set(asked.map(({ need }) => need.action))].join(', ');

function lacking(missing: readonly Asked[], { name }: Baseline, held: Held): Verdict {
  const [first] = missing;
  if (first?.permission.answer !== 'refused') throw new Error('nothing is missing');
  return nonCompliant(
    `it may not ${actionsOf(missing)}, which ${name} allows`,
    permissionWitness(held, first.permission.witness),
    { assumes: held.assumes },
  );
}

function hanging(open: readonly Asked[]): Verdict {
  const on = open.flatMap(({ permission }) =>
    permission.answer === 'depends' ? [...permission.on, ...permission.doubts] : [],
  );
  return unknown(
    `whether it may ${actionsOf(open)} hangs on ${[...new Set(on)].join(', ')}`,
    'a policy whose conditions every request of DMS meets',
  );
}

function fulfilled(asked: readonly Asked[], { name }: Baseline, held: Held): Verdict {
  const [first] = asked;
  return compliant(`it may do all that ${name} allows`, {
    assumes: held.assumes,
    ...(first?.permission.answer === 'allowed'
      ? { witness: permissionWitness(held, first.permission.witness) }
      : {}),
  });
}
