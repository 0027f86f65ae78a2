import { describe, expect, it } from 'vitest';
import { judgeKeyPolicy } from '../../../src/analysis/keys/key-policy.ts';
import { trustedBy } from '../../../src/analysis/keys/trusted.ts';
import { noGuardrails } from '../../../src/analysis/organization/guardrails.ts';
import { defaultSettings } from '../../../src/model/settings.ts';
import { ACCOUNT } from '../../support/builders.ts';
import { aKey, keyStatement } from '../../support/key-builders.ts';
import { policy } from '../policy/builders.ts';

const trusted = trustedBy(ACCOUNT, defaultSettings);
const question = { key: aKey(), account: ACCOUNT, partition: 'aws', trusted, guardrails: noGuardrails };
const allow = (Principal: unknown, Condition: object): object => keyStatement({ Principal, Condition });

describe('of an organisation that is trusted', () => {
  const unit = 'o-1/r-a/ou-b/';
  const within = { ...question, trusted: { ...trusted, organizations: ['o-1'] } };
  const below = { ...question, trusted: { ...trusted, organizationPaths: [unit] } };
  const by = (key: string, value: string): object =>
    allow('*', { 'ForAnyValue:StringLike': { [key]: value } });
  const id = allow('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } });

  it.each<[name: string, statement: object, asked: typeof question]>([
    ['the organisation', id, within],
    ['a part of it', by('aws:PrincipalOrgPaths', `${unit}*`), within],
    ['a unit that is trusted', by('aws:PrincipalOrgPaths', `${unit}*`), below],
    ['a unit in a trusted one', by('aws:PrincipalOrgPaths', `${unit}ou-c/`), below],
    [
      'a source of it',
      allow({ Service: 's3.amazonaws.com' }, { StringEquals: { 'aws:SourceOrgID': 'o-1' } }),
      within,
    ],
  ])('%s is let in', (_, statement, asked) => {
    expect(judgeKeyPolicy(policy([statement]), asked)).toEqual({
      intruders: [],
      undecided: [],
      assumes: [],
    });
  });

  it.each<[name: string, statement: object, asked: typeof question]>([
    ['another organisation', by('aws:PrincipalOrgID', 'o-2'), within],
    ['all organisations', by('aws:PrincipalOrgID', 'o-*'), within],
    ['the organisation of a trusted unit', id, below],
    ['a unit around the trusted one', by('aws:PrincipalOrgPaths', 'o-1/r-a/*'), below],
  ])('or not: %s', (_, statement, asked) => {
    expect(judgeKeyPolicy(policy([statement]), asked).intruders).toMatchObject([
      { kind: 'identity', severity: 'HIGH' },
    ]);
  });
});
