import { statementsForDms } from '../analysis/roles/dms-statements.ts';
import { describeWidth, wideStatements } from '../analysis/roles/narrowness.ts';
import { withTrust } from '../analysis/roles/trust.ts';
import { documentsSourceArn, usesOf } from '../analysis/roles/uses.ts';
import { accountRoleNames } from '../model/account-view.ts';
import { defineRule } from '../model/define-rule.ts';
import { flag } from '../model/parameters.ts';
import { cannotRead, compliant, nonCompliant, notApplicable } from '../model/verdict.ts';

export const roleTrustIsNarrow = defineRule({
  id: 'role-trust-is-narrow',
  title: 'A trust names the kind of DMS resource that may use the role',
  judgement:
    'The key aws:SourceArn must hold a literal account and a type of resource that uses the role. A wildcard in place of the resource’s id never fails on the three roles with fixed names, whose ids are made later; on other roles it fails only with `pin-arns`.',
  severity: 'LOW',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R53'],
  controls: [],
  rationale:
    'With aws:SourceAccount alone every DMS resource of the account gets in. An aws:SourceArn that writes out account and type leaves the role to the resources it is meant for: whoever may create a task cannot borrow the role of an endpoint. It is asked for only where AWS documents that DMS sends the key; elsewhere the account is as narrow as a trust can safely be.',
  remediation:
    'Add ArnLike aws:SourceArn with this account and the type of the resources that use the role, such as arn:aws:dms:*:ACCOUNT:rep:* for dms-vpc-role and arn:aws:dms:*:ACCOUNT:endpoint:* for the role of an endpoint; wildcards are for the Region and the id alone.',
  sources: ['https://docs.aws.amazon.com/dms/latest/userguide/cross-service-confused-deputy-prevention.html'],
  judges: ['roles'],
  parameters: {
    'pin-arns': flag(
      'Whether roles other than the three with fixed names must name resources by their full ARN.',
      false,
    ),
  },

  judge: (role, { facts, parameters }) =>
    withTrust(role, (document) => {
      if (statementsForDms(document).length === 0) {
        return notApplicable('its trust policy lets no DMS service principal in');
      }
      // The ids of resources that need an account role first are made after it.
      const isAccountRole = accountRoleNames.some((name) => name === role.id);
      const wide = wideStatements(document, { pinsIds: parameters['pin-arns'] && !isAccountRole });
      if (wide.length === 0)
        return compliant('each statement for DMS writes out account and type in aws:SourceArn');
      // A use that was not read may be one of which AWS does not document the key.
      if (facts.roles.unread.length > 0) return cannotRead(facts.roles.unread);
      const uses = [...usesOf(role)];
      const asked = wide.filter(({ statement }) => documentsSourceArn(uses, statement.principals));
      const [first] = asked.map(describeWidth);
      if (first !== undefined) {
        return nonCompliant(first, { kind: 'list', items: asked.map(describeWidth) });
      }
      return notApplicable(
        uses.length === 0
          ? 'no DMS resource uses it, so that no kind of resource is the one to name'
          : 'AWS does not document that DMS sends aws:SourceArn for its use, so that the account is all to ask for',
      );
    }),
});
