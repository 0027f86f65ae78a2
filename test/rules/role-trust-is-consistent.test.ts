import { unread } from '../../src/model/lookup.ts';
import { roleTrustIsConsistent } from '../../src/rules/role-trust-is-consistent.ts';
import { ACCOUNT, accountWith, FOREIGN, trustStatement } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { trusting } from './trusting.ts';
import { denied } from './unread.ts';

const vpc = 'dms-vpc-role';
const own = { 'aws:SourceAccount': ACCOUNT };
const arnOf = (account: string, tail = 'rep:*') => ({ 'aws:SourceArn': `arn:aws:dms:*:${account}:${tail}` });
const when = (Condition: object) => ({
  account: trusting(vpc, [trustStatement({ Condition })]),
  of: vpc,
});

testRule(roleTrustIsConsistent, {
  compliant: [
    {
      name: 'account and ARN of one account',
      ...when({ StringEquals: own, ArnLike: arnOf(ACCOUNT) }),
      because: 'what it asks of the source fits together',
    },
    { name: 'no condition', ...when({}), because: 'what it asks of the source fits together' },
  ],
  nonCompliant: [
    {
      name: 'account and ARN of two accounts',
      ...when({ StringEquals: own, ArnLike: arnOf(FOREIGN) }),
      because: `Statement[0] ArnLike aws:SourceArn arn:aws:dms:*:${FOREIGN}:rep:*: aws:SourceAccount beside it admits no account that it does`,
      severity: 'MEDIUM',
    },
    {
      name: 'a slash, as the guide prints it for endpoints',
      ...when({ StringEquals: own, ArnLike: arnOf(ACCOUNT, 'endpoint/*') }),
      because: `Statement[0] ArnLike aws:SourceArn arn:aws:dms:*:${ACCOUNT}:endpoint/*: it has a slash after endpoint, where ARNs of DMS have a colon`,
    },
  ],
  notApplicable: [
    { name: 'no role', account: accountWith({}), of: vpc, because: 'the role does not exist' },
    {
      name: 'a trust for another service',
      account: trusting(vpc, [trustStatement({ Principal: { Service: 'ec2.amazonaws.com' } })]),
      of: vpc,
      because: 'its trust policy lets no DMS service principal in',
    },
  ],
  unknown: [
    {
      name: 'a role that may not be read',
      account: accountWith({}, { [vpc]: unread(denied('iam:GetRole', vpc)) }),
      of: vpc,
      because: `iam:GetRole of ${vpc} failed (AccessDeniedException)`,
    },
    {
      name: 'a variable',
      ...when({
        ArnLike: { 'aws:SourceArn': 'arn:aws:dms:*:${aws:PrincipalAccount}:rep:*' },
        StringEquals: own,
      }),
      because: 'Statement[0]: aws:sourcearn: it is compared with ${aws:PrincipalAccount}',
    },
  ],
});
