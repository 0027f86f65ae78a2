import { known, unread } from '../../src/model/lookup.ts';
import { principalPermissionsAreMinimal } from '../../src/rules/principal-permissions-are-minimal.ts';
import { anEndpoint, aRole, listed, roleArn, rolesKnown } from '../support/builders.ts';
import { accountOf, allowing, aMigrant, guideWithout, naming } from '../support/principal-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const made = rolesKnown(aRole(), aRole({ name: 'dms-cloudwatch-logs-role' }));
const madeForRedshift = rolesKnown(
  aRole(),
  aRole({ name: 'dms-cloudwatch-logs-role' }),
  aRole({ name: 'dms-access-for-endpoint' }),
);
const least = guideWithout('creation', 'redshift');
const redshiftTarget = { endpoints: listed(anEndpoint({ engine: 'redshift', direction: 'target' })) };
const noEndpoints = { endpoints: refused<never>('dms:DescribeEndpoints') };

const may = (statements: readonly object[], roles = made, region = {}) =>
  accountOf([aMigrant(statements)], { roles, region });

const noMore =
  'it may not do what it has no more need of: create roles, or use Redshift where that is no target';
const creates = 'it may do iam:CreateRole, iam:AttachRolePolicy though the roles that DMS looks for exist';
const redshifts =
  'it may do redshift:Describe*, redshift:ModifyClusterIamRoles though it does not migrate to Redshift';

testRule(principalPermissionsAreMinimal, {
  compliant: [
    { name: 'neither, where neither is needed', account: may(least), because: noMore },
    {
      name: 'creation before the roles exist',
      account: may(guideWithout('redshift'), rolesKnown(aRole())),
      because: noMore,
    },
    {
      name: 'creation that is declared',
      account: may(guideWithout('redshift')),
      settings: naming({ createsRoles: true }),
      because: noMore,
    },
    {
      name: 'creation that an explicit Deny takes away',
      account: may([...guideWithout('redshift'), { Effect: 'Deny', Action: 'iam:*Role*', Resource: '*' }]),
      because: noMore,
    },
    {
      name: 'endpoints that were not read, of no use to somebody without actions of Redshift',
      account: may(least, madeForRedshift, noEndpoints),
      because: noMore,
    },
  ],
  nonCompliant: [
    {
      name: 'the whole guide',
      account: may(guideWithout()),
      because: `${creates}; ${redshifts}`,
      severity: 'MEDIUM',
    },
    { name: 'creation once the roles exist', account: may(guideWithout('redshift')), because: creates },
    {
      name: 'creation of one of the roles alone',
      account: may([...least, allowing('iam:CreateRole', { Resource: roleArn('dms-vpc-role') })]),
      because: 'it may do iam:CreateRole though the roles that DMS looks for exist',
    },
    {
      name: 'creation that is declared to be none of its work',
      account: may(guideWithout('redshift'), rolesKnown()),
      settings: naming({ createsRoles: false }),
      because:
        'it may do iam:CreateRole, iam:AttachRolePolicy though the settings say that it creates no roles',
    },
    { name: 'Redshift without a target there', account: may(guideWithout('creation')), because: redshifts },
    {
      name: 'Redshift that is declared to be no target',
      account: may(guideWithout('creation'), made, redshiftTarget),
      settings: naming({ redshiftTarget: false }),
      because: redshifts,
    },
    {
      name: 'some of Redshift',
      account: may([...least, allowing('redshift:DescribeClusters')]),
      because: 'it may do redshift:DescribeClusters though it does not migrate to Redshift',
    },
    {
      name: 'creation, whatever is to be read of endpoints',
      account: may(guideWithout('redshift'), madeForRedshift, noEndpoints),
      because: creates,
    },
  ],
  notApplicable: [
    {
      name: 'both are still needed',
      account: may(guideWithout(), made, redshiftTarget),
      because: 'it still needs what creating roles and a Redshift target take',
    },
    {
      name: 'both are declared',
      account: may(guideWithout()),
      settings: naming({ redshiftTarget: true, createsRoles: true }),
      because: 'it still needs what creating roles and a Redshift target take',
    },
    {
      name: 'somebody who only looks',
      account: may([allowing('dms:Describe*')]),
      because: 'its policies let it create or start no migration, and the settings do not name it',
    },
  ],
  unknown: [
    {
      name: 'endpoints that may be Redshift targets',
      account: may(guideWithout('creation'), made, noEndpoints),
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
    {
      name: 'a role that may not exist',
      account: may(guideWithout('redshift'), {
        ...made,
        'dms-vpc-role': unread(denied('iam:GetRole', 'dms-vpc-role')),
      }),
      because: 'iam:GetRole of dms-vpc-role failed (AccessDeniedException)',
    },
    {
      name: 'a condition of which nothing says what is sent',
      account: may([
        ...least,
        allowing('iam:CreateRole', { Condition: { StringEquals: { 'aws:Odd': 'a' } } }),
      ]),
      because: 'whether it may do iam:CreateRole is not decided: it hangs on aws:odd',
    },
    {
      name: 'a managed policy that was refused',
      account: accountOf([aMigrant(least, { attached: known(['arn:aws:iam::111111111111:policy/dms']) })], {
        iam: {
          managedPolicies: {
            'arn:aws:iam::111111111111:policy/dms': unread(denied('iam:GetPolicy', 'dms')),
          },
        },
      }),
      because: 'iam:GetPolicy of dms failed (AccessDeniedException)',
    },
  ],
});
