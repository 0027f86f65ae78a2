import type { Evaluation, EvaluationResult, PutEvaluationsRequest } from '@aws-sdk/client-config-service';
import { describe, expect, it } from 'vitest';
import type { ConfigReport } from '../../src/model/config-report.ts';
import { Refusal } from '../../src/model/refusal.ts';
import { publishToConfig } from '../../src/publish/config-results.ts';
import type { Published } from '../../src/publish/published.ts';
import { SinkError } from '../../src/publish/sink-error.ts';
import { ACCOUNT } from '../support/builders.ts';
import {
  AT,
  accountType,
  all,
  aReport,
  failed,
  instanceArn,
  instanceType,
  onAccount,
  onInstance,
  unseen,
} from './reports.ts';

interface Behaviour {
  /** What the rule reported before: type and id. */
  readonly reported?: readonly (readonly [string, string])[];
  /** What each PutEvaluations answers, in order; after the last: all is taken. */
  readonly answers?: readonly ((batch: readonly Evaluation[]) => readonly Evaluation[])[];
  readonly published?: Published;
}

/** An AWS Config that remembers what was put, and its own answers. */
function aConfig({ reported = [], answers = [], published }: Behaviour = {}) {
  const requests: PutEvaluationsRequest[] = [];
  const waits: number[] = [];
  const warnings: string[] = [];
  const pages: (string | undefined)[] = [];
  const publish = (report: ConfigReport): Promise<number> =>
    publishToConfig(report, {
      account: ACCOUNT,
      published: published ?? null,
      wait: (milliseconds) => Promise.resolve(waits.push(milliseconds)),
      warn: (message) => warnings.push(message),
      config: () =>
        Promise.resolve({
          putEvaluations: (request: PutEvaluationsRequest) => {
            requests.push(request);
            const answer = answers[requests.length - 1];
            return Promise.resolve().then(() => [...(answer?.(request.Evaluations ?? []) ?? [])]);
          },
          complianceDetails: (_: string, token: string | undefined) => {
            pages.push(token);
            const at = Number(token ?? 0);
            const results = reported.slice(at, at + 2).map(
              ([ResourceType, ResourceId]): EvaluationResult => ({
                EvaluationResultIdentifier: { EvaluationResultQualifier: { ResourceType, ResourceId } },
              }),
            );
            return Promise.resolve({
              results,
              nextToken: at + 2 < reported.length ? String(at + 2) : undefined,
            });
          },
          discovered: () => Promise.resolve({ resources: [], nextToken: undefined }),
        }),
    });
  const lines = () =>
    requests.map(({ Evaluations = [] }) =>
      Evaluations.map(
        ({ ComplianceResourceId, ComplianceType }) => `${ComplianceResourceId ?? ''} ${ComplianceType ?? ''}`,
      ),
    );
  return { publish, requests, lines, waits, warnings, pages };
}

const awsError = (name: string, message = 'no'): Error => Object.assign(new Error(message), { name });
const throwing = (error: Error) => () => {
  throw error;
};
const many = (count: number) => Array.from({ length: count }, (_, index) => onInstance(`i-${index}`));

describe('what is put', () => {
  it('has the time of the event, the token and the annotation', async () => {
    const config = aConfig();
    expect(await config.publish(aReport(all(onInstance('a', failed))))).toBe(1);
    expect(config.requests).toEqual([
      {
        Evaluations: [
          {
            ComplianceResourceType: instanceType,
            ComplianceResourceId: instanceArn('a'),
            ComplianceType: 'NON_COMPLIANT',
            Annotation: 'PubliclyAccessible is true',
            OrderingTimestamp: new Date(AT),
          },
        ],
        ResultToken: 'dms-instance-is-private::token',
        TestMode: false,
      },
    ]);
  });

  it.each([
    [100, [100]],
    [101, [100, 1]],
    [250, [100, 100, 50]],
  ])('%i evaluations go in batches of 100', async (count, batches) => {
    const config = aConfig();
    expect(await config.publish(aReport(all(...many(count))))).toBe(count);
    expect(config.lines().map(({ length }) => length)).toEqual(batches);
  });

  it('is the same when the event comes again', async () => {
    const [once, twice] = [aConfig(), aConfig()];
    const report = aReport(all(onInstance('a', failed), onInstance('b')));
    await once.publish(report);
    await twice.publish(report);
    await twice.publish(report);
    expect(twice.requests).toEqual([...once.requests, ...once.requests]);
  });

  it('is a test where the token says so, which stores nothing and asks nothing', async () => {
    const config = aConfig();
    await config.publish(aReport(all(onInstance('a')), { resultToken: 'TESTMODE' }));
    expect(config.requests).toMatchObject([{ ResultToken: 'TESTMODE', TestMode: true }]);
    expect(config.pages).toEqual([]);
  });
});

describe('what is not applicable', () => {
  const report = aReport(
    all(onInstance('a', { status: 'NOT_APPLICABLE', because: 'read-only' }), onInstance('b')),
  );

  it('is not put where nothing was reported before', async () => {
    const config = aConfig();
    expect(await config.publish(report)).toBe(1);
    expect(config.lines()).toEqual([[`${instanceArn('b')} COMPLIANT`]]);
  });

  it('withdraws what was reported before', async () => {
    const config = aConfig({ reported: [[instanceType, instanceArn('a')]] });
    await config.publish(report);
    expect(config.lines()).toEqual([[`${instanceArn('a')} NOT_APPLICABLE`, `${instanceArn('b')} COMPLIANT`]]);
  });

  it('withdraws an earlier pass that an UNKNOWN skips', async () => {
    const config = aConfig({ reported: [[instanceType, instanceArn('a')]] });
    await config.publish(
      aReport(all(onInstance('a', unseen), onInstance('b', unseen)), { unknownAs: 'SKIP' }),
    );
    expect(config.lines()).toEqual([[`${instanceArn('a')} NOT_APPLICABLE`]]);
  });

  it('makes no call at all where there is nothing to say', async () => {
    const config = aConfig();
    expect(await config.publish(aReport(all(onAccount({ status: 'NOT_APPLICABLE' }))))).toBe(0);
    expect(config.requests).toEqual([]);
  });
});

describe('what was reported before', () => {
  it('is read page by page', async () => {
    const config = aConfig({ reported: ['a', 'b', 'c', 'd', 'e'].map((id) => [instanceType, id]) });
    await config.publish(aReport(all()));
    expect(config.pages).toEqual([undefined, '2', '4']);
    expect(config.lines()[0]).toEqual(['a', 'b', 'c', 'd', 'e'].map((id) => `${id} NOT_APPLICABLE`));
  });

  it('cannot be asked for a name of more than 64 characters, which is said where there is no place to keep it', async () => {
    const config = aConfig({ reported: [[instanceType, 'GONE']] });
    await config.publish(aReport(all(onInstance('a')), { configRule: 'r'.repeat(65) }));
    expect(config.pages).toEqual([]);
    expect(config.lines()).toEqual([[`${instanceArn('a')} COMPLIANT`]]);
    expect(config.warnings).toEqual([expect.stringContaining('64 characters')]);
  });

  it('is kept in the bucket for such a name: added before anything is put, taken away after', async () => {
    const kept: string[] = [];
    const config = aConfig({
      published: {
        read: (rule) => {
          kept.push(`read ${rule.length}`);
          return Promise.resolve([{ type: instanceType, id: 'GONE' }]);
        },
        add: (_, resources, at) => {
          kept.push(`add ${resources.map(({ id }) => id).join()} at ${at}, put ${config.requests.length}`);
          return Promise.resolve();
        },
        remove: (_, resources, at) => {
          kept.push(`remove ${resources.map(({ id }) => id).join()} at ${at}, put ${config.requests.length}`);
          return Promise.resolve();
        },
      },
    });
    await config.publish(aReport(all(onInstance('a')), { configRule: 'r'.repeat(100) }));
    expect(config.lines()).toEqual([[`${instanceArn('a')} COMPLIANT`, 'GONE NOT_APPLICABLE']]);
    expect(config.warnings).toEqual([]);
    expect(kept.slice(0, 3)).toEqual([
      'read 100',
      `add ${instanceArn('a')} at ${AT}, put 0`,
      `remove GONE at ${AT}, put 1`,
    ]);
  });

  it('is not needed of one resource under such a name: what is not applicable is withdrawn in any case', async () => {
    const verdicts = [{ status: 'NOT_APPLICABLE', because: 'no', exception: null }] as const;
    const config = aConfig();
    const tidings = { kind: 'changed', resource: { type: instanceType, id: 'A' }, verdicts } as const;
    expect(await config.publish(aReport(tidings, { configRule: 'r'.repeat(65) }))).toBe(1);
    expect([config.lines(), config.warnings]).toEqual([[['A NOT_APPLICABLE']], []]);
  });

  it.each([
    [
      'a verdict on what changed',
      { kind: 'changed', resource: { type: instanceType, id: 'A' }, verdicts: [failed] },
    ],
    ['a deletion', { kind: 'gone', resource: { type: instanceType, id: 'A' }, because: 'it was deleted' }],
  ] as const)('is not asked for %s', async (_, tidings) => {
    const config = aConfig();
    expect(await config.publish(aReport(tidings))).toBe(1);
    expect(config.pages).toEqual([]);
  });

  it('is asked where what changed is not concerned', async () => {
    const verdicts = [{ status: 'NOT_APPLICABLE', because: 'no', exception: null }] as const;
    const config = aConfig();
    expect(
      await config.publish(aReport({ kind: 'changed', resource: { type: instanceType, id: 'A' }, verdicts })),
    ).toBe(0);
    expect(config.pages).toEqual([undefined]);
  });
});

describe('evaluations that AWS Config did not take', () => {
  const first = (batch: readonly Evaluation[]) => batch.slice(0, 1);

  it('are put again, alone, after a while', async () => {
    const config = aConfig({ answers: [first] });
    expect(await config.publish(aReport(all(...many(3))))).toBe(3);
    expect(config.lines().map(({ length }) => length)).toEqual([3, 1]);
    expect(config.waits).toHaveLength(1);
  });

  it('fail the run in the end', async () => {
    const config = aConfig({ answers: [first, first, first, first] });
    await expect(config.publish(aReport(all(...many(3))))).rejects.toThrow(
      /did not take 1 of 3 evaluations in 3 tries: AWS::DMS::ReplicationInstance arn:aws:dms:\S+:I-0$/,
    );
    expect(config.requests).toHaveLength(3);
    expect(config.waits).toEqual([...config.waits].sort((one, other) => one - other));
  });
});

describe('a type that AWS Config refuses', () => {
  const profile = (name: string, over = {}) =>
    onInstance(name, {
      resource: {
        type: 'AWS::DMS::InstanceProfile',
        id: name,
        arn: `arn:aws:dms:eu-west-1:${ACCOUNT}:instance-profile:${name.toUpperCase()}`,
        account: ACCOUNT,
        region: 'eu-west-1',
      },
      ...over,
    });
  const refusing = (batch: readonly Evaluation[]): readonly Evaluation[] => {
    const refused = batch.find(({ ComplianceResourceType: type }) => type === 'AWS::DMS::InstanceProfile');
    if (refused === undefined) return [];
    throw awsError(
      'InvalidParameterValueException',
      'The resource type AWS::DMS::InstanceProfile is invalid. Only the following values are permitted: []',
    );
  };
  const answers = Array.from({ length: 9 }, () => refusing);

  it('is said of the account: the worst, with all names', async () => {
    const config = aConfig({ answers });
    const findings = [profile('p'), onInstance('a'), profile('q', failed), profile('r', failed)];
    expect(await config.publish(aReport(all(...findings)))).toBe(2);
    expect(config.lines().slice(1)).toEqual([
      [`${instanceArn('a')} COMPLIANT`],
      [`${ACCOUNT} NON_COMPLIANT`],
    ]);
    expect(config.requests.at(-1)?.Evaluations).toMatchObject([
      {
        ComplianceResourceType: accountType,
        Annotation: 'PubliclyAccessible is true (InstanceProfile q, InstanceProfile r)',
      },
    ]);
  });

  it('joins what there is to say of the account already', async () => {
    const config = aConfig({ answers });
    await config.publish(aReport(all(onAccount(unseen), profile('p', failed))));
    expect(config.requests.at(-1)?.Evaluations).toMatchObject([
      {
        ComplianceResourceId: ACCOUNT,
        Annotation:
          'PubliclyAccessible is true (InstanceProfile p); UNKNOWN: dms:DescribeX failed (AccessDenied)',
      },
    ]);
  });

  it('is put once however many batches it fills', async () => {
    const config = aConfig({ answers });
    const findings = Array.from({ length: 150 }, (_, index) => profile(`p-${index}`));
    expect(await config.publish(aReport(all(...findings, ...many(120))))).toBe(121);
    expect(config.lines().filter(([line]) => line?.startsWith(ACCOUNT))).toHaveLength(1);
  });

  it('is another reason to fail where it was not among those put', async () => {
    const error = awsError('InvalidParameterValueException', 'The resource type AWS::Account is invalid.');
    const config = aConfig({ answers: [throwing(error)] });
    await expect(config.publish(aReport(all(onInstance('a'))))).rejects.toThrow('AWS::Account');
  });
});

describe('an error of AWS', () => {
  it.each([
    ['AccessDeniedException', SinkError, 'config:PutEvaluations failed (AccessDeniedException): no'],
    ['NoSuchConfigRuleException', Refusal, 'AWS Config has no rule dms-instance-is-private any more'],
    [
      'InvalidResultTokenException',
      Refusal,
      'does not accept the result token of this event for dms-instance-is-private',
    ],
  ])('%s', async (name, type, message) => {
    const config = aConfig({ answers: [throwing(awsError(name))] });
    const publishing = config.publish(aReport(all(onInstance('a'))));
    await expect(publishing).rejects.toThrow(type);
    await expect(publishing).rejects.toThrow(message);
    await expect(publishing).rejects.not.toThrow('::token');
  });
});
