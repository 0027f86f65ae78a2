import { complete, known, unread } from '../../model/lookup.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { tool } from '../../tool.ts';
import { inFrankfurt } from './frankfurt.ts';
import { account, frankfurt, takenAt, virginia } from './parts.ts';
import { permissions } from './permissions.ts';
import { principals } from './principals.ts';
import { roles } from './roles.ts';
import { inVirginia } from './virginia.ts';

const managementAccountId = '999988887777';

/** The estate that ships inside: what `scan --demo` judges. */
export const demoEstate: Snapshot = {
  schemaVersion: '1',
  tool,
  takenAt,
  accounts: {
    [account]: {
      partition: 'aws',
      organization: known({ id: 'o-a1b2c3d4e5', managementAccountId }),
      accountPublicAccessBlock: known(null),
      iam: {
        takenAt,
        roles: {
          ...Object.fromEntries(roles.map((each) => [each.name, known(each)])),
          'dms-redshift-load': unread({
            call: 'iam:GetRole',
            resource: 'dms-redshift-load',
            error: 'AccessDenied',
            transient: false,
          }),
        },
        ...permissions,
        trusting: complete(roles.map(({ name }) => name)),
        principals: complete(principals),
        namedPrincipals: {},
        // A member account is seldom allowed to read them.
        organizationPolicies: unread({
          call: 'organizations:ListParents',
          resource: account,
          error: 'AccessDeniedException',
          transient: false,
        }),
      },
      regions: { [frankfurt]: inFrankfurt, [virginia]: inVirginia },
    },
  },
};
