import { gunzipSync } from 'node:zlib';
import {
  CreateEndpointCommand,
  CreateReplicationTaskCommand,
  DescribeEndpointsCommand,
  DescribeReplicationInstancesCommand,
} from '@aws-sdk/client-database-migration-service';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { RecordedFinding } from '../../src/model/recording.ts';
import type { Result } from '../../src/model/result.ts';
import { storeEvents } from '../../src/publish/ocsf-bucket.ts';
import { openResultsBucket } from '../../src/publish/results-bucket.ts';
import { importFindings, openSecurityHub, writerRole } from '../../src/publish/security-hub.ts';
import { toAsff } from '../../src/report/asff.ts';
import { toOcsf } from '../../src/report/ocsf.ts';
import { catalogue } from '../../src/rules/index.ts';
import { faultsIn } from '../report/ocsf-schema.ts';
import { makeBucket } from './support/account-services.ts';
import { type FreshAccount, freshAccount, region } from './support/aws.ts';
import { judged } from './support/command.ts';
import { buildEstate } from './support/estate.ts';
import { switchOnHub } from './support/hub.ts';

const fresh = freshAccount();
const off = 'eu-west-1';
/** What is around each marker of `makeMarked` in a text: user names, passwords and servers are for nobody. */
const markersIn = (text: string): readonly string[] =>
  [...text.matchAll(/.{0,60}(?:never-to-be-seen|marker-).{0,20}/g)].map(([match]) => match);

/** A task from a database whose every name is a marker. */
async function makeMarked({ dms }: FreshAccount): Promise<void> {
  const { Endpoint } = await dms.send(
    new CreateEndpointCommand({
      ...{ EndpointIdentifier: 'marked', EndpointType: 'source', EngineName: 'postgres' },
      ...{ ServerName: 'marker-server.example', Port: 5432, DatabaseName: 'marker-database' },
      ...{ Username: 'marker-user', Password: 'marker-password' },
      ExtraConnectionAttributes: 'secret=marker-attribute',
    }),
  );
  const { ReplicationInstances } = await dms.send(new DescribeReplicationInstancesCommand({}));
  const { Endpoints } = await dms.send(new DescribeEndpointsCommand({}));
  await dms.send(
    new CreateReplicationTaskCommand({
      ...{ ReplicationTaskIdentifier: 'marked', MigrationType: 'cdc', TableMappings: '{}' },
      SourceEndpointArn: Endpoint?.EndpointArn,
      TargetEndpointArn: Endpoints?.find(({ EndpointType }) => EndpointType?.toLowerCase() === 'target')
        ?.EndpointArn,
      ReplicationInstanceArn: ReplicationInstances?.[0]?.ReplicationInstanceArn,
    }),
  );
}

const nights = ['2026-11-20T03:00:00.000Z', '2026-11-21T03:00:00.000Z', '2026-11-22T03:00:00.000Z'];

/** What the finding store keeps of findings once they have failed; `over` says what became of them. */
const kept = (findings: readonly Finding[], over: Partial<RecordedFinding> = {}) =>
  new Map(
    findings.map(({ id, rule, resource, severity }): readonly [string, RecordedFinding] => [
      id,
      {
        ...{ id, rule, resource, because: '', severity, exception: null, isUnseen: false },
        ...{ firstSeen: nights[0] ?? '', nightly: null },
        decided: { at: '', status: 'NON_COMPLIANT', severity, exception: null, regions: [], isGone: false },
        ...over,
      },
    ]),
  );

describe('findings in AWS Security Hub', () => {
  let hub: Awaited<ReturnType<typeof switchOnHub>>;
  let result: Result;
  const warnings: string[] = [];
  const sink = {
    hub: openSecurityHub({
      region,
      credentials: () => Promise.resolve(fresh.credentials),
      accounts: [fresh.account],
      role: writerRole,
    }),
    wait: () => Promise.resolve(),
    warn: (message: string) => void warnings.push(message),
  };
  const groupsAt = (
    night: number,
    findings: readonly Finding[],
    recorded: ReadonlyMap<string, RecordedFinding>,
  ) =>
    toAsff(
      { ...result, takenAt: nights[night] ?? '', findings },
      { rules: catalogue, homeRegion: region, recorded },
    );

  beforeAll(async () => {
    await buildEstate(fresh);
    await makeMarked(fresh);
    result = await judged(['--role-arn', fresh.roleArn, '--regions', region, '--profile-set', 'all']);
    // Rules do tell where the database is, to those who may know.
    expect(JSON.stringify(result.findings)).toContain('marker-server');
    hub = await switchOnHub(fresh, region);
  });

  it('are imported, imported again, resolved and archived', async () => {
    const open = result.findings.filter(({ status }) => status === 'NON_COMPLIANT' || status === 'UNKNOWN');
    expect(open.length).toBeGreaterThan(50);
    const failed = open.filter(({ status }) => status === 'NON_COMPLIANT');

    const first = groupsAt(0, result.findings, new Map());
    expect(await importFindings(first, sink)).toEqual({ imported: open.length, off: [] });
    const before = await hub.findings();
    expect(before.size).toBe(open.length);
    const statuses = [...before.values()].map(({ Compliance }) => Compliance.Status);
    expect(statuses.filter((status) => status === 'FAILED')).toHaveLength(failed.length);
    expect(new Set(statuses)).toEqual(new Set(['FAILED', 'WARNING']));
    expect(markersIn(JSON.stringify([...before]))).toEqual([]);

    // The customer's own word on one of them outlasts every import.
    const [mended, gone, unread, muted] = failed;
    if (mended === undefined || gone === undefined || unread === undefined || muted === undefined)
      throw new Error('too few findings');
    const idOf = ({ id }: Finding): string => {
      const own = [...before.values()].find(
        ({ ProductFields }) => ProductFields['dms-auditor/FindingId'] === id,
      );
      return own?.Id ?? '';
    };
    const suppressed = before.get(idOf(muted));
    if (suppressed === undefined) throw new Error('it is not there');
    await hub.suppress(suppressed);

    await importFindings(groupsAt(0, result.findings, kept(open)), sink);
    expect((await hub.findings()).size).toBe(open.length);

    // One is mended, the resource of one is gone, and one could not be read.
    const passes = { ...mended, status: 'COMPLIANT', because: 'it is as it should be' } as const;
    const findings = result.findings.flatMap((finding) => {
      if (finding === mended) return [passes];
      return finding === gone || finding === unread ? [] : [finding];
    });
    const isGone = {
      decided: {
        at: '',
        status: 'NOT_APPLICABLE',
        severity: gone.severity,
        exception: null,
        regions: [],
        isGone: true,
      },
    } as const;
    const isUnseen = { isUnseen: true, because: 'not every resource could be listed' };
    const recorded = new Map([...kept(open), ...kept([gone], isGone), ...kept([unread], isUnseen)]);
    // What is told in the second night is told in the third again, in case nobody heard.
    for (const night of [1, 2]) {
      await importFindings(groupsAt(night, findings, recorded), sink);
      const after = await hub.findings();
      expect(after.size).toBe(open.length);
      const stateOf = (finding: Finding): string => {
        const { Compliance, RecordState, Workflow, CreatedAt } = after.get(idOf(finding)) ?? {};
        return [Compliance?.Status, RecordState, Workflow?.Status, CreatedAt].join(' ');
      };
      expect([mended, gone, unread, muted].map(stateOf)).toEqual([
        `PASSED ARCHIVED NEW ${nights[0] ?? ''}`,
        `NOT_AVAILABLE ARCHIVED NEW ${nights[0] ?? ''}`,
        `WARNING ACTIVE NEW ${nights[0] ?? ''}`,
        `FAILED ACTIVE SUPPRESSED ${nights[0] ?? ''}`,
      ]);
      const states = [...after.values()].map(({ RecordState }) => RecordState);
      expect(states.filter((state) => state === 'ARCHIVED')).toHaveLength(2);
    }
  });

  it('an older night that comes late changes nothing', async () => {
    const states = async () =>
      [...(await hub.findings()).values()].map(({ Id, UpdatedAt, Compliance, RecordState }) =>
        [Id, UpdatedAt, Compliance.Status, RecordState].join(' '),
      );
    const before = await states();
    await importFindings(groupsAt(0, result.findings, new Map()), sink);
    expect(await states()).toEqual(before);
  });

  it('where it is off, the other Regions have theirs, and it is told once', async () => {
    const elsewhere = result.findings.map((finding) => ({
      ...finding,
      resource: { ...finding.resource, region: off },
    }));
    const groups = groupsAt(2, [...result.findings, ...elsewhere], new Map());
    const { off: places } = await importFindings(groups, sink);
    expect(places).toEqual([`${fresh.account} ${off}`]);
    expect(warnings.filter((text) => text.includes(`not on in ${fresh.account} ${off}`))).toHaveLength(1);
  });

  it('what it does not take is named, and the rest is there', async () => {
    const [group] = groupsAt(2, result.findings, new Map());
    const [first, ...others] = group?.findings ?? [];
    if (group === undefined || first === undefined) throw new Error('there is none');
    const tooLong = { ...first, Id: 'too-long', ProductFields: { long: 'x'.repeat(250 * 1024) } };
    const fewer = others.map((finding, index) => ({ ...finding, Id: `rest-${index}` }));
    await expect(importFindings([{ ...group, findings: [tooLong, ...fewer] }], sink)).rejects.toThrow(
      `did not take 1 of ${fewer.length + 1} findings in 3 tries: too-long (Oversized)`,
    );
    const present = await hub.findings();
    expect(fewer.filter(({ Id }) => !present.has(Id))).toEqual([]);
    expect(present.has('too-long')).toBe(false);
  });

  it('as OCSF events in S3 they fit the schema, and name neither users nor servers', async () => {
    const { bucket } = await makeBucket(fresh);
    const credentials = () => Promise.resolve(fresh.credentials);
    const groups = toOcsf(result, { rules: catalogue, homeRegion: region, recorded: new Map() });
    const keys = await storeEvents(
      openResultsBucket(bucket, { region, credentials }),
      result.takenAt,
      groups,
    );
    expect(keys).toHaveLength(1);
    const s3 = new S3Client({ region, credentials: fresh.credentials, forcePathStyle: true });
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: keys[0] ?? '' }));
    const text = gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString();
    const events = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as unknown);
    expect(events).toHaveLength(result.findings.length);
    expect(events.flatMap(faultsIn)).toEqual([]);
    expect(markersIn(text)).toEqual([]);
  });
});
