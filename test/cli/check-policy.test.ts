import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { PolicyCheck } from '../../src/model/policy-check.ts';
import { ACCOUNT, FOREIGN, policy, trustStatement } from '../support/builders.ts';
import { offences } from './support/contract.ts';
import { run, runOn, scratch, spawned } from './support/run.ts';

const files = scratch();
const letsDmsIn = trustStatement({ Sid: 'LetsDmsIn', Condition: {} });
const open = policy(letsDmsIn);
const guarded = policy(trustStatement());
const trust = ['--kind', 'trust', '--account', ACCOUNT];
const rep = `arn:aws:dms:eu-west-1:${ACCOUNT}:rep:ABC`;

/** Checks a document that is piped in. */
const check = (input: string, ...args: readonly string[]) => runOn({ input }, ['check-policy', ...args]);

async function answers(input: string, ...args: readonly string[]) {
  const { exitCode, out, err } = await check(input, ...args, '--format', 'json');
  const result = JSON.parse(out) as PolicyCheck;
  expect(offences('check-policy', result)).toEqual([]);
  expect(err).toBe('');
  const { valid, protected: isProtected, usable } = result;
  return { exitCode, valid, protected: isProtected, usable };
}

describe('the exit code of check-policy', () => {
  it.each([
    ['0 where it is valid, protected and usable', guarded, trust, 0],
    ['1 where it is open', open, trust, 1],
    ['1 where nobody gets in', policy(trustStatement({ Principal: { AWS: FOREIGN } })), trust, 1],
    [
      '1 where it is not known',
      policy(trustStatement({ Condition: { ArnEqual: { 'aws:SourceArn': rep } } })),
      trust,
      1,
    ],
    ['1 where it is not JSON', 'Version: 2012-10-17', trust, 1],
    ['1 where there is nothing', '', trust, 1],
    [
      '0 for a valid permissions policy',
      policy({ Effect: 'Allow', Action: 'dms:*', Resource: '*' }),
      ['--kind', 'identity'],
      0,
    ],
    ['1 for one with a principal', guarded, ['--kind', 'identity'], 1],
    [
      '0 for the key policy that KMS makes',
      policy({
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: 'kms:*',
        Resource: '*',
      }),
      ['--kind', 'key', '--account', ACCOUNT],
      0,
    ],
    [
      '1 for a key policy that locks the account out',
      policy({ Effect: 'Allow', Principal: { AWS: FOREIGN }, Action: 'kms:*', Resource: '*' }),
      ['--kind', 'key', '--account', ACCOUNT],
      1,
    ],
  ] as const)('is %s', async (_, text, args, exitCode) => {
    const table = await check(text, ...args);
    expect({ exitCode: table.exitCode, err: table.err }).toEqual({ exitCode, err: '' });
    expect((await answers(text, ...args)).exitCode).toBe(exitCode);
  });
});

describe('the flags of check-policy', () => {
  const both = policy(
    trustStatement({ Condition: { StringEquals: { 'aws:SourceAccount': [ACCOUNT, FOREIGN] } } }),
  );
  const instances = policy(
    trustStatement({ Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:dms:*:${ACCOUNT}:rep:*` } } }),
  );
  const redshift = policy(
    trustStatement({ Principal: { Service: 'redshift.amazonaws.com' }, Condition: {} }),
  );
  const yes = { exitCode: 0, valid: true, protected: true, usable: true };
  it.each([
    ['--trusted missing', both, trust, { ...yes, exitCode: 1, protected: false }],
    ['--trusted', both, [...trust, '--trusted', FOREIGN], yes],
    ['--trusted with several', both, [...trust, '--trusted', `333333333333, ${FOREIGN}`], yes],
    ['--trusted twice', both, [...trust, '--trusted', FOREIGN, '--trusted', '333333333333'], yes],
    ['--source-arn, of a kind that is let in', instances, [...trust, '--source-arn', rep], yes],
    [
      '--source-arn, of another kind',
      instances,
      [...trust, '--source-arn', rep.replace(':rep:', ':endpoint:')],
      { ...yes, exitCode: 1, usable: false },
    ],
    ['--source-arn in place of --account', guarded, ['--kind', 'trust', '--source-arn', rep], yes],
    ['--service', redshift, [...trust, '--service', 'redshift.amazonaws.com'], yes],
    ['--service missing', redshift, trust, { ...yes, exitCode: 1, usable: false }],
    [
      '--engine-version, old',
      guarded,
      [...trust, '--engine-version', '3.4.6'],
      { ...yes, exitCode: 1, usable: false },
    ],
    ['--engine-version, new', guarded, [...trust, '--engine-version', '3.5.4'], yes],
  ] as const)('%s', async (_, text, args, expected) => {
    expect(await answers(text, ...args)).toEqual(expected);
  });

  it('a file, a dash and a pipe are the same', async () => {
    const file = await files.write('trust.json', guarded);
    const piped = await check(guarded, ...trust);
    expect(await run('check-policy', file, ...trust)).toEqual(piped);
    expect(await check(guarded, '-', ...trust)).toEqual(piped);
    expect(await run('check-policy', ...trust, file)).toEqual(piped);
  });

  it('a real pipe, into a process of its own, without colours on the other side', async () => {
    const { exitCode, out, err } = await spawned(['check-policy', ...trust], { FORCE_COLOR: '1' }, open);
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: '' });
    expect(out).toBe((await check(open, ...trust)).out);
  });
});

describe('what check-policy cannot run says why in one line and ends 2', () => {
  it.each([
    ['no kind', ['--account', ACCOUNT], "required option '--kind <kind>' not specified"],
    [
      'a kind that is none',
      ['--kind', 'trusts', '--account', ACCOUNT],
      "'trusts' is invalid. Allowed choices are trust, key, identity.",
    ],
    [
      'no account',
      ['--kind', 'trust'],
      '--account is missing: the id of the account that has the role, 12 digits',
    ],
    [
      'no account of a key',
      ['--kind', 'key'],
      '--account is missing: the id of the account that has the key, 12 digits',
    ],
    [
      'an account that is none',
      ['--kind', 'trust', '--account', '1234'],
      '"1234" is no account id; it has 12 digits',
    ],
    [
      'a trusted account that is none',
      [...trust, '--trusted', `${FOREIGN},x`],
      '"x" is no account id; it has 12 digits',
    ],
    [
      'a service that is none',
      [...trust, '--service', 'dms'],
      '"dms" is no service principal; did you mean "dms.amazonaws.com"?',
    ],
    [
      'an ARN that is none',
      [...trust, '--source-arn', 'instance-1'],
      '--source-arn takes the ARN of one resource',
    ],
    [
      'an ARN of many',
      [...trust, '--source-arn', `arn:aws:dms:*:${ACCOUNT}:rep:*`],
      '--source-arn takes the ARN of one resource',
    ],
    [
      'an ARN with an account that is none',
      [...trust, '--source-arn', rep.replace(ACCOUNT, '12')],
      '"12" is no account id',
    ],
    [
      'an ARN for which DMS does not act',
      [...trust, '--source-arn', `arn:aws:redshift:eu-west-1:${ACCOUNT}:cluster:a`],
      'DMS acts for its own resources',
    ],
    [
      'an ARN with a slash',
      [...trust, '--source-arn', rep.replace(':rep:', ':endpoint/')],
      `"${rep.replace(':rep:', ':endpoint/')}" is no ARN of a DMS resource; did you mean "…:endpoint:ID"?`,
    ],
    [
      'a version that is none',
      [...trust, '--engine-version', 'latest'],
      '--engine-version takes numbers and dots, such as 3.5.4, not "latest"',
    ],
    [
      'a flag for another kind',
      ['--kind', 'key', '--account', ACCOUNT, '--engine-version', '3.4.6'],
      '--engine-version is about who assumes a role; it goes with --kind trust alone',
    ],
    [
      'a format that is none',
      [...trust, '--format', 'yaml'],
      "'yaml' is invalid. Allowed choices are table, json.",
    ],
    ['no such file', ['nowhere.json', ...trust], 'cannot read nowhere.json: there is no such file'],
    ['a folder', ['src', ...trust], 'cannot read src: it is a folder'],
    ['nothing piped in', trust, 'no document: name a file, or pipe one in'],
    ['two files', ['a', 'b', ...trust], "too many arguments for 'check-policy'"],
    ['a hostile file name', ['a\u001b[2Kb\nc', ...trust], 'cannot read a'],
  ])('%s', async (_, args, message) => {
    const { exitCode, out, err } = await run('check-policy', ...args);
    expect({ exitCode, out, lines: err.split('\n').length - 1 }).toEqual({ exitCode: 2, out: '', lines: 1 });
    expect(err).toContain(message);
    expect(err).toMatch(/^dms-auditor: [^\u001b]+\n$/);
  });
});

describe('the table of check-policy', () => {
  it('has the answers, the document with the statement marked, and the request', async () => {
    const { out } = await check(
      policy(trustStatement({ Principal: { AWS: FOREIGN }, Condition: {} }), letsDmsIn),
      ...trust,
    );
    expect(out).toMatch(
      /^VALID +yes\nPROTECTED +no +dms\.amazonaws\.com acting for account 999999999999 gets in\nUSABLE +yes/,
    );
    const marked = out
      .split('\n')
      .filter((line) => line.startsWith('>'))
      .join('\n');
    expect(marked).toContain('"Sid": "LetsDmsIn"');
    expect(marked).not.toContain(FOREIGN);
    for (const told of [
      'principal +dms.amazonaws.com',
      'action +sts:AssumeRole',
      'aws:sourceaccount +999999999999',
      'decision +allowed',
    ]) {
      expect(out).toMatch(new RegExp(told));
    }
    expect(out).toMatch(/FINDINGS\n(?: {2}.*\n)* {2}HIGH role-trust-is-guarded: /);
  });

  it('names problems', async () => {
    const { out } = await check(
      policy(trustStatement({ Condition: { ArnEqual: { 'aws:SourceArn': rep } } })),
      ...trust,
    );
    expect(out).toMatch(/^VALID +no +Statement\[0\]\.Condition\.ArnEqual .*did you mean ArnEquals/);
    expect(out).toContain('PROBLEMS\n  refused unknown-operator Statement[0].Condition.ArnEqual: ');
    expect(out).toMatch(/PROTECTED +unknown/);
  });

  it.each([
    ['not JSON', 'a: 1\u001b[2K\nVALID yes\r\nUSABLE  yes\u2028VALID'],
    ['JSON', policy(trustStatement({ Sid: 'a\u001b[31m\u202e\u2028VALID yes' }))],
    ['a name of an element', `{"Version":"2012-10-17","\u001b[2KVALID\u2028":1,"Statement":[]}`],
  ])('cannot be forged by a document that is %s', async (_, text) => {
    const { out } = await check(text, ...trust);
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(out.split('\n').filter((line) => line.startsWith('VALID'))).toHaveLength(1);
    expect(out.split('\n').filter((line) => line.startsWith('USABLE'))).toHaveLength(1);
  });

  it('is coloured on a terminal alone, and the same otherwise', async () => {
    const plain = await check(open, ...trust);
    const colored = await runOn({ input: open, color: true }, ['check-policy', ...trust]);
    expect(plain.out).not.toContain('\u001b');
    expect(colored.out).toContain('\u001b[31mno\u001b[39m');
    expect(stripVTControlCharacters(colored.out).replace(/ +$/gm, '')).toBe(plain.out);
  });

  it.each([80, 100, 140])('fits %i columns', async (width) => {
    const { out } = await runOn({ input: open, width }, ['check-policy', ...trust]);
    expect(out.split('\n').filter((line) => line.length > width)).toEqual([]);
    expect(out.replaceAll(/\s/g, '')).toContain('EXAMPLE4WITNESS2RESOURCE26');
  });

  it('of a huge document shows a part, and says so', async () => {
    const { exitCode, out } = await check(`"${'x '.repeat(200_000)}`, ...trust);
    expect(exitCode).toBe(1);
    expect(out).toMatch(/… \d+ more lines below/);
    expect(out.length).toBeLessThan(100_000);
  });
});
