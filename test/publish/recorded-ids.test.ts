import { describe, expect, it } from 'vitest';
import type { ConfigReport } from '../../src/model/config-report.ts';
import { publishToConfig } from '../../src/publish/config-results.ts';
import { aFinding } from '../audit/results.ts';
import { aConfig, awsError } from '../support/a-config.ts';
import { ACCOUNT, roleArn } from '../support/builders.ts';
import { all, aReport, failed, instanceArn, instanceType, onAccount, onInstance } from './reports.ts';

type Recorded = NonNullable<Parameters<typeof aConfig>[0]>['recorded'];

/** Publishes to an AWS Config that has recorded these, or that answers with this error. */
function publishing(recorded: Recorded, error: Error | null = null) {
  const config = aConfig({ ...(recorded === undefined ? {} : { recorded }), page: 2 });
  const [asked, warnings]: [string[], string[]] = [[], []];
  const client: typeof config.client = {
    ...config.client,
    discovered: (type, token) => {
      asked.push(type);
      return error === null ? config.client.discovered(type, token) : Promise.reject(error);
    },
  };
  const publish = (report: ConfigReport): Promise<number> =>
    publishToConfig(report, {
      account: ACCOUNT,
      config: () => Promise.resolve(client),
      published: null,
      wait: () => Promise.resolve(),
      warn: (message) => warnings.push(message),
    });
  const shows = () => config.shows('dms-instance-is-private').map((line) => line.replace(/ \(.*$/, ''));
  return { publish, shows, asked, warnings };
}

const endpointType = 'AWS::DMS::Endpoint';
const endpoint = onInstance('e', {
  resource: {
    ...onInstance('e').resource,
    type: endpointType,
    arn: `arn:aws:dms:eu-west-1:${ACCOUNT}:endpoint:E`,
  },
});
const role = aFinding({
  resource: {
    type: 'AWS::IAM::Role',
    id: 'dms-vpc-role',
    arn: roleArn('dms-vpc-role'),
    account: ACCOUNT,
    region: 'global',
  },
});
const x = (id: string) => ({ id, name: id });

// A wrong id is a result that nobody finds (aws-config-rules #342; cloud-custodian #5799, #8285).
describe('a resource is reported under the id that AWS Config has recorded it by', () => {
  it.each([
    ['its ARN', instanceArn('a'), 'x'],
    ['the end of its ARN', 'A', 'x'],
    ['its identifier', 'a', 'x'],
    ['another, which its name leads to', 'generated', 'a'],
  ])('%s', async (_, id, name) => {
    const { publish, shows } = publishing({ [instanceType]: [x('other'), { id, name }] });
    await publish(aReport(all(onInstance('a'))));
    expect(shows()).toEqual([`${instanceType} ${id}: COMPLIANT`]);
  });

  // The id of a role is generated (cloud-custodian #10637).
  it('of a role the generated one', async () => {
    const { publish, shows } = publishing({
      'AWS::IAM::Role': [{ id: 'AROAEXAMPLE', name: 'dms-vpc-role' }],
    });
    await publish(aReport(all(role)));
    expect(shows()).toEqual(['AWS::IAM::Role AROAEXAMPLE: COMPLIANT']);
  });

  // What is not recorded yet has no id there (aws-config-rules #101, #118).
  it('or, where there is none yet, under its ARN, and under the recorded one later', async () => {
    const before = publishing({ [instanceType]: [] });
    await before.publish(aReport(all(onInstance('a'))));
    expect(before.shows()).toEqual([`${instanceType} ${instanceArn('a')}: COMPLIANT`]);
    const recorded: { id: string; name: string }[] = [];
    const { publish, shows } = publishing({ [instanceType]: recorded });
    await publish(aReport(all(onInstance('a'))));
    recorded.push({ id: 'A', name: 'a' });
    await publish(aReport(all(onInstance('a'))));
    expect(shows()).toEqual([`${instanceType} A: COMPLIANT`]);
  });
});

describe('AWS Config is asked', () => {
  const recorded = { [instanceType]: [x('v'), x('w'), x('y'), x('a'), x('z')], [endpointType]: [x('e')] };

  it('page by page until all are found, of each type that there is something to say of', async () => {
    const { publish, asked } = publishing(recorded);
    const none = onInstance('n', { status: 'NOT_APPLICABLE' });
    await publish(aReport(all(onInstance('a'), endpoint, none, onAccount())));
    expect(asked).toEqual([instanceType, instanceType, endpointType]);
  });

  it.each([
    [
      'one resource that changed',
      { kind: 'changed', resource: { type: instanceType, id: 'A' }, verdicts: [failed] },
      {},
    ],
    ['a test', all(onInstance('a')), { resultToken: 'TESTMODE' }],
    ['nothing but the account', all(onAccount()), {}],
  ] as const)('not at all for %s', async (_, tidings, over) => {
    const { publish, asked } = publishing(recorded);
    await publish(aReport(tidings, over));
    expect(asked).toEqual([]);
  });
});

describe('where AWS Config does not answer', () => {
  it.each(['AccessDeniedException', 'ValidationException'])(
    '%s is told, and the ARN stands in: no result is lost',
    async (name) => {
      const { publish, shows, warnings } = publishing({}, awsError(name));
      expect(await publish(aReport(all(onInstance('a'))))).toBe(1);
      expect(shows()).toEqual([`${instanceType} ${instanceArn('a')}: COMPLIANT`]);
      expect(warnings).toEqual([
        `config:ListDiscoveredResources failed (${name}): no; resources of ${instanceType} are reported under the ids that are known here`,
      ]);
    },
  );

  it('in passing, the run fails before anything is put: tried again it finds the right id', async () => {
    const { publish, shows } = publishing({}, awsError('ThrottlingException'));
    await expect(publish(aReport(all(onInstance('a'))))).rejects.toThrow('config:ListDiscoveredResources');
    expect(shows()).toEqual([]);
  });
});
