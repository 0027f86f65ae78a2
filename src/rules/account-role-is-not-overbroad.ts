import { actionsIn } from '../analysis/permissions/actions-in.ts';
import { baselineOf } from '../analysis/permissions/baseline.ts';
import { documentedUses } from '../analysis/permissions/documented-uses.ts';
import { type Excess, grantedBeyond } from '../analysis/permissions/granted.ts';
import type { Held } from '../analysis/permissions/holder.ts';
import { withRole } from '../analysis/permissions/role-holder.ts';
import { usesAt } from '../analysis/permissions/uses-at.ts';
import { permissionWitness } from '../analysis/permissions/witness.ts';
import { expandActions } from '../analysis/services/actions.ts';
import type { DmsRole } from '../model/account-view.ts';
import { defineRule } from '../model/define-rule.ts';
import { roleCarriers } from '../model/facts.ts';
import { cannotRead, compliant, nonCompliant, unknown, type Verdict } from '../model/verdict.ts';

export const accountRoleIsNotOverbroad = defineRule({
  id: 'account-role-is-not-overbroad',
  title: 'The roles that DMS looks for by name grant nothing past their managed policies',
  judgement:
    'What the role may effectively do is compared with its AWS managed policy: services and actions beyond it fail.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'all'],
  requirements: [],
  controls: [],
  rationale:
    'DMS needs no more than its managed policies give. Whatever else the role may do is there for whoever gets DMS, or another principal of the trust policy, to act through it.',
  remediation:
    'Detach the policy that the finding names, or take the statement out of it; the managed policy is enough.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html#CHAP_Security.APIRole',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  ],
  judges: ['accountRoles'],
  needs: ['rolePermissions', 'organization', 'organizationPolicies', ...roleCarriers],

  judge: (role, { account, partition, regions, facts, settings }) =>
    withRole(role, { account, facts, settings }, (held) => {
      const { name, document } = baselineOf(role, held);
      const needed = new Set(
        [...document.statements.flatMap(actionsIn), ...actionsOfUses(role)].map(lowered),
      );
      const { excess, undecided } = grantedBeyond(held, (action) => needed.has(lowered(action)), {
        account,
        partition,
        region: regions[0] ?? '',
      });
      const [first] = excess;
      if (first === undefined)
        return undecided.length === 0
          ? compliant(`it grants nothing past ${name}`, { assumes: held.assumes })
          : unknown(
              `whether it grants more than ${name} hangs on: ${undecided.join('; ')}`,
              'policies of the role without variables and conditions',
            );
      // A resource that was not listed may use the role for just that.
      const unread = roleCarriers.flatMap((kind) => facts[kind].unread);
      return unread.length > 0 ? cannotRead(unread) : tooMuch(first, excess, name, held);
    }),
});

function tooMuch({ witness }: Excess, excess: readonly Excess[], name: string, held: Held): Verdict {
  const statements = excess.map(
    (each) => `${each.witness.action} (statement ${each.statement} of ${each.policy})`,
  );
  return nonCompliant(
    `it may do more than ${name}: ${statements.join(', ')}`,
    permissionWitness(held, witness),
    {
      assumes: held.assumes,
    },
  );
}

/** What the role is allowed to be for besides, where DMS resources name it. */
const actionsOfUses = ({ uses }: DmsRole): readonly string[] =>
  uses.flatMap(({ resource, reference }) => {
    const found = usesAt(resource, reference);
    return typeof found === 'string'
      ? []
      : found.flatMap((use) =>
          documentedUses[use].grants.flatMap(({ actions }) => actions.flatMap(spelledOut)),
        );
  });

/** `neptune-db:*` action by action. */
const spelledOut = (action: string): readonly string[] =>
  action.endsWith('*') ? expandActions([action], action.split(':', 1)[0] ?? '') : [action];

const lowered = (action: string): string => action.toLowerCase();
