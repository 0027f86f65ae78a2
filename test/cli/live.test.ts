import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { callsFor } from '../../src/model/facts.ts';
import type { Result } from '../../src/model/result.ts';
import { catalogue } from '../../src/rules/index.ts';
import { ACCOUNT } from '../support/builders.ts';
import { awsServer, secret } from './support/aws-server.ts';
import { offences } from './support/contract.ts';
import { type Run, run, runWith, scratch, spawned } from './support/run.ts';

const scan = (...args: readonly string[]): readonly string[] => [
  'scan',
  '--rules',
  'instance-is-private',
  ...args,
];
const files = scratch();
const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: secret };
const region = { AWS_REGION: 'eu-west-1' };

describe('a run that cannot reach an account says why in one line and ends 2:', () => {
  it.each([
    [
      'no Region is set',
      scan(),
      keys,
      'no Region is set; use --regions, AWS_REGION or a profile with a region',
    ],
    [
      'no Region is set in the profile',
      scan('--profile', 'prod'),
      keys,
      'no Region is set: the profile prod is not in the AWS configuration files, or names none; use --regions, AWS_REGION or another profile',
    ],
    [
      'a role that is none',
      scan('--role-arn', 'auditor'),
      { ...keys, ...region },
      '--role-arn takes the ARN of a role, such as arn:aws:iam::111122223333:role/DmsAuditor, not "auditor"',
    ],
    [
      'no credentials',
      scan(),
      region,
      'no AWS credentials were found; set AWS_PROFILE or the AWS_ACCESS_KEY_ID variables, or log in with: aws sso login',
    ],
    [
      'an unknown profile',
      scan('--profile', 'prod'),
      region,
      'the profile prod is not in the AWS configuration files, or gives no credentials; set AWS_PROFILE or the AWS_ACCESS_KEY_ID variables, or log in with: aws sso login',
    ],
    [
      'an endpoint that is no URL',
      scan(),
      { ...keys, ...region, AWS_ENDPOINT_URL: 'localhost' },
      'the endpoint is no URL; check AWS_ENDPOINT_URL and endpoint_url of the profile',
    ],
  ])('%s', async (_, args, environment, message) => {
    expect(await runWith(environment, ...args)).toEqual({
      exitCode: 2,
      out: '',
      err: `dms-auditor: ${message}\n`,
    });
  });
});

it('a process of its own ends the same way', async () => {
  expect(await spawned(scan(), region)).toEqual(await runWith(region, ...scan()));
});

describe.each([
  [
    'ExpiredToken',
    403,
    'the AWS credentials have expired; log in again (aws sso login) and repeat the command',
  ],
  [
    'InvalidClientTokenId',
    403,
    'AWS does not accept the credentials (InvalidClientTokenId); check the access key and its secret',
  ],
  [
    'SignatureDoesNotMatch',
    403,
    'AWS does not accept the credentials (SignatureDoesNotMatch); check the access key and its secret',
  ],
  [
    'AccessDenied',
    403,
    'AWS refuses sts:GetCallerIdentity (AccessDenied); check the policies of these credentials',
  ],
  [
    'OddFailure',
    400,
    'AWS does not answer sts:GetCallerIdentity in eu-west-1 (OddFailure); check the network, the Region and the endpoint',
  ],
])('STS answers %s', (code, status, message) => {
  const aws = awsServer({ identity: { status, code }, regions: null });

  it('and the run says so in one line, having asked nothing else', async () => {
    expect(await runWith(aws.environment(), ...scan())).toEqual({
      exitCode: 2,
      out: '',
      err: `dms-auditor: ${message}\n`,
    });
    expect(aws.asked).toEqual(['GetCallerIdentity']);
  });
});

describe('Regions that the account does not have', () => {
  const aws = awsServer({
    identity: 'known',
    regions: {
      'eu-central-1': 'ENABLED_BY_DEFAULT',
      'eu-west-1': 'ENABLED_BY_DEFAULT',
      'ap-east-1': 'DISABLED',
      'me-south-1': 'ENABLING',
    },
  });

  it.each([
    ['all of them and one', 'all,eu-west-1', '--regions takes names separated by commas, or all by itself'],
    [
      'one of another partition',
      'cn-north-1',
      `account ${ACCOUNT} knows no Region cn-north-1; it has eu-central-1, eu-west-1`,
    ],
    [
      'one that does not exist',
      'eu-centrl-1',
      `account ${ACCOUNT} knows no Region eu-centrl-1, did you mean eu-central-1; it has eu-central-1, eu-west-1`,
    ],
    [
      'one that is not enabled',
      'eu-west-1,ap-east-1',
      `the Region ap-east-1 is not enabled in account ${ACCOUNT}; enable it or leave it out of --regions`,
    ],
    [
      'one that is being enabled',
      'me-south-1',
      `the Region me-south-1 is not enabled in account ${ACCOUNT}; enable it or leave it out of --regions`,
    ],
  ])('%s', async (_, regions, message) => {
    expect(await runWith(aws.environment(), ...scan('--regions', regions))).toEqual({
      exitCode: 2,
      out: '',
      err: `dms-auditor: ${message}\n`,
    });
  });
});

describe('Regions that cannot be listed', () => {
  const aws = awsServer({ identity: 'known', regions: null });

  it('are needed for all of them', async () => {
    expect(await runWith(aws.environment(), ...scan('--regions', 'all'))).toEqual({
      exitCode: 2,
      out: '',
      err: 'dms-auditor: --regions all needs to know the Regions, and account:ListRegions failed (AccessDeniedException); name the Regions instead\n',
    });
  });

  it('are taken as they are named', async () => {
    const { exitCode, err } = await runWith(aws.environment(), ...scan('--regions', 'eu-west-1'));
    expect(exitCode).toBe(1);
    expect(err).toBe(
      `Auditing account ${ACCOUNT} in eu-west-1 (how many Regions are enabled is not known: account:ListRegions failed (AccessDeniedException)).\n`,
    );
  });
});

describe('a file that cannot be written', () => {
  const aws = awsServer({ identity: 'known', regions: { 'eu-west-1': 'ENABLED' } });

  it.each([
    ['a result', scan('--format', 'json', '--output', 'none/r.json'), 'none/r.json'],
    ['a snapshot', ['collect', '--output', 'none/s.json'], 'none/s.json'],
  ])('is found out before AWS is asked, for %s', async (_, args, file) => {
    const { exitCode, err } = await runWith(aws.environment(), ...args);
    expect({ exitCode, err }).toEqual({
      exitCode: 2,
      err: `dms-auditor: cannot write ${file}: its folder does not exist\n`,
    });
    expect(aws.asked).toEqual([]);
  });
});

describe('an account that lets nothing be read', () => {
  const aws = awsServer({ identity: 'known', regions: { 'eu-west-1': 'ENABLED', 'eu-west-3': 'ENABLED' } });

  it('gives UNKNOWN, never a pass, and --verbose tells each call and no secret', async () => {
    const { exitCode, out, err } = await spawned(
      ['scan', '--verbose', '--format', 'json'],
      aws.environment(),
    );
    expect(exitCode).toBe(1);
    const { findings, coverage } = JSON.parse(out) as Result;
    expect([...new Set(findings.map(({ status }) => status))]).toEqual(['UNKNOWN']);
    const [first, second, intro, ...told] = err.trimEnd().split('\n');
    expect([first, second, intro]).toEqual([
      'sts:GetCallerIdentity eu-west-1',
      'account:ListRegions eu-west-1',
      `Auditing account ${ACCOUNT} in 1 of 2 enabled Regions: eu-west-1.`,
    ]);
    // Without a resource there is no tag, no key and no group to ask for; three roles have fixed names.
    const needed = callsFor(catalogue.flatMap(({ needs }) => needs)).filter((call) =>
      /^(cloudtrail:(DescribeTrails|ListEventDataStores)$|dms:Describe|events:ListRules$|iam:(Get(Role|Policy|AccountAuthorizationDetails)|List(AttachedRole|Role)Policies)$|organizations:DescribeOrg)/.test(
        call,
      ),
    );
    expect([...new Set(told)].sort()).toEqual(needed.map((call) => `${call} eu-west-1`).sort());
    expect([...new Set(coverage.unread.map(({ call }) => call))].sort()).toEqual([...needed].sort());
    expect(coverage.calls).toBe(told.length + 2);
    expect(aws.asked).toHaveLength(coverage.calls);
    expect(out + err).not.toContain(secret);
  });

  it('collects into a snapshot all the same, which says what was refused and holds no secret', async () => {
    const file = files.path('snapshot.json');
    const { exitCode, out, err } = await runWith(aws.environment(), 'collect', '--output', file);
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: '' });
    expect(err).toMatch(new RegExp(`\\nSnapshot written to ${file} \\(\\d+ calls\\)\\.\\n$`));
    const text = await readFile(file, 'utf8');
    expect(offences('snapshot', JSON.parse(text))).toEqual([]);
    expect(text).not.toContain(secret);
    const again = await run('scan', '--snapshot', file, '--format', 'json');
    const live = await runWith(aws.environment(), 'scan', '--format', 'json');
    const findings = ({ out: json }: Run): unknown => (JSON.parse(json) as Result).findings;
    expect(findings(again)).toEqual(findings(live));
  });

  it('lets no role be assumed, and the run says which', async () => {
    const role = 'arn:aws:iam::222222222222:role/auditor';
    expect(await runWith(aws.environment(), ...scan('--role-arn', role))).toEqual({
      exitCode: 2,
      out: '',
      err: `dms-auditor: the role ${role} cannot be assumed (AccessDenied); check its trust policy and the external id\n`,
    });
  });
});
