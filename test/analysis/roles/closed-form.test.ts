import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  closesAgainstStrangers,
  coversAction,
  letsDmsIn,
  refusesOwn,
} from '../../../src/analysis/roles/closed-form.ts';
import { isDmsService } from '../../../src/analysis/roles/service-principals.ts';
import { ACCOUNT, FOREIGN } from '../../support/builders.ts';
import { dmsMayAssume, policy } from '../policy/builders.ts';
import { holds } from '../policy/random-cases.ts';
import { letIn, ownKeys, strangeKeys, trusts, widestReadings } from './random-trusts.ts';

const own = { 'aws:SourceAccount': ACCOUNT };
const arn = (pattern: string): object => ({ 'aws:SourceArn': pattern });
const ownArns = arn(`arn:aws:dms:*:${ACCOUNT}:*`);
const allow = (Condition: object, over: object = {}): object => ({ ...dmsMayAssume, Condition, ...over });
const deny = (Condition: object, over: object = {}): object => allow(Condition, { Effect: 'Deny', ...over });
const denyOthers = (over: object = {}): object => deny({ StringNotEquals: own }, over);
const isGuarded = (...statements: object[]): boolean => closesAgainstStrangers(policy(statements), [ACCOUNT]);

describe('the form of a trust closes it against strangers', () => {
  it.each<[name: string, statements: object[]]>([
    ['by the account', [allow({ StringEquals: own })]],
    ['by the account in each statement', [allow({ StringEquals: own }), allow({ ArnLike: ownArns })]],
    ['by the ARN', [allow({ ArnEquals: ownArns })]],
    ['by the ARN as text', [allow({ StringEquals: arn(`arn:aws:dms:eu-west-1:${ACCOUNT}:rep:A`) })]],
    ['by a Null check', [allow({ StringLikeIfExists: own, Null: { 'AWS:SourceAccount': 'false' } })]],
    ['by a Deny of everybody', [allow({}), denyOthers({ Principal: '*' })]],
    ['by a Deny of DMS', [allow({}), denyOthers()]],
    ['by a Deny of all actions', [allow({}), denyOthers({ Action: 'sts:*' })]],
    ['where DMS is not let in', [allow({}, { Principal: { Service: 'rds.amazonaws.com' } })]],
  ])('%s', (_, statements) => {
    expect(isGuarded(...statements)).toBe(true);
  });

  it.each<[name: string, statements: object[]]>([
    ['in one statement of two', [allow({ StringEquals: own }), allow({})]],
    ['by all but the account', [allow({ StringNotEquals: own })]],
    ['where the key may be missing', [allow({ StringEqualsIfExists: own })]],
    ['where a set may be empty', [allow({ 'ForAllValues:ArnLike': ownArns })]],
    [
      'by a Null check on another key',
      [allow({ StringEqualsIfExists: own, Null: { 'aws:SourceArn': 'false' } })],
    ],
    [
      'by a Null check for absence',
      [allow({ StringEqualsIfExists: own, Null: { 'aws:SourceAccount': 'true' } })],
    ],
    [
      'by a Null check for either',
      [allow({ StringEqualsIfExists: own, Null: { 'aws:SourceAccount': ['false', 'true'] } })],
    ],
    [
      'by a Null check without values',
      [allow({ StringEqualsIfExists: own, Null: { 'aws:SourceAccount': [] } })],
    ],
    ['by a text whose star may swallow the account', [allow({ StringLike: ownArns })]],
    ['by an ARN of fewer parts', [allow({ ArnLike: arn(`arn:aws:dms:*:${ACCOUNT}`) })]],
    [
      'by an ARN whose variable holds the account',
      [allow({ ArnLike: arn(`arn:aws:dms:\${a:${ACCOUNT}:b}:*:*`) })],
    ],
    [
      'by an account that is not trusted',
      [allow({ StringEquals: { 'aws:SourceAccount': [ACCOUNT, FOREIGN] } })],
    ],
    ['by a number', [allow({ NumericEquals: own })]],
    ['by an operator that IAM lacks', [allow({ stringEquals: own })]],
    ['by another key', [allow({ StringEquals: { 'aws:PrincipalAccount': ACCOUNT } })]],
    ['for every principal, by a Deny of DMS', [allow({}, { Principal: '*' }), denyOthers()]],
    ['by a Deny of the account itself', [allow({}), deny({ StringEquals: own })]],
    [
      'by a Deny that holds a second condition',
      [allow({}), deny({ StringNotEquals: own, Bool: { 'aws:SecureTransport': 'false' } })],
    ],
    ['by a Deny that a set may escape', [allow({}), deny({ 'ForAnyValue:StringNotEquals': own })]],
    ['by a Deny by ARN', [allow({}), deny({ ArnNotLike: ownArns })]],
    [
      'by a Deny of another service',
      [allow({}), denyOthers({ Principal: { Service: 'rds.amazonaws.com' } })],
    ],
    [
      'by a Deny of all but DMS',
      [allow({}), denyOthers({ Principal: undefined, NotPrincipal: dmsMayAssume.Principal })],
    ],
    ['by a Deny of another action', [allow({}), denyOthers({ Action: 'sts:TagSession' })]],
    [
      'by a Deny of all other actions',
      [allow({}), denyOthers({ Action: undefined, NotAction: 'sts:Assume*' })],
    ],
    ['by an Allow of what a Deny says', [allow({}), allow({ StringNotEquals: own })]],
  ])('not %s', (_, statements) => {
    expect(isGuarded(...statements)).toBe(false);
  });

  it('so that no request of a stranger gets in', () => {
    holds(
      fc.property(trusts, (statements) => {
        const document = policy(statements);
        if (!closesAgainstStrangers(document, [ACCOUNT])) return;
        for (const reading of widestReadings) expect(letIn(document, strangeKeys, reading)).toEqual([]);
      }),
    );
  });
});

describe('the form of a trust closes it against the account itself', () => {
  it('so that no request of its gets in', () => {
    holds(
      fc.property(trusts, (statements) => {
        const document = policy(statements);
        for (const reading of widestReadings) {
          const requests = { account: ACCOUNT, from: isDmsService, carries: [], reading: reading.refused };
          if (!refusesOwn(document, document.statements.filter(letsDmsIn), requests)) continue;
          expect(letIn(document, ownKeys, reading)).toEqual([]);
        }
      }),
    );
  });
});

describe('a statement covers sts:AssumeRole', () => {
  it.each<[element: object, covers: boolean]>([
    [{ Action: 'sts:AssumeRole' }, true],
    [{ Action: 'STS:assumerole' }, true],
    [{ Action: 'sts:Assume*' }, true],
    [{ Action: '*' }, true],
    [{ Action: ['sts:TagSession', 'sts:AssumeRol?'] }, true],
    [{ Action: 'sts:AssumeRoleWithSAML' }, false],
    [{ Action: 'sts:TagSession' }, false],
    [{ NotAction: 'sts:TagSession' }, true],
    [{ NotAction: 'sts:*' }, false],
    [{}, false],
  ])('%j: %s', (element, covers) => {
    const [statement] = policy([{ Effect: 'Allow', Principal: '*', ...element }]).statements;
    expect(coversAction(statement?.actions ?? null, 'sts:AssumeRole')).toBe(covers);
  });
});
