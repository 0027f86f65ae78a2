import { describe, expect, it } from 'vitest';
import { defineRule } from '../../src/model/define-rule.ts';
import type { Finding } from '../../src/model/finding.ts';
import { cutShort, type Unread } from '../../src/model/lookup.ts';
import { choice } from '../../src/model/parameters.ts';
import type { Rule } from '../../src/model/rule.ts';
import { defaultSettings, type RuleSettings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { compliant, nonCompliant, notApplicable, unknown } from '../../src/model/verdict.ts';
import {
  ACCOUNT,
  accountWith,
  anAccount,
  anEndpoint,
  anInstance,
  aRegion,
  aRole,
  aTask,
  FOREIGN,
  iamOf,
  listed,
  REGION,
  roleArn,
  rolesKnown,
} from '../support/builders.ts';

const texts = {
  id: 'instance-is-well',
  title: 'Instances are well',
  severity: 'MEDIUM',
  profiles: ['all'],
  requirements: ['R01'],
  controls: ['DMS.13'],
  judgement: 'By its state.',
  rationale: 'Why.',
  remediation: 'Heal it.',
  sources: [],
} as const;
const witness = { kind: 'value', field: 'Status', value: 'ill' } as const;

const evaluate = (rule: Rule, account: AccountFacts, own?: Partial<RuleSettings>): readonly Finding[] =>
  rule.evaluate(ACCOUNT, account, {
    ...defaultSettings,
    rules: own === undefined ? {} : { [rule.id]: { enabled: true, severity: null, parameters: {}, ...own } },
  });

const isWell = defineRule({
  ...texts,
  judges: ['instances'],
  judge({ id, status }) {
    if (id === 'surprise') throw new TypeError('no such field');
    if (status === null) return unknown('it says nothing', 'an answer');
    if (status === 'gone') return notApplicable('it is gone');
    if (status === 'dead') {
      return nonCompliant('it is dead', witness, {
        severity: 'HIGH',
        remediation: 'Bury it.',
        assumes: ['a'],
      });
    }
    return status === 'ill' ? nonCompliant('it is ill', witness) : compliant('it is well', { witness });
  },
});
const instances = (...statuses: readonly (string | null)[]): AccountFacts =>
  accountWith({
    instances: listed(
      ...statuses.map((status, index) =>
        anInstance({ id: `i${index}`, arn: `arn:aws:dms:${REGION}:${ACCOUNT}:rep:I${index}`, status }),
      ),
    ),
  });

describe('a rule', () => {
  it('says of each resource what its function says, with who it is and what to do', () => {
    expect(evaluate(isWell, instances('ill'))).toEqual([
      {
        id: `instance-is-well@${ACCOUNT}/${REGION}/rep:I0`,
        rule: 'instance-is-well',
        status: 'NON_COMPLIANT',
        severity: 'MEDIUM',
        resource: {
          type: 'AWS::DMS::ReplicationInstance',
          id: 'i0',
          arn: `arn:aws:dms:${REGION}:${ACCOUNT}:rep:I0`,
          account: ACCOUNT,
          region: REGION,
        },
        because: 'it is ill',
        witness,
        assumes: [],
        settledBy: null,
        requirements: ['R01'],
        controls: ['DMS.13'],
        remediation: { summary: 'Heal it.' },
        exception: null,
      },
    ]);
  });

  it.each([
    ['well', { status: 'COMPLIANT', severity: 'MEDIUM', witness, assumes: [], settledBy: null }],
    ['ill', { status: 'NON_COMPLIANT', severity: 'MEDIUM', witness, remediation: { summary: 'Heal it.' } }],
    [
      'dead',
      {
        status: 'NON_COMPLIANT',
        severity: 'HIGH',
        witness,
        assumes: ['a'],
        remediation: { summary: 'Bury it.' },
      },
    ],
    ['gone', { status: 'NOT_APPLICABLE', severity: 'MEDIUM', witness: null, assumes: [], settledBy: null }],
    [null, { status: 'UNKNOWN', severity: 'MEDIUM', witness: null, assumes: [], settledBy: 'an answer' }],
  ] as const)('of an instance that is %s', (status, facts) => {
    expect(evaluate(isWell, instances(status))).toMatchObject([facts]);
  });

  it('that meets a surprise loses that one verdict', () => {
    const account = accountWith({
      instances: listed(
        anInstance({ id: 'first', arn: 'arn:aws:dms:x:y:rep:A' }),
        anInstance({ id: 'surprise', arn: 'arn:aws:dms:x:y:rep:B' }),
        anInstance({ id: 'last', arn: 'arn:aws:dms:x:y:rep:C' }),
      ),
    });
    expect(evaluate(isWell, account)).toMatchObject([
      { status: 'COMPLIANT' },
      {
        status: 'UNKNOWN',
        because: 'the rule stopped at an error: no such field',
        settledBy: 'a corrected dms-auditor: please report the error with the snapshot',
      },
      { status: 'COMPLIANT' },
    ]);
  });

  it('names what it judges and needs, itself included, each once', () => {
    const rule = defineRule({
      ...texts,
      judges: ['accountRoles', 'roles', 'endpoints'],
      needs: ['roles', 'tags'],
      judge: () => compliant('x'),
    });
    expect(rule.judges).toEqual(['AWS::IAM::Role', 'AWS::DMS::Endpoint']);
    expect(rule.needs).toEqual(['roles', 'endpoints', 'tags']);
  });
});

it('a rule on the account judges it once in each Region, whatever is there', () => {
  const rule = defineRule({
    ...texts,
    id: 'account-is-well',
    judges: ['account'],
    needs: ['tags'],
    judge: ({ id }, { region }) => compliant(`${id} is well in ${region}`),
  });
  expect({ judges: rule.judges, needs: rule.needs }).toEqual({ judges: ['AWS::::Account'], needs: ['tags'] });
  const account = anAccount({ regions: { [REGION]: aRegion(), 'us-east-1': aRegion() } });
  expect(evaluate(rule, account).map(({ id, because, resource }) => ({ id, because, resource }))).toEqual(
    [REGION, 'us-east-1'].map((region) => ({
      id: `account-is-well@${ACCOUNT}/${region}/account`,
      because: `${ACCOUNT} is well in ${region}`,
      resource: { type: 'AWS::::Account', id: ACCOUNT, arn: null, account: ACCOUNT, region },
    })),
  );
});

describe('where there is nothing to judge', () => {
  const both = defineRule({ ...texts, judges: ['instances', 'tasks'], judge: () => compliant('x') });
  const roles = defineRule({ ...texts, id: 'role-is-well', judges: ['roles'], judge: () => compliant('x') });
  const two = anAccount({ regions: { [REGION]: aRegion(), 'us-east-1': aRegion() } });

  it('one NOT_APPLICABLE in each Region says what is not there', () => {
    expect(
      evaluate(both, two).map(({ id, status, because, resource }) => ({ id, status, because, resource })),
    ).toEqual(
      [REGION, 'us-east-1'].map((region) => ({
        id: `instance-is-well@${ACCOUNT}/${region}/account`,
        status: 'NOT_APPLICABLE',
        because: `no AWS::DMS::ReplicationInstance, AWS::DMS::ReplicationTask in ${region}`,
        resource: { type: 'AWS::::Account', id: ACCOUNT, arn: null, account: ACCOUNT, region },
      })),
    );
  });

  it('nothing is said where no Region is audited', () => {
    expect(evaluate(both, anAccount({ regions: {} }))).toEqual([]);
  });

  it('the roles with fixed names are judged all the same', () => {
    expect(evaluate(roles, two).map(({ resource }) => resource.id)).toEqual([
      'dms-vpc-role',
      'dms-cloudwatch-logs-role',
      'dms-access-for-endpoint',
    ]);
  });
});

describe('what could not be listed', () => {
  const why = (call: string, transient = false): Unread => ({
    call,
    resource: null,
    error: 'Refused',
    transient,
  });
  const both = defineRule({ ...texts, judges: ['instances', 'tasks'], judge: () => compliant('x') });

  it('is one UNKNOWN for the account and Region that lists all of it, beside the verdicts on what was read', () => {
    const account = anAccount({
      regions: {
        [REGION]: aRegion({
          instances: cutShort([anInstance()], why('dms:DescribeReplicationInstances')),
          tasks: cutShort([], why('dms:DescribeReplicationTasks', true)),
        }),
        'us-east-1': aRegion({ tasks: listed(aTask()) }),
      },
    });
    expect(
      evaluate(both, account).map(({ status, because, settledBy, resource: { id, region } }) => ({
        id,
        region,
        status,
        because,
        settledBy,
      })),
    ).toEqual([
      { id: 'instance-1', region: REGION, status: 'COMPLIANT', because: 'x', settledBy: null },
      {
        id: ACCOUNT,
        region: REGION,
        status: 'UNKNOWN',
        because:
          'dms:DescribeReplicationInstances failed (Refused); dms:DescribeReplicationTasks failed (Refused, transient)',
        settledBy:
          'an answer of dms:DescribeReplicationInstances (allow it to the auditor); another try of dms:DescribeReplicationTasks, then a new scan',
      },
      { id: 'task-1', region: 'us-east-1', status: 'COMPLIANT', because: 'x', settledBy: null },
    ]);
  });
});

describe('what the settings say of a rule', () => {
  it.each(['ill', 'dead', 'well'])('its severity stands, whatever the verdict: %s', (status) => {
    expect(evaluate(isWell, instances(status), { severity: 'LOW' })).toMatchObject([{ severity: 'LOW' }]);
  });

  it('its parameters take the place of the defaults', () => {
    const rule = defineRule({
      ...texts,
      judges: ['instances'],
      parameters: {
        mood: choice('The mood.', ['calm', 'merry']),
        pace: choice('The pace.', ['slow', 'fast']),
      },
      judge: (_, { parameters: { mood, pace } }) => compliant(`${mood} and ${pace}`),
    });
    const because = (own?: Partial<RuleSettings>): string | undefined =>
      evaluate(rule, instances('well'), own)[0]?.because;
    expect(because()).toBe('calm and slow');
    expect(because({ parameters: {} })).toBe('calm and slow');
    expect(because({ parameters: { pace: 'fast' } })).toBe('calm and fast');
  });

  it('that of another rule changes nothing', () => {
    const settings = {
      ...defaultSettings,
      rules: { 'another-rule': { enabled: true, severity: 'LOW' as const, parameters: {} } },
    };
    expect(isWell.evaluate(ACCOUNT, instances('ill'), settings)).toMatchObject([{ severity: 'MEDIUM' }]);
  });
});

describe('roles', () => {
  const rule = defineRule({
    ...texts,
    id: 'role-is-well',
    judges: ['roles'],
    judge: ({ role, uses }, { region, regions }) =>
      compliant(
        `${region} of ${regions.join('+')}: ${role.known ? 'read' : 'unread'}, named ${uses.length} times`,
      ),
  });
  const names = (arn: string) => [{ path: 'S3Settings.ServiceAccessRoleArn', arn }];
  const judged = (account: AccountFacts): readonly (readonly [string, string | null, string])[] =>
    evaluate(rule, account)
      .filter(({ resource }) => !resource.id.startsWith('dms-'))
      .map(({ id, resource, because }) => [id, resource.arn, because]);

  it('are judged once for all Regions, by name, whatever their path', () => {
    const arn = `arn:aws:iam::${ACCOUNT}:role/teams/data/writer`;
    const account = anAccount({
      regions: {
        [REGION]: aRegion({ endpoints: listed(anEndpoint({ roles: names(arn) })) }),
        'us-east-1': aRegion({ endpoints: listed(anEndpoint({ roles: names(arn) })) }),
      },
      iam: iamOf(rolesKnown(aRole({ name: 'writer', arn }))),
    });
    expect(judged(account)).toEqual([
      [
        `role-is-well@${ACCOUNT}/global/role:writer`,
        arn,
        `global of ${REGION}+us-east-1: read, named 2 times`,
      ],
    ]);
  });

  it('that are missing and made later are one finding', () => {
    const without = accountWith({ endpoints: listed(anEndpoint({ roles: names(roleArn('writer')) })) }, {});
    const ids = (account: AccountFacts): readonly string[] => judged(account).map(([id]) => id);
    const later = { ...without, iam: iamOf(rolesKnown(aRole({ name: 'writer' }))) };
    expect(ids(without)).toEqual(ids(later));
  });

  it.each([
    ['of another account', roleArn('writer', FOREIGN)],
    ['that are users', `arn:aws:iam::${ACCOUNT}:user/writer`],
    ['that are no ARN', 'writer'],
  ])('%s are not judged', (_, arn) => {
    expect(judged(accountWith({ endpoints: listed(anEndpoint({ roles: names(arn) })) }))).toEqual([]);
  });
});
