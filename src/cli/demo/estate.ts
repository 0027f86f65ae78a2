import { known, notCollected, unread } from '../../model/lookup.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { tool } from '../../tool.ts';
import { inFrankfurt } from './frankfurt.ts';
import { account, frankfurt, takenAt, virginia } from './parts.ts';
import { roles } from './roles.ts';
import { inVirginia } from './virginia.ts';

/** The estate that ships inside: what `scan --demo` judges. */
export const demoEstate: Snapshot = {
  schemaVersion: '1',
  tool,
  takenAt,
  accounts: {
    [account]: {
      partition: 'aws',
      organization: unread(notCollected('organizations:DescribeOrganization')),
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
        rolePermissions: {},
        managedPolicies: {},
      },
      regions: { [frankfurt]: inFrankfurt, [virginia]: inVirginia },
    },
  },
};
