import { describe, expect, it } from 'vitest';
import { sightedIn } from '../../src/audit/listed.ts';
import { readingOf } from '../../src/audit/reading.ts';
import type { Finding, Subject } from '../../src/model/finding.ts';
import type { Result } from '../../src/model/result.ts';
import { ACCOUNT, FOREIGN, REGION } from '../support/builders.ts';
import { aFinding, aResult } from './results.ts';

const endpoints = 'AWS::DMS::Endpoint';
const instances = 'AWS::DMS::ReplicationInstance';
const role = 'AWS::IAM::Role';
const subject = (type: string, region = REGION): Subject => ({
  type,
  id: 'a',
  arn: 'arn:a',
  account: ACCOUNT,
  region,
});
const finding = (rule: string, over: Partial<Finding> = {}): Finding => aFinding({ rule, ...over });
const ofAccount = (rule: string, status: Finding['status'], region = REGION): Finding =>
  finding(rule, { status, resource: { ...subject('AWS::::Account', region), arn: null } });

interface Case {
  readonly findings: readonly Finding[];
  readonly listings?: Readonly<Record<string, boolean>>;
  readonly over?: Partial<Result['scope']>;
  readonly notAudited?: readonly string[];
  readonly rules?: readonly string[];
}

function resultOf({ findings, listings = {}, over = {}, notAudited = [], rules }: Case): Result {
  const result = aResult(...findings);
  return {
    ...result,
    scope: { ...result.scope, ...(rules === undefined ? {} : { rules }), ...over },
    coverage: {
      ...result.coverage,
      listings: Object.entries(listings).map(([type, complete]) => ({
        account: ACCOUNT,
        region: REGION,
        type,
        complete,
      })),
      notAudited: notAudited.map((region) => ({ account: ACCOUNT, region, reason: 'it is switched off' })),
    },
  };
}

const tls = finding('endpoint-requires-tls', { resource: subject(endpoints) });
const trust = finding('role-trust', { resource: subject(role, 'global') });
const all = { [endpoints]: true, [instances]: true };

describe('a resource that a result does not show', () => {
  it.each<[string, Case, Subject, readonly string[], string | null]>([
    ['is gone where all were listed', { findings: [tls], listings: all }, subject(endpoints), [REGION], null],
    [
      'may be there where they were not',
      { findings: [tls], listings: { ...all, [endpoints]: false } },
      subject(endpoints),
      [REGION],
      `not every ${endpoints} could be listed`,
    ],
    [
      'is gone where another type could not be listed',
      { findings: [tls], listings: { ...all, [instances]: false } },
      subject(endpoints),
      [REGION],
      null,
    ],
    [
      'may be there where nobody asked for its type',
      { findings: [tls], listings: { [instances]: true } },
      subject(endpoints),
      [REGION],
      `not every ${endpoints} could be listed`,
    ],
    [
      'may be there where its rule was not judged',
      { findings: [], rules: [], listings: all },
      subject(endpoints),
      [REGION],
      'endpoint-requires-tls was not judged',
    ],
    [
      'may be there where its Region was not audited',
      { findings: [tls], listings: all },
      subject(endpoints, 'eu-west-3'),
      ['eu-west-3'],
      'eu-west-3 was not audited',
    ],
    [
      'may be there where its account was not audited',
      { findings: [tls], listings: all, over: { accounts: [FOREIGN] } },
      subject(endpoints),
      [REGION],
      `account ${ACCOUNT} was not audited`,
    ],
    [
      'may be there where its Region failed',
      { findings: [], rules: ['endpoint-requires-tls'], notAudited: [REGION] },
      subject(endpoints),
      [REGION],
      `${REGION} was not audited`,
    ],
    [
      'may be there where its rule has no verdict there',
      { findings: [], rules: ['endpoint-requires-tls'], listings: all },
      subject(endpoints),
      [REGION],
      `endpoint-requires-tls was not judged in ${REGION}`,
    ],
    [
      'may be there where the profile judges fewer types',
      {
        findings: [ofAccount('endpoint-requires-tls', 'NOT_APPLICABLE')],
        listings: all,
        over: { profile: 'security-hub' },
      },
      subject(endpoints),
      [REGION],
      `not every ${endpoints} could be listed`,
    ],
    [
      'a role, is gone where all were seen',
      { findings: [trust], listings: all },
      subject(role, 'global'),
      [REGION],
      null,
    ],
    [
      'a role, may be there where some were not seen',
      { findings: [trust, ofAccount('role-trust', 'UNKNOWN', 'global')], listings: all },
      subject(role, 'global'),
      [REGION],
      `not every ${role} could be listed`,
    ],
    [
      'a role, may be there where a Region is no longer audited in which it was used',
      { findings: [trust], listings: all },
      subject(role, 'global'),
      [REGION, 'eu-west-3'],
      'eu-west-3 was not audited',
    ],
    [
      'a role, may be there where a Region failed',
      { findings: [trust], over: { regions: [REGION, 'eu-west-3'] }, notAudited: ['eu-west-3'] },
      subject(role, 'global'),
      [REGION],
      `not every ${role} could be listed`,
    ],
  ])('%s', (...[, given, resource, regions, because]) => {
    const rule = resource.type === role ? 'role-trust' : 'endpoint-requires-tls';
    const { whyUnseen } = sightedIn(resultOf(given))({ rule, account: ACCOUNT, region: resource.region });
    expect(whyUnseen(resource, regions)).toBe(because);
  });
});

describe('a rule has judged a place whole', () => {
  it.each<[string, boolean, Case]>([
    ['with a verdict on all', true, { findings: [tls], listings: all }],
    ['where there was nothing', true, { findings: [ofAccount('endpoint-requires-tls', 'NOT_APPLICABLE')] }],
    ['not without a verdict', false, { findings: [], listings: all }],
    [
      'not where some could not be listed',
      false,
      { findings: [tls, ofAccount('endpoint-requires-tls', 'UNKNOWN')] },
    ],
    ['not in a profile of fewer types', false, { findings: [tls], over: { profile: 'security-hub' } }],
  ])('%s: %s', (_, isWhole, given) => {
    const place = { rule: 'endpoint-requires-tls', account: ACCOUNT, region: REGION };
    expect(sightedIn(resultOf(given))(place).isWhole).toBe(isWhole);
  });
});

it('a reading has the places of one account', () => {
  const foreign = finding('endpoint-requires-tls', { resource: { ...subject(endpoints), account: FOREIGN } });
  expect(readingOf(resultOf({ findings: [tls, tls, foreign, trust] }), ACCOUNT).places).toEqual([
    { rule: 'endpoint-requires-tls', account: ACCOUNT, region: REGION },
    { rule: 'role-trust', account: ACCOUNT, region: 'global' },
  ]);
});
