import { describe, expect, it } from 'vitest';
import { judgeGrants } from '../../../src/analysis/keys/grants.ts';
import { trustedBy } from '../../../src/analysis/keys/trusted.ts';
import { defaultSettings } from '../../../src/model/settings.ts';
import { ACCOUNT, FOREIGN } from '../../support/builders.ts';
import { aGrant } from '../../support/key-builders.ts';

const partner = `arn:aws:iam::${FOREIGN}:role/partner`;
const trusted = trustedBy(ACCOUNT, { ...defaultSettings, trustedPrincipals: [partner] });
const judge = (...grantees: readonly (string | null)[]) =>
  judgeGrants(
    grantees.map((grantee, index) => aGrant({ id: `grant-${index}`, grantee })),
    trusted,
  );

describe('a grant', () => {
  it.each([
    'dms.eu-west-1.amazonaws.com',
    'rds.amazonaws.com',
    'dms.cn-north-1.amazonaws.com.cn',
    `arn:aws:iam::${ACCOUNT}:role/x`,
    `arn:aws:sts::${ACCOUNT}:assumed-role/aws:ec2-infrastructure/i-1`,
    partner,
  ])('to %s is fine', (grantee) => {
    expect(judge(grantee)).toEqual({ strange: [], unclear: [] });
  });

  it.each([
    `arn:aws:iam::${FOREIGN}:root`,
    `arn:aws:iam::${FOREIGN}:user/x.amazonaws.com`,
    `arn:aws:sts::${FOREIGN}:assumed-role/x/y`,
    FOREIGN,
  ])('to %s is a foreign account’s', (grantee) => {
    expect(judge(grantee).strange).toMatchObject([
      { severity: 'HIGH', because: `a grant lets ${grantee} call Decrypt`, grant: { grantee } },
    ]);
  });

  it.each(['AROAEXAMPLE4DELETED22', 'AIDAEXAMPLE4DELETED22'])('to %s is to nobody any more', (grantee) => {
    expect(judge(grantee).strange).toMatchObject([
      { severity: 'LOW', because: `a grant is left to ${grantee}, a principal that is deleted` },
    ]);
  });

  it.each([null, 'AROA', 'somebody', 'arn:aws:s3:::bucket'])('to %s is to nobody knows whom', (grantee) => {
    expect(judge(grantee)).toEqual({ strange: [], unclear: ['grant-0'] });
  });

  it('that weighs more comes first', () => {
    const grantees = ['AROAEXAMPLE4DELETED22', `arn:aws:iam::${ACCOUNT}:role/x`, FOREIGN, null];
    expect(judge(...grantees).strange.map(({ grant }) => grant.id)).toEqual(['grant-2', 'grant-0']);
  });
});
