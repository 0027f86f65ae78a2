import { BatchImportFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AwsSecurityFinding } from '../../src/publish/clients/securityhub.ts';
import {
  type HubGroup,
  type HubSink,
  importFindings,
  openSecurityHub,
  writerRole,
} from '../../src/publish/security-hub.ts';
import { batchesOf } from '../../src/publish/security-hub-batches.ts';
import { toAsff } from '../../src/report/asff.ts';
import { aFinding, aResult } from '../audit/results.ts';
import { aRecording, failed } from '../report/recordings.ts';
import { ACCOUNT, FOREIGN, REGION } from '../support/builders.ts';

const awsError = (name: string): Error => Object.assign(new Error('no'), { name });

/** So many findings, as they are told. */
function findings(count: number): AwsSecurityFinding[] {
  const many = Array.from({ length: count }, (_, index) => aFinding({ ...failed, id: String(index) }));
  return toAsff(aResult(...many), aRecording()).flatMap((group) => group.findings);
}

const aGroup = (count: number, over: Partial<HubGroup> = {}): HubGroup => ({
  account: ACCOUNT,
  region: REGION,
  findings: findings(count),
  ...over,
});

interface Refused {
  readonly Id: string | undefined;
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/** Security Hub of every account and Region, as `answer` has it; the answers and warnings are kept. */
function aHub(
  answer: (place: string, sent: readonly AwsSecurityFinding[], call: number) => readonly Refused[],
) {
  const calls: string[] = [];
  const taken: string[] = [];
  const [warnings, waits]: [string[], number[]] = [[], []];
  const sink: HubSink = {
    hub: (account, region) =>
      Promise.resolve({
        importFindings: (sent) => {
          const place = `${account} ${region}`;
          calls.push(`${place}: ${sent.length}`);
          const refused = answer(place, sent, calls.length);
          const ids = refused.map(({ Id }) => Id);
          taken.push(...sent.flatMap(({ Id = '' }) => (ids.includes(Id) ? [] : [Id])));
          return Promise.resolve([...refused]);
        },
      }),
    wait: (milliseconds) => Promise.resolve(waits.push(milliseconds)),
    warn: (message) => void warnings.push(message),
  };
  return { sink, calls, taken, warnings, waits };
}

const refuse = (sent: readonly AwsSecurityFinding[], ErrorCode = 'InternalError'): readonly Refused[] =>
  sent.map(({ Id }) => ({ Id, ErrorCode, ErrorMessage: 'no' }));

describe('findings are imported', () => {
  it('a hundred at once, each account and Region by itself', async () => {
    const { sink, calls, taken } = aHub(() => []);
    const groups = [aGroup(250), aGroup(1, { account: FOREIGN }), aGroup(0, { region: 'eu-west-2' })];
    expect(await importFindings(groups, sink)).toEqual({ imported: 251, off: [] });
    expect(calls.toSorted()).toEqual([
      ...[`${ACCOUNT} ${REGION}: 100`, `${ACCOUNT} ${REGION}: 100`, `${ACCOUNT} ${REGION}: 50`],
      `${FOREIGN} ${REGION}: 1`,
    ]);
    expect(new Set(taken).size).toBe(250);
  });

  it('again where Security Hub refused some, those alone', async () => {
    const { sink, calls, taken, waits } = aHub((_, sent, call) => (call < 3 ? refuse(sent.slice(0, 2)) : []));
    expect(await importFindings([aGroup(5)], sink)).toEqual({ imported: 5, off: [] });
    expect(calls).toEqual([5, 2, 2].map((count) => `${ACCOUNT} ${REGION}: ${count}`));
    expect(taken).toHaveLength(5);
    expect(waits).toEqual([1000, 2000]);
  });

  it('or named, with the reason, when it refuses them again and again; the rest is imported', async () => {
    const [bad] = findings(1);
    const { sink, taken } = aHub((place, sent) =>
      place.startsWith(ACCOUNT)
        ? refuse(
            sent.filter(({ Id }) => Id === bad?.Id),
            'InvalidInput',
          )
        : [],
    );
    await expect(importFindings([aGroup(150), aGroup(2, { account: FOREIGN })], sink)).rejects.toThrow(
      `securityhub:BatchImportFindings in ${ACCOUNT} ${REGION} did not take 1 of 150 findings in 3 tries: ${bad?.Id ?? ''} (InvalidInput)`,
    );
    expect(taken).toHaveLength(149 + 2);
  });

  it('where Security Hub is on; where it is off is told once, and no failure', async () => {
    const { sink, warnings, taken } = aHub((place) => {
      if (place.endsWith(REGION)) throw awsError('InvalidAccessException');
      return [];
    });
    const groups = [aGroup(250), aGroup(3, { region: 'eu-west-2' })];
    expect(await importFindings(groups, sink)).toEqual({ imported: 3, off: [`${ACCOUNT} ${REGION}`] });
    expect(warnings).toEqual([
      `Security Hub is not on in ${ACCOUNT} ${REGION}; its 250 findings are not imported there`,
    ]);
    expect(taken).toHaveLength(3);
  });

  it('elsewhere though one place fails, which is named', async () => {
    const { sink, taken } = aHub((place) => {
      if (place.endsWith(REGION)) throw awsError('AccessDeniedException');
      return [];
    });
    await expect(importFindings([aGroup(1), aGroup(3, { region: 'eu-west-2' })], sink)).rejects.toThrow(
      `securityhub:BatchImportFindings in ${ACCOUNT} ${REGION} failed (AccessDeniedException): no`,
    );
    expect(taken).toHaveLength(3);
  });
});

describe('a crash at any call', () => {
  // Of one undisturbed import the calls are these; each is made to fail before and after it was heard.
  const groups = [aGroup(250), aGroup(3, { region: 'eu-west-2' })];
  const points = [1, 2, 3, 4].flatMap((call) =>
    (['before', 'after'] as const).map((when) => [call, when] as const),
  );

  it.each(points)('%i, %s: the retry ends as the undisturbed run', async (at, when) => {
    const state = new Map<string, number>();
    const keep = (place: string, sent: readonly AwsSecurityFinding[]): void => {
      for (const { Id = '' } of sent) state.set(`${place} ${Id}`, (state.get(`${place} ${Id}`) ?? 0) + 1);
    };
    const crashing = aHub((place, sent, call) => {
      if (call === at && when === 'before') throw new Error('crash');
      keep(place, sent);
      if (call === at) throw new Error('crash');
      return [];
    });
    await expect(importFindings(groups, crashing.sink)).rejects.toThrow('crash');
    const retry = aHub((place, sent) => {
      keep(place, sent);
      return [];
    });
    expect(await importFindings(groups, retry.sink)).toEqual({ imported: 253, off: [] });
    expect(state.size).toBe(253);
  });
});

describe('batches', () => {
  const ofBytes = (bytes: number): AwsSecurityFinding => {
    const [small] = findings(1);
    if (small === undefined) throw new Error('there is none');
    return { ...small, ProductFields: { filler: 'x'.repeat(bytes) } };
  };

  it.each([
    [0, 10, []],
    [100, 10, [100]],
    [101, 10, [100, 1]],
    [60, 230_000, [25, 25, 10]],
  ])('%i findings of %i bytes', (count, bytes, lengths) => {
    const all = Array.from({ length: count }, () => ofBytes(bytes));
    const batches = batchesOf(all);
    expect(batches.map(({ length }) => length)).toEqual(lengths);
    expect(batches.flat()).toEqual(all);
    for (const batch of batches) expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThan(6_000_000);
  });
});

describe('who imports', () => {
  const sts = mockClient(STSClient);
  const hubs = mockClient(SecurityHubClient);
  beforeEach(() => {
    sts.reset();
    hubs.reset();
    hubs.on(BatchImportFindingsCommand).resolves({ SuccessCount: 1, FailedCount: 0 });
  });
  const open = (region = REGION) =>
    openSecurityHub({
      region,
      credentials: () => Promise.resolve({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' }),
      accounts: [ACCOUNT, FOREIGN],
      role: writerRole,
    });

  it.each([
    [REGION, `arn:aws:iam::${FOREIGN}:role/dms-auditor-security-hub-writer`],
    ['cn-north-1', `arn:aws-cn:iam::${FOREIGN}:role/dms-auditor-security-hub-writer`],
  ])('from %s is the writer role of the account', async (region, RoleArn) => {
    sts.on(AssumeRoleCommand).resolves({
      Credentials: {
        AccessKeyId: 'ASIA',
        SecretAccessKey: 'own',
        SessionToken: 't',
        Expiration: new Date(Date.now() + 3_600_000),
      },
    });
    const hub = open(region);
    const client = await hub(FOREIGN, 'eu-west-2');
    expect(await client.importFindings(findings(1))).toEqual([]);
    const [call] = hubs.commandCalls(BatchImportFindingsCommand);
    const { config } = call?.thisValue as SecurityHubClient;
    expect(await config.region()).toBe('eu-west-2');
    expect(await config.credentials()).toMatchObject({
      accessKeyId: 'ASIA',
      secretAccessKey: 'own',
      sessionToken: 't',
    });
    expect(sts.commandCalls(AssumeRoleCommand).map(({ args: [{ input }] }) => input)).toEqual([
      { RoleArn, RoleSessionName: 'dms-auditor' },
    ]);
    expect(await hub(FOREIGN, 'eu-west-2')).toBe(client);
    expect(await hub(ACCOUNT, 'eu-west-2')).not.toBe(client);
  });

  it.each(['333333333333', '', '../x'])(
    'is nobody for an account that is not audited: "%s"',
    async (account) => {
      await expect(open()(account, REGION)).rejects.toThrow('it is not one that is audited');
      expect(sts.commandCalls(AssumeRoleCommand)).toHaveLength(0);
    },
  );

  it('a role that is refused is named', async () => {
    sts.on(AssumeRoleCommand).rejects(awsError('AccessDenied'));
    const hub = open();
    await (await hub(FOREIGN, REGION)).importFindings(findings(1));
    const [call] = hubs.commandCalls(BatchImportFindingsCommand);
    await expect((call?.thisValue as SecurityHubClient).config.credentials()).rejects.toThrow(
      `sts:AssumeRole of arn:aws:iam::${FOREIGN}:role/dms-auditor-security-hub-writer failed (AccessDenied): no`,
    );
  });
});
