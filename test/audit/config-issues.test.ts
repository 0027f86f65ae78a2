import { describe, expect, it } from 'vitest';
import { cutShort, known } from '../../src/model/lookup.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { instanceArn, instanceType } from '../publish/reports.ts';
import {
  ACCOUNT,
  accountWith,
  anAccount,
  anEndpoint,
  anInstance,
  anInstanceProfile,
  aRegion,
  aRole,
  iamOf,
  listed,
  REGION,
  rolesKnown,
} from '../support/builders.ts';
import { aDeployment } from './a-deployment.ts';
import { anItem, changed, configRule, oversized, scheduled } from './config-events.ts';
import { denied, throttled } from './in-account.ts';

// What users of other rule kits and auditors ran into, each with the issue that tells of it.

const instance = (id: string, publiclyAccessible = false) =>
  anInstance({ id, arn: instanceArn(id), publiclyAccessible });
const instances = (...items: readonly ReturnType<typeof instance>[]) =>
  accountWith({ instances: listed(...items) });
const on = (id: string) => anItem({ resourceId: id.toUpperCase(), resourceName: id, ARN: instanceArn(id) });
const deleted = { configurationItemStatus: 'ResourceDeleted', configuration: null };
const later = '2026-11-02T06:00:00.000Z';

/** What AWS Config shows after these events, without the reasons; what was put, in all. */
async function after(
  facts: AccountFacts,
  ...steps: readonly (object | ((deployment: ReturnType<typeof aDeployment>) => unknown))[]
) {
  const deployment = aDeployment(facts);
  for (const step of steps) {
    if (typeof step === 'function') await step(deployment);
    else await deployment.invoke(step);
  }
  const { config } = deployment;
  return {
    shows: config.shows(configRule).map((line) => line.replace(/ \(.*$/, '')),
    put: config.requests.flatMap(({ Evaluations = [] }) => Evaluations),
    requests: config.requests,
  };
}

const becomes = (facts: AccountFacts) => (deployment: ReturnType<typeof aDeployment>) => {
  deployment.estate.facts = facts;
  deployment.pass(60);
  return deployment.noteChange();
};
const line = (id: string, compliance: string): string => `${instanceType} ${id}: ${compliance}`;
const byArn = (id: string, compliance: string): string => line(instanceArn(id), compliance);

describe('changes', () => {
  it('awslabs/aws-config-rdk #186: an oversized item has its summary under a name of its own', async () => {
    expect((await after(instances(instance('a', true)), oversized(on('a')))).shows).toEqual([
      line('A', 'NON_COMPLIANT'),
    ]);
  });

  it.each(['ResourceDeleted', 'ResourceDeletedNotRecorded'])(
    'quickstart-compliance-cis-benchmark #15, #20, deep-security/aws-config #4, aws-config-rules #219: %s stays non-compliant',
    async (configurationItemStatus) => {
      const gone = changed({
        ...on('a'),
        ...deleted,
        configurationItemStatus,
        configurationItemCaptureTime: later,
      });
      expect((await after(instances(instance('a', true)), changed(on('a')), gone)).shows).toEqual([]);
    },
  );

  it('awslabs/aws-config-rdk #496, rdklib #23: of several evaluations after a change only the last shows, so there is one', async () => {
    const { put } = await after(instances(instance('a', true), instance('b', true)), changed(on('b')));
    expect(put).toHaveLength(1);
    expect(put).toMatchObject([{ ComplianceResourceId: 'B', ComplianceType: 'NON_COMPLIANT' }]);
  });

  it('awslabs/aws-config-rdk #20, #94: with both triggers a resource has one result, not two', async () => {
    const facts = instances(instance('a', true));
    expect((await after(facts, changed(on('a')), scheduled({}, later))).shows).toEqual([
      line('A', 'NON_COMPLIANT'),
    ]);
  });

  it('amazon-archives/aws-security-benchmark #92: a rule with too wide a scope is invoked for everything, and costs nothing', async () => {
    const bucket = anItem({ resourceType: 'AWS::S3::Bucket', resourceId: 'b', ARN: 'arn:aws:s3:::b' });
    expect((await after(instances(), changed(bucket))).requests).toEqual([]);
  });

  it('cloud-custodian #10637: a role is known by a generated id, in no Region', async () => {
    const facts = anAccount({ regions: { [REGION]: aRegion() }, iam: iamOf(rolesKnown(aRole())) });
    const role = anItem({
      resourceType: 'AWS::IAM::Role',
      resourceId: 'AROAEXAMPLE',
      resourceName: 'dms-vpc-role',
      ARN: null,
      awsRegion: 'global',
    });
    const event = changed(role, { ruleParameters: '{"rule":"role-trust-is-guarded"}' });
    expect((await after(facts, event)).shows).toEqual(['AWS::IAM::Role AROAEXAMPLE: COMPLIANT']);
  });

  it('what comes late does not overwrite what is newer', async () => {
    const early = changed(on('a'));
    const newer = changed({ ...on('a'), configurationItemCaptureTime: later });
    const facts = instances(instance('a'));
    expect((await after(facts, newer, becomes(instances(instance('a', true))), early)).shows).toEqual([
      line('A', 'COMPLIANT'),
    ]);
  });
});

describe('schedules', () => {
  it('aws-config-rules #101, aws-config-rdk #112, cloud-custodian #6456: more than 100 evaluations', async () => {
    const many = instances(...Array.from({ length: 250 }, (_, index) => instance(`i-${index}`)));
    const { shows, requests } = await after(many, scheduled());
    expect(shows).toHaveLength(250);
    expect(requests.map(({ Evaluations }) => Evaluations?.length)).toEqual([100, 100, 50]);
  });

  it('rdklib and cloud-custodian ignore FailedEvaluations: a result is lost while all looks well', async () => {
    const some = instances(...Array.from({ length: 9 }, (_, index) => instance(`i-${index}`)));
    const event = scheduled({ resultToken: `${configRule}::fail=5::token` });
    expect((await after(some, event)).shows).toHaveLength(9);
  });

  it('quickstart-compliance-cis-benchmark #4: an annotation of more than 256 characters fails the whole call', async () => {
    const failing = { ...denied, resource: 'x'.repeat(400) };
    const { put } = await after(accountWith({ instances: cutShort([], failing) }), scheduled());
    expect(put).toMatchObject([{ ComplianceResourceId: ACCOUNT }]);
    expect(put[0]?.Annotation?.length).toBeLessThanOrEqual(256);
  });

  it('aws-config-rdk #290, quickstart-compliance-cis-benchmark #17: a type that AWS Config refuses fails all others', async () => {
    const profile = anInstanceProfile({
      id: 'p',
      arn: `arn:aws:dms:${REGION}:${ACCOUNT}:instance-profile:P`,
    });
    const facts = accountWith({ instances: listed(instance('a', true)), instanceProfiles: listed(profile) });
    expect((await after(facts, scheduled())).shows).toEqual([
      `AWS::::Account ${ACCOUNT}: COMPLIANT`,
      byArn('a', 'NON_COMPLIANT'),
    ]);
  });

  it('aws-config-rules DMS_REPLICATION_NOT_PUBLIC: what was said of the account stays when there is no reason any more', async () => {
    const unread = accountWith({ instances: cutShort([], denied) });
    const { shows } = await after(
      unread,
      scheduled(),
      becomes(instances(instance('a'))),
      scheduled({}, later),
    );
    expect(shows).toEqual([byArn('a', 'COMPLIANT')]);
  });

  it('rdklib and cloud-custodian clear by id alone: two types can share one, and one of them is lost', async () => {
    const ofTags = { ruleParameters: '{"rule":"resource-has-required-tags"}' };
    const tags = { [instanceArn('a')]: known({ team: 'a' }) };
    const arn = `arn:aws:dms:${REGION}:${ACCOUNT}:endpoint:A`;
    const endpoint = anItem({
      resourceType: 'AWS::DMS::Endpoint',
      resourceId: 'A',
      resourceName: 'a',
      ARN: arn,
    });
    const both = accountWith({
      instances: listed(instance('a')),
      endpoints: listed(anEndpoint({ id: 'a', arn })),
      tags: { ...tags, [arn]: known({ team: 'a' }) },
    });
    const one = accountWith({ instances: listed(instance('a')), tags });
    const { shows } = await after(
      both,
      changed(on('a'), ofTags),
      changed(endpoint, ofTags),
      becomes(one),
      scheduled(ofTags, later),
    );
    expect(shows).toEqual([line('A', 'COMPLIANT')]);
  });

  it.each([
    ['refused', denied],
    ['throttled out', throttled],
  ])('rdklib clears what a listing did not hold that was %s: silently green', async (_, why) => {
    const cut = accountWith({ instances: cutShort([instance('b')], why) });
    const run = (deployment: ReturnType<typeof aDeployment>) =>
      deployment.invoke(scheduled({}, later)).catch(() => null);
    const { shows } = await after(
      instances(instance('a', true), instance('b')),
      scheduled(),
      becomes(cut),
      run,
    );
    expect(shows).toContain(byArn('a', 'NON_COMPLIANT'));
  });

  it('rdklib returns errors, so that AWS Lambda does not run the event again: here it throws', async () => {
    const { invoke } = aDeployment(accountWith({ instances: cutShort([], throttled) }));
    await expect(invoke(scheduled())).rejects.toThrow('failed in passing');
  });

  it('AWS’s samples order by the clock: an event that is run again would overtake a newer one', async () => {
    const { put } = await after(instances(instance('a')), scheduled(), scheduled());
    expect(new Set(put.map(({ OrderingTimestamp }) => OrderingTimestamp?.toISOString())).size).toBe(1);
  });

  it('boto3 #2097: an account without resources in scope has no result, and none is made up', async () => {
    expect((await after(instances(), scheduled())).requests).toEqual([]);
  });

  it('aws-config-rules #101, #118: what is not recorded yet is shown all the same', async () => {
    expect((await after(instances(instance('a')), scheduled())).shows).toEqual([byArn('a', 'COMPLIANT')]);
  });

  it('AWS’s samples read the parameters of a rule that has none: here that is told', async () => {
    const deployment = aDeployment(instances());
    expect(await deployment.invoke(scheduled({ ruleParameters: undefined }))).toMatchObject({
      level: 'error',
    });
  });

  it('the token TESTMODE stores nothing', async () => {
    const { shows, requests } = await after(
      instances(instance('a', true)),
      scheduled({ resultToken: 'TESTMODE' }),
    );
    expect(shows).toEqual([]);
    expect(requests).toMatchObject([{ TestMode: true }]);
  });
});
