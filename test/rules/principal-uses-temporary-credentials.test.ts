import { known, unread } from '../../src/model/lookup.ts';
import type { Principal } from '../../src/model/resources.ts';
import { principalUsesTemporaryCredentials } from '../../src/rules/principal-uses-temporary-credentials.ts';
import { ACCOUNT, userArn } from '../support/builders.ts';
import { accountOf, allowing, aMigrant, naming } from '../support/principal-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const migrate = [allowing('dms:*')];
const user = (over: Partial<Principal>) =>
  accountOf([aMigrant(migrate, { type: 'AWS::IAM::User', arn: userArn('migrator'), ...over })]);
const keys = (...active: readonly boolean[]) => known(active.map((each) => ({ active: each })));
const byName = naming({ arn: userArn('migrator') });

testRule(principalUsesTemporaryCredentials, {
  compliant: [
    {
      name: 'a role',
      account: accountOf([aMigrant(migrate)]),
      because: 'it is a role, whose credentials are temporary',
    },
    { name: 'a user without keys', account: user({}), because: 'it has no active access key' },
    {
      name: 'a user whose keys are inactive',
      account: user({ accessKeys: keys(false, false) }),
      because: 'it has no active access key',
    },
  ],
  nonCompliant: [
    {
      name: 'a user with an active key',
      account: user({ accessKeys: keys(false, true) }),
      because: 'it is a user with an active access key',
      severity: 'MEDIUM',
    },
    {
      name: 'a user with two active keys',
      account: user({ accessKeys: keys(true, true) }),
      because: 'it is a user with 2 active access keys',
    },
    {
      name: 'a user that is named, whatever it may do',
      account: user({ accessKeys: keys(true), inline: unread(denied('iam:ListUserPolicies', 'migrator')) }),
      settings: byName,
      because: 'it is a user with an active access key',
    },
  ],
  notApplicable: [
    {
      name: 'a user who only looks',
      account: user({
        accessKeys: keys(true),
        inline: known([
          {
            name: 'own',
            document: known(
              JSON.stringify({ Version: '2012-10-17', Statement: [allowing('dms:Describe*')] }),
            ),
          },
        ]),
      }),
      because: 'its policies let it create or start no migration, and the settings do not name it',
    },
    {
      name: 'a user that is named and not there',
      account: accountOf([], { iam: { namedPrincipals: { 'user/migrator': known(null) } } }),
      settings: byName,
      because: 'there is no such user',
    },
    {
      name: 'nobody',
      account: accountOf([]),
      because: 'no role or user that may act on DMS',
    },
  ],
  unknown: [
    {
      name: 'keys that were refused',
      account: user({ accessKeys: unread(denied('iam:ListAccessKeys', 'migrator')) }),
      because: 'iam:ListAccessKeys of migrator failed (AccessDeniedException)',
    },
    {
      name: 'a user of whom it is not known whether it migrates',
      account: user({
        accessKeys: keys(true),
        inline: unread(denied('iam:ListUserPolicies', 'migrator')),
      }),
      because: 'iam:ListUserPolicies of migrator failed (AccessDeniedException)',
    },
    {
      name: 'principals that were refused',
      account: accountOf([], { iam: { principals: refused('iam:GetAccountAuthorizationDetails') } }),
      of: ACCOUNT,
      because: 'iam:GetAccountAuthorizationDetails failed (AccessDeniedException)',
    },
  ],
});
