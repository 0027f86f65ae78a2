import { describe, expect, it } from 'vitest';
import { trustDocument } from '../../../src/analysis/roles/trust-document.ts';
import type { TrustNeed } from '../../../src/analysis/roles/trust-needs.ts';
import { ACCOUNT, FOREIGN, policy, REGION, trustStatement } from '../../support/builders.ts';
import { alone } from '../../support/organization-builders.ts';

const terms = {
  account: ACCOUNT,
  partition: 'aws',
  regions: [REGION],
  organization: undefined,
  ...alone,
  trustedAccounts: [],
  trustedOrganizations: [],
  trustedOrganizationPaths: [],
  users: [],
};
const reps = `arn:aws:dms:*:${ACCOUNT}:rep:*`;
const vpc: TrustNeed = { service: 'dms.amazonaws.com', source: { arns: [reps] } };
const logs: TrustNeed = { service: 'dms.amazonaws.com', source: { arns: [] } };
const redshift: TrustNeed = { service: 'redshift.amazonaws.com', source: null };

const own = { StringEquals: { 'aws:SourceAccount': ACCOUNT } };
const narrow = { ...own, ArnLike: { 'aws:SourceArn': reps } };
const open = trustStatement({ Condition: {} });
const forRedshift = {
  Effect: 'Allow',
  Principal: { Service: 'redshift.amazonaws.com' },
  Action: 'sts:AssumeRole',
};

const mended = (present: readonly object[] | null, ...needs: readonly TrustNeed[]): unknown => {
  const { document } = trustDocument(present === null ? null : policy(...present), needs, terms);
  if (document === null) return null;
  const { Version, Statement } = JSON.parse(document) as Readonly<Record<string, unknown>>;
  expect(Version).toBe('2012-10-17');
  return Statement;
};

describe('a trust policy for a role', () => {
  it.each<
    [
      name: string,
      present: readonly object[] | null,
      needs: readonly TrustNeed[],
      statements: readonly object[],
    ]
  >([
    ['that does not exist', null, [vpc], [trustStatement({ Condition: narrow })]],
    ['for logs: the account alone', null, [logs], [trustStatement({ Condition: own })]],
    [
      'for logs, in place of account and ARN',
      [trustStatement({ Condition: narrow })],
      [logs],
      [trustStatement({ Condition: own })],
    ],
    [
      'that is open: its Sid stays',
      [{ ...open, Sid: 'Dms' }],
      [vpc],
      [{ ...trustStatement({ Condition: narrow }), Sid: 'Dms' }],
    ],
    [
      'that is right',
      [trustStatement({ Condition: narrow })],
      [vpc],
      [trustStatement({ Condition: narrow })],
    ],
    [
      'that lets two services in by one statement: each gets what it sends',
      [{ ...open, Principal: { Service: ['dms.amazonaws.com', 'redshift.amazonaws.com'] } }],
      [vpc, redshift],
      [trustStatement({ Condition: narrow }), forRedshift],
    ],
    [
      'as the guide prints it, with an operator that IAM lacks',
      [trustStatement({ Condition: { ...own, ArnEqual: { 'aws:SourceArn': reps } } })],
      [vpc],
      [trustStatement({ Condition: narrow })],
    ],
    [
      'that names others: who else may be there is not for this to say',
      [{ ...open, Principal: { Service: 'dms.amazonaws.com', AWS: `arn:aws:iam::${FOREIGN}:root` } }],
      [vpc],
      [
        trustStatement({ Condition: narrow }),
        { ...forRedshift, Principal: { AWS: `arn:aws:iam::${FOREIGN}:root` } },
      ],
    ],
    ['that is for everybody', [{ ...open, Principal: '*' }], [vpc], [trustStatement({ Condition: narrow })]],
    [
      'with a Deny that leaves DMS alone',
      [open, { ...open, Effect: 'Deny', Condition: { StringNotEquals: own.StringEquals } }],
      [vpc],
      [
        trustStatement({ Condition: narrow }),
        { ...open, Effect: 'Deny', Condition: { StringNotEquals: own.StringEquals } },
      ],
    ],
    [
      'with a Deny of all that DMS is for',
      [open, { ...open, Effect: 'Deny' }],
      [vpc],
      [trustStatement({ Condition: narrow })],
    ],
    [
      'that DMS principals of unseen uses are in: they keep their place, for this account',
      [
        trustStatement({
          Principal: { Service: ['dms.amazonaws.com', 'dms.us-east-1.amazonaws.com'] },
          Condition: {},
        }),
      ],
      [vpc],
      [
        trustStatement({ Condition: narrow }),
        trustStatement({ Principal: { Service: 'dms.us-east-1.amazonaws.com' }, Condition: own }),
      ],
    ],
    ['of which no use is known', [open], [], [trustStatement({ Condition: own })]],
    [
      'of which no use is known, open to everybody',
      [{ ...open, Principal: '*' }],
      [],
      [trustStatement({ Condition: own })],
    ],
  ])('%s', (_, present, needs, statements) => {
    expect(mended(present, ...needs)).toEqual(statements);
  });
});
