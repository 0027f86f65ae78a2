import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding, Subject } from '../../src/model/finding.ts';
import { known } from '../../src/model/lookup.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { toAsff } from '../../src/report/asff.ts';
import { toOcsf } from '../../src/report/ocsf.ts';
import { withoutPeople } from '../../src/report/person-names.ts';
import { catalogue } from '../../src/rules/index.ts';
import { aFinding, aResult } from '../audit/results.ts';
import { ACCOUNT, aRole, FOREIGN, iamOf, policy, rolesKnown, userArn } from '../support/builders.ts';
import { accountUsing, aKey, keyStatement } from '../support/key-builders.ts';
import { randomCases } from '../support/random-snapshots.ts';
import { aRecording, onRole } from './recordings.ts';

const aUser = (name: string): Subject => ({
  ...onRole(name),
  type: 'AWS::IAM::User',
  arn: userArn(name),
});
const bare = (text: string, resource: Subject = onRole('r')): string => withoutPeople(resource)(text);

describe('the names of people are left out', () => {
  it.each([
    [
      'arn:aws:iam::222222222222:user/jo may call kms:Decrypt',
      'arn:aws:iam::222222222222:user/… may call kms:Decrypt',
    ],
    ['by arn:aws:iam::222222222222:user/team/db/jo@example.com.', 'by arn:aws:iam::222222222222:user/….'],
    ['(arn:aws:iam::222222222222:user/jo), and others', '(arn:aws:iam::222222222222:user/…), and others'],
    [
      'arn:aws-cn:sts::222222222222:assumed-role/Admin/jo@example.com may',
      'arn:aws-cn:sts::222222222222:assumed-role/Admin/… may',
    ],
    ['arn:aws:sts::222222222222:federated-user/jo; else', 'arn:aws:sts::222222222222:federated-user/…; else'],
    ['AROAIOSFODNN7EXAMPLE:jo@example.com is refused', 'AROAIOSFODNN7EXAMPLE:… is refused'],
    ['iam:GetUser of jo failed (AccessDenied)', 'iam:GetUser of … failed (AccessDenied)'],
    ['iam:ListUserPolicies of jo failed', 'iam:ListUserPolicies of … failed'],
    ['arn:aws:iam::222222222222:user/* may', 'arn:aws:iam::222222222222:user/* may'],
    [
      'arn:aws:sts::222222222222:assumed-role/Admin/* may',
      'arn:aws:sts::222222222222:assumed-role/Admin/* may',
    ],
    ['arn:aws:iam::222222222222:role/jo may', 'arn:aws:iam::222222222222:role/jo may'],
    ['iam:GetRole of jo failed', 'iam:GetRole of jo failed'],
    ['dms.amazonaws.com acting for nobody', 'dms.amazonaws.com acting for nobody'],
  ])('%s', (text, without) => {
    expect(bare(text)).toBe(without);
  });

  it.each([
    [`${userArn('jo')} may`, `${userArn('jo')} may`],
    [`${userArn('jo')}.`, `${userArn('jo')}.`],
    ['iam:GetUser of jo failed', 'iam:GetUser of jo failed'],
    [`${userArn('joe')} may`, `${userArn('…')} may`],
    [`${userArn('jo', FOREIGN)} may`, `${userArn('…', FOREIGN)} may`],
    ['arn:aws:sts::111111111111:assumed-role/Admin/jo', 'arn:aws:sts::111111111111:assumed-role/Admin/…'],
  ])('but for the user whom a finding is about: %s', (text, without) => {
    expect(bare(text, aUser('jo'))).toBe(without);
  });

  // (IAM API Reference, CreateUser: UserName and Path; STS API Reference, AssumeRole: RoleSessionName)
  const name = fc
    .string({ unit: fc.constantFrom(...Array.from('aZ0_+=,.@-')), maxLength: 20 })
    .map((rest) => `marker${rest}`);
  const path = fc
    .array(
      fc.string({ unit: fc.constantFrom(...Array.from('a"\'();:,.!}]$&')), minLength: 1, maxLength: 5 }),
      {
        maxLength: 3,
      },
    )
    .map((parts) => parts.map((part) => `${part}/`).join(''));
  const around = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      '',
      ' ',
      '(',
      ' arn:',
      ':user/',
      'assumed-role/',
      ':assumed-role/x',
      '\n',
      '"',
      '\u{202e}',
    ),
  );
  const named = fc.oneof(
    fc.tuple(path, name).map(([before, own]) => `arn:aws:iam::${FOREIGN}:user/${before}${own}`),
    name.map((own) => `arn:aws:sts::${FOREIGN}:assumed-role/Admin/${own}`),
    name.map((own) => `arn:aws:sts::${FOREIGN}:federated-user/${own}`),
    name.map((own) => `AROAIOSFODNN7EXAMPLE:${own}`),
  );

  it('whatever stands around them, and the rest is as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(around, named), { maxLength: 4 }), around, (parts, end) => {
        const text = parts.map(([before, own]) => `${before} ${own} `).join('') + end;
        expect(bare(text)).not.toContain('marker');
        expect(bare(bare(text))).toBe(bare(text));
      }),
      { numRuns: randomCases },
    );
  });

  it('in time that grows with the text alone', () => {
    const begun = performance.now();
    for (const part of [
      ':user/',
      ':user/.',
      ':assumed-role/',
      ':assumed-role/a',
      'AROA',
      'iam:GetUser of ',
      'iam:GetUser',
    ])
      for (const times of [1, 100_000]) bare(`${part.repeat(times)}${'.'.repeat(times)}`);
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});

describe('of what a policy names, neither Security Hub nor an event says who it is', () => {
  const people = [
    `arn:aws:iam::${FOREIGN}:user/marker-person`,
    `arn:aws:sts::${FOREIGN}:assumed-role/Admin/marker-mail@example.com`,
    userArn('marker-own'),
  ];
  const judgedBy = (account: Parameters<(typeof catalogue)[number]['evaluate']>[1]): readonly Finding[] =>
    catalogue.flatMap((rule) => rule.evaluate(ACCOUNT, account, defaultSettings));
  const sentOf = (findings: readonly Finding[]): string =>
    JSON.stringify([toAsff(aResult(...findings), aRecording()), toOcsf(aResult(...findings), aRecording())]);

  it.each(people)('%s', (AWS) => {
    const statement = { Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' };
    const key = aKey({ policy: known(policy(keyStatement(), keyStatement({ Principal: { AWS } }))) });
    const role = aRole({ trust: policy(statement) });
    const account = accountUsing(key);
    const findings = judgedBy({ ...account, iam: iamOf(rolesKnown(role)) });
    if (!AWS.includes(ACCOUNT)) expect(JSON.stringify(findings)).toContain('marker');
    expect(sentOf(findings)).not.toContain('marker');
  });

  it('in reasons and remediation either', () => {
    const [text = ''] = people;
    const unknown = { status: 'UNKNOWN', settledBy: text, assumes: [text] } as const;
    const finding = aFinding({ ...unknown, because: text, remediation: { summary: text } });
    expect(sentOf([finding])).not.toContain('marker');
    expect(sentOf([finding])).toContain(`arn:aws:iam::${FOREIGN}:user/…`);
  });
});
