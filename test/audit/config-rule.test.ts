import { describe, expect, it } from 'vitest';
import { cutShort, known } from '../../src/model/lookup.ts';
import { Refusal } from '../../src/model/refusal.ts';
import { AT, instanceArn, instanceType } from '../publish/reports.ts';
import { ACCOUNT, accountWith, FOREIGN, listed, REGION } from '../support/builders.ts';
import { anEvent, anItem, changed, configRule, oversized, scheduled, token } from './config-events.ts';
import { account, denied, inAccount, open, other, said, throttled } from './in-account.ts';

const gone = (because: string) => ({
  kind: 'gone',
  resource: { type: instanceType, id: 'INSTANCE-1' },
  because,
});
describe('a resource that changed', () => {
  it.each([
    ['change', changed()],
    ['oversized', oversized()],
    ['without a configuration', changed(anItem({ configuration: null }))],
  ])('%s: is read live, and reported alone under its own id', async (_, event) => {
    const { run, read, reports } = inAccount();
    expect(await run(event)).toEqual({
      level: 'info',
      message: 'reported to AWS Config',
      summary: { COMPLIANT: 0, NON_COMPLIANT: 1, NOT_APPLICABLE: 0, UNKNOWN: 0 },
      details: { configRule, rule: 'instance-is-private', evaluations: 1 },
    });
    expect(read).toEqual([{ facts: ['instanceProfiles', 'instances'], regions: [REGION] }]);
    expect(reports).toMatchObject([
      {
        configRule,
        resultToken: token,
        at: AT,
        unknownAs: 'NON_COMPLIANT',
        tidings: {
          kind: 'changed',
          resource: { type: instanceType, id: 'INSTANCE-1' },
          verdicts: [{ status: 'NON_COMPLIANT', because: 'PubliclyAccessible is true' }],
        },
      },
    ]);
  });

  it.each([
    [
      'was deleted',
      changed(anItem({ configurationItemStatus: 'ResourceDeleted', configuration: null })),
      'it was deleted',
      0,
    ],
    [
      'was deleted unrecorded',
      oversized(anItem({ configurationItemStatus: 'ResourceDeletedNotRecorded' })),
      'it was deleted',
      0,
    ],
    [
      'left the scope',
      changed(anItem(), { eventLeftScope: true }),
      'it is no longer in the scope of the AWS Config rule',
      0,
    ],
    [
      'is not listed any more',
      changed(anItem({ resourceId: 'X', resourceName: 'x', ARN: instanceArn('x') })),
      'it is not there, or does not concern DMS',
      1,
    ],
  ])('%s', async (_, event, because, readings) => {
    const { run, read, reports } = inAccount();
    await run(event);
    expect(said(reports)).toMatchObject([{ kind: 'gone', because }]);
    expect(read).toHaveLength(readings);
  });

  it('keeps the id of the item when it is gone', async () => {
    const { run, reports } = inAccount(accountWith({}));
    await run(changed());
    expect(said(reports)).toEqual([gone('it is not there, or does not concern DMS')]);
  });

  it('is not known where the listing was refused', async () => {
    const { run, reports } = inAccount(accountWith({ instances: cutShort([], denied) }));
    expect((await run(changed())).summary).toMatchObject({ UNKNOWN: 1 });
    expect(said(reports)).toMatchObject([
      {
        kind: 'changed',
        resource: { type: instanceType, id: 'INSTANCE-1' },
        verdicts: [
          { status: 'UNKNOWN', because: expect.stringContaining('AccessDeniedException') as string },
        ],
      },
    ]);
  });

  it('of a type that the rule does not judge is passed over with one warning', async () => {
    const { run, read, reports } = inAccount();
    expect(await run(changed(anItem({ resourceType: 'AWS::S3::Bucket' })))).toEqual({
      level: 'warn',
      message: expect.stringMatching(
        /^instance-is-private does not judge AWS::S3::Bucket, but AWS::DMS::ReplicationInstance, /,
      ) as string,
      summary: null,
      details: { configRule, rule: 'instance-is-private' },
    });
    expect([read, reports]).toEqual([[], []]);
  });
});

describe('what AWS failed in passing', () => {
  it.each([
    ['a change of what was not listed', changed(), accountWith({ instances: cutShort([], throttled) })],
    ['a schedule', scheduled(), accountWith({ instances: cutShort([open], throttled) })],
  ])('throws before anything is put, where a verdict hangs on it: %s', async (_, event, facts) => {
    const { run, reports } = inAccount(facts);
    const running = run(event);
    await expect(running).rejects.toThrow(
      /^a verdict of instance-is-private hangs on .*: dms:DescribeReplicationInstances failed \(ThrottlingException, transient\)$/,
    );
    await expect(running).rejects.not.toBeInstanceOf(Refusal);
    expect(reports).toEqual([]);
  });

  it('leaves the verdict on what was read before', async () => {
    const { run, reports } = inAccount(accountWith({ instances: cutShort([open], throttled) }));
    await run(changed());
    expect(said(reports)).toMatchObject([{ kind: 'changed', verdicts: [{ status: 'NON_COMPLIANT' }] }]);
  });

  it('is not what another verdict hangs on', async () => {
    const tags = { [open.arn]: known({ team: 'a' }) };
    const facts = accountWith({
      instances: listed(open),
      tasks: cutShort([], { ...throttled, call: 'dms:DescribeReplicationTasks' }),
      tags,
    });
    const { run, reports } = inAccount(facts);
    await run(changed(anItem(), { ruleParameters: '{"rule":"resource-has-required-tags"}' }));
    expect(said(reports)).toMatchObject([{ kind: 'changed', verdicts: [{ status: 'COMPLIANT' }] }]);
  });
});

it('an event that comes again is reported the same', async () => {
  const { run, reports } = inAccount();
  await run(changed());
  await run(changed());
  expect(reports[1]).toEqual(reports[0]);
});

describe('what is refused is told once, and nothing is read or put', () => {
  it.each([
    [
      'an event of another account',
      scheduled({ accountId: FOREIGN }),
      `in another account than this function's, ${ACCOUNT}`,
    ],
    [
      'an item of another account',
      changed(anItem({ awsAccountId: FOREIGN })),
      `of a resource in another account than this function's, ${ACCOUNT}`,
    ],
    [
      'an item of another account, as the API gives it',
      changed(anItem({ awsAccountId: undefined, accountId: FOREIGN })),
      `of a resource in another account than this function's, ${ACCOUNT}`,
    ],
    [
      'an item of another Region',
      changed(anItem({ awsRegion: other })),
      `of a resource in ${other} and this function is in ${REGION}`,
    ],
    ['no parameters', scheduled({ ruleParameters: undefined }), 'the parameters name no rule'],
    ['broken parameters', scheduled({ ruleParameters: '{' }), 'ruleParameters is no JSON object'],
    [
      'an unknown rule',
      scheduled({ ruleParameters: '{"rule":"instance-is-privat"}' }),
      'did you mean "instance-is-private"?',
    ],
    [
      'an unknown parameter',
      scheduled({ ruleParameters: '{"rule":"instance-is-private","days":"1"}' }),
      'has no parameter "days"',
    ],
    [
      'a value that is not allowed',
      scheduled({ ruleParameters: '{"rule":"account-role-exists","require-roles":"never"}' }),
      'require-roles of account-role-exists must be one of when-used, always, not "never"',
    ],
    [
      'another message',
      anEvent({ messageType: 'ConfigurationSnapshotDeliveryCompleted' }),
      '"ConfigurationSnapshotDeliveryCompleted"',
    ],
    ['an event of something else', { source: 'aws.events' }, 'the event has no accountId'],
  ])('%s', async (_, event, message) => {
    const { run, read, reports } = inAccount();
    const report = await run(event);
    expect(report).toMatchObject({
      level: 'error',
      summary: null,
      message: expect.stringContaining(message) as string,
    });
    expect(JSON.stringify(report)).not.toContain(token);
    expect([read, reports]).toEqual([[], []]);
  });

  it('but an account that AWS does not tell is another try', async () => {
    const { run } = inAccount(account, { ownAccount: () => Promise.reject(new Error('STS is down')) });
    await expect(run(scheduled())).rejects.toThrow('STS is down');
  });
});
