import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../src/analysis/policy/document.ts';
import { evaluatePolicy } from '../../src/analysis/policy/evaluate.ts';
import { checkPolicy, exitCodeOfCheck, type PolicyOrder } from '../../src/audit/check-policy.ts';
import type { PolicyCheck } from '../../src/model/policy-check.ts';
import { catalogue } from '../../src/rules/index.ts';
import { offences } from '../cli/support/contract.ts';
import { ACCOUNT, FOREIGN, policy, trustStatement } from '../support/builders.ts';

const check = (text: string, over: Partial<PolicyOrder> = {}): PolicyCheck =>
  checkPolicy({
    kind: 'trust',
    text,
    account: ACCOUNT,
    trusted: [],
    service: null,
    sourceArn: null,
    engineVersion: null,
    rules: catalogue,
    ...over,
  });

const trust = (Condition?: object, Principal: unknown = { Service: 'dms.amazonaws.com' }): string =>
  policy(trustStatement({ Principal, Condition: Condition ?? {} }));
const deny = (Condition: object): object => ({
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: 'sts:AssumeRole',
  Condition,
});
const rep = (account: string, type = 'rep'): string => `arn:aws:dms:eu-west-1:${account}:${type}:ABC`;
const own = { StringEquals: { 'aws:SourceAccount': ACCOUNT } };
const redshift = { Service: 'redshift.amazonaws.com' };

/** Valid, protected, usable. */
type Answers = readonly [PolicyCheck['valid'], PolicyCheck['protected'], PolicyCheck['usable']];
const answersOf = ({ valid, protected: isProtected, usable }: PolicyCheck): Answers => [
  valid,
  isProtected,
  usable,
];

describe('a trust policy is valid, protected, usable', () => {
  it.each<readonly [string, string, Partial<PolicyOrder>, Answers]>([
    ['without conditions', trust(), {}, [true, false, true]],
    ['for this account', trust(own), {}, [true, true, true]],
    [
      'for another account',
      trust({ StringEquals: { 'aws:SourceAccount': FOREIGN } }),
      {},
      [true, false, false],
    ],
    [
      'for another account that is trusted',
      trust({ StringEquals: { 'aws:SourceAccount': [ACCOUNT, FOREIGN] } }),
      { trusted: [FOREIGN] },
      [true, true, true],
    ],
    [
      'with a guard that holds where no key is sent',
      trust({ StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT } }),
      {},
      [true, false, true],
    ],
    [
      'guarded by a Deny',
      policy(trustStatement({ Condition: {} }), deny({ StringNotEquals: { 'aws:SourceAccount': ACCOUNT } })),
      {},
      [true, true, true],
    ],
    [
      'that contradicts itself',
      trust({ ...own, ArnLike: { 'aws:SourceArn': rep(FOREIGN) } }),
      {},
      [true, true, false],
    ],
    [
      'with an operator that IAM lacks: both readings differ',
      trust({ ArnEqual: { 'aws:SourceArn': rep(ACCOUNT) } }),
      {},
      [false, 'unknown', 'unknown'],
    ],
    [
      'with an operator that IAM lacks beside a guard: strangers are out in both readings',
      trust({ ...own, ArnEqual: { 'aws:SourceArn': rep(ACCOUNT) } }),
      {},
      [false, true, 'unknown'],
    ],
    [
      'with such an operator in a Deny beside an open statement: strangers are in, or nobody is',
      policy(trustStatement({ Condition: {} }), deny({ ArnEqual: { 'aws:SourceArn': rep(ACCOUNT) } })),
      {},
      [false, 'unknown', 'unknown'],
    ],
    [
      'with such an operator where it changes nothing',
      policy(trustStatement(), {
        ...trustStatement({ Principal: { AWS: FOREIGN } }),
        Condition: { ArnEqual: { 'aws:PrincipalArn': '*' } },
      }),
      {},
      [false, true, true],
    ],
    ['for everybody', trust({}, { AWS: '*' }), {}, [true, false, true]],
    ['for a user alone', trust({}, { AWS: FOREIGN }), {}, [true, true, false]],
    ['for redshift alone', trust({}, redshift), {}, [true, true, false]],
    [
      'for redshift, which is asked for',
      trust({}, redshift),
      { service: 'redshift.amazonaws.com' },
      [true, true, true],
    ],
    [
      'for redshift with a key that nobody says it sends',
      trust(own, redshift),
      { service: 'redshift.amazonaws.com' },
      [true, true, 'unknown'],
    ],
    [
      'for the DMS of a Region, which is asked for',
      trust(own, { Service: 'dms.eu-west-1.amazonaws.com' }),
      { service: 'dms.eu-west-1.amazonaws.com' },
      [true, true, true],
    ],
    [
      'for the DMS of another Region than is asked for',
      trust(own, { Service: 'dms.eu-west-1.amazonaws.com' }),
      { service: 'dms.us-east-1.amazonaws.com' },
      [true, true, false],
    ],
    [
      'for the DMS of a Region, that is open',
      trust({}, { Service: ['dms.amazonaws.com', 'dms.eu-west-1.amazonaws.com'] }),
      { service: 'dms.amazonaws.com' },
      [true, false, true],
    ],
    [
      'for instances, and an instance',
      trust({ ArnLike: { 'aws:SourceArn': rep(ACCOUNT) } }),
      { sourceArn: rep(ACCOUNT) },
      [true, true, true],
    ],
    [
      'for instances, and an endpoint',
      trust({ ArnLike: { 'aws:SourceArn': `arn:aws:dms:*:${ACCOUNT}:rep:*` } }),
      { sourceArn: rep(ACCOUNT, 'endpoint') },
      [true, true, false],
    ],
    ['for this account, and an old engine', trust(own), { engineVersion: '3.4.6' }, [true, true, false]],
    [
      'for this account, and the first engine that says for whom',
      trust(own),
      { engineVersion: '3.4.7' },
      [true, true, true],
    ],
    ['open, and an old engine', trust(), { engineVersion: '3.3.4' }, [true, false, true]],
    [
      'for an organisation: whether DMS tells it is not known',
      trust({ StringEquals: { 'aws:SourceOrgID': 'o-abc1234567' } }),
      {},
      [true, 'unknown', 'unknown'],
    ],
    [
      'in China',
      policy(trustStatement({ Principal: { Service: 'dms.amazonaws.com.cn' } })),
      {},
      [true, true, true],
    ],
    ['that is not JSON', '{"Version"', {}, [false, 'unknown', 'unknown']],
    ['that is nothing', '', {}, [false, 'unknown', 'unknown']],
    ['that is huge', `"${'x'.repeat(1_000_000)}"`, {}, [false, 'unknown', 'unknown']],
    ['that is 10,000 deep', '['.repeat(10_000), {}, [false, 'unknown', 'unknown']],
    ['percent-encoded', encodeURIComponent(trust(own)), {}, [true, true, true]],
    [
      'that holds a condition twice',
      trust(own).replace('"Effect"', '"Action":"x","Effect"'),
      {},
      [false, 'unknown', 'unknown'],
    ],
  ])('%s', (_, text, over, expected) => {
    const result = check(text, over);
    expect(answersOf(result)).toEqual(expected);
    expect(offences('check-policy', result)).toEqual([]);
    expect(exitCodeOfCheck(result)).toBe(expected.every((answer) => answer === true) ? 0 : 1);
  });
});

const key = (...statements: readonly object[]): string =>
  policy(...statements.map((each) => ({ Effect: 'Allow', Action: 'kms:*', Resource: '*', ...each })));
const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` };

describe('a key policy is valid, protected, usable', () => {
  it.each<readonly [string, string, Partial<PolicyOrder>, Answers]>([
    ['for the account', key({ Principal: root }), {}, [true, true, true]],
    ['for everybody', key({ Principal: '*' }), {}, [true, false, true]],
    [
      'for another account too',
      key({ Principal: root }, { Principal: { AWS: FOREIGN } }),
      {},
      [true, false, true],
    ],
    [
      'for another account that is trusted',
      key({ Principal: root }, { Principal: { AWS: FOREIGN }, Action: 'kms:Decrypt' }),
      { trusted: [FOREIGN] },
      [true, true, true],
    ],
    [
      'that nobody of the account may change',
      key({ Principal: root, Action: ['kms:Decrypt', 'kms:CreateGrant'] }),
      {},
      [true, true, false],
    ],
    [
      'that its administrator may not use',
      key({ Principal: root, Action: ['kms:PutKeyPolicy'] }),
      {},
      [true, true, false],
    ],
    ['of a deleted role', key({ Principal: { AWS: 'AROAEXAMPLEEXAMPLE12' } }), {}, [true, true, false]],
    [
      'that denies it all again',
      key({ Principal: root }, { Effect: 'Deny', Principal: '*' }),
      {},
      [true, true, false],
    ],
    [
      'for one role that administers, and one that uses',
      key(
        { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` }, Action: 'kms:Put*' },
        { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/dms` }, Action: 'kms:GenerateDataKey*' },
      ),
      {},
      [true, true, true],
    ],
  ])('%s', (_, text, over, [valid, isProtected, usable]) => {
    const result = check(text, { kind: 'key', ...over });
    expect({ valid: result.valid, usable: result.usable }).toEqual({ valid, usable });
    expect(result.protected).toBe(isProtected);
    expect(offences('check-policy', result)).toEqual([]);
    expect(result.notes).toEqual(['grants on the key are not looked at']);
  });
});

describe('a permissions policy', () => {
  it.each<readonly [string, object, boolean, 0 | 1]>([
    ['is valid', { Effect: 'Allow', Action: 'dms:*', Resource: '*' }, true, 0],
    [
      'is valid with a part that can do nothing',
      { Effect: 'Allow', Action: 'dms:Descibe*', Resource: '*' },
      true,
      0,
    ],
    [
      'is not, with a principal',
      { Effect: 'Allow', Principal: '*', Action: 'dms:*', Resource: '*' },
      false,
      1,
    ],
    ['is not, without a resource', { Effect: 'Allow', Action: 'dms:*' }, false, 1],
  ])('%s', (_, statement, valid, exitCode) => {
    const result = check(policy(statement), { kind: 'identity' });
    expect(answersOf(result)).toEqual([valid, null, null]);
    expect(exitCodeOfCheck(result)).toBe(exitCode);
    expect({ witness: result.witness, because: result.because }).toEqual({
      witness: null,
      because: { protected: null, usable: null },
    });
    expect(offences('check-policy', result)).toEqual([]);
  });
});

describe('the witness', () => {
  it.each<readonly [string, string, Partial<PolicyOrder>, readonly [decision: string, context: object]]>([
    ['is who gets in and must not', trust(), {}, ['allowed', { 'aws:sourceaccount': '999999999999' }]],
    [
      'is who gets in where no key is asked for',
      trust({ StringEqualsIfExists: own.StringEquals }),
      {},
      ['allowed', {}],
    ],
    ['else is who should and does not', trust(own), { engineVersion: '3.1.0' }, ['implicitDeny', {}]],
    [
      'is the resource that is asked about',
      trust(own),
      { sourceArn: rep(ACCOUNT) },
      ['allowed', { 'aws:sourcearn': rep(ACCOUNT), 'aws:sourceaccount': ACCOUNT }],
    ],
    [
      'is a Deny, where one decides',
      policy(trustStatement(), deny({ Bool: { 'aws:PrincipalIsAWSService': 'true' } })),
      {},
      ['explicitDeny', {}],
    ],
  ])('%s, and the evaluator confirms it', (_, text, over, [decision, context]) => {
    const { witness } = check(text, over);
    if (witness === null) throw new Error('there is no witness');
    expect(witness.decision).toBe(decision);
    expect(witness.context).toMatchObject(context);
    const { document } = parsePolicy(text);
    if (document === null) throw new Error('the policy cannot be read');
    const again = evaluatePolicy(document, witness, { kind: 'trust', reading: 'refused-parts-ignored' });
    expect({ decision: again.effect, statement: again.statement }).toEqual({
      decision: witness.decision,
      statement: witness.statement,
    });
  });

  it('is not there where nothing is certain', () => {
    expect(check(trust({ ArnEqual: { 'aws:SourceArn': rep(ACCOUNT) } })).witness).toBeNull();
  });
});

describe('what is said besides', () => {
  it('problems with their weight, code and place', () => {
    expect(check(trust({ ArnEqual: { 'aws:SourceArn': rep(ACCOUNT) } })).problems).toEqual([
      {
        code: 'unknown-operator',
        weight: 'refused',
        path: 'Statement[0].Condition.ArnEqual',
        message: expect.stringContaining('ArnEquals') as unknown,
      },
    ]);
  });

  it('the engine that sends no keys', () => {
    expect(check(trust(own), { engineVersion: '3.4.6' }).notes).toEqual([
      'engine 3.4.6 is older than 3.4.7: DMS sends no source keys',
    ]);
    expect(check(trust(own), { engineVersion: '3.4.7' }).notes).toEqual([]);
  });

  it.each<readonly [PolicyOrder['kind'], string, string]>([
    ['trust', trust(), 'role-trust-is-guarded'],
    ['key', key({ Principal: '*' }), 'key-admits-only-trusted'],
  ])('of a %s policy the findings of the rules that judge one, on the one document', (kind, text, rule) => {
    const { findings } = check(text, { kind });
    expect(findings.find((finding) => finding.rule === rule)).toMatchObject({
      status: 'NON_COMPLIANT',
      resource: { account: ACCOUNT, id: 'checked-document' },
    });
    expect(new Set(findings.map(({ resource }) => resource.id))).toEqual(new Set(['checked-document']));
    expect(findings.map((finding) => finding.rule)).toEqual([...new Set(findings.map((each) => each.rule))]);
  });

  it('a trusted account is trusted by the findings too', () => {
    const text = trust({ StringEquals: { 'aws:SourceAccount': FOREIGN } });
    const statusOf = (trusted: readonly string[]) =>
      check(text, { trusted }).findings.find(({ rule }) => rule === 'role-trust-is-guarded')?.because;
    expect(statusOf([])).toContain(`acting for account ${FOREIGN} may assume it`);
    expect(statusOf([FOREIGN])).not.toContain('may assume it');
  });

  it('a rule that is not there is not missed', () => {
    expect(check(trust(), { rules: [] }).findings).toEqual([]);
    expect(check(key({ Principal: root }), { kind: 'key', rules: [] }).protected).toBe('unknown');
  });
});
