import { dmsArns } from '../../../../src/analysis/callers/dms-arns.ts';
import {
  type ArnFamily,
  arnDimension,
  arnOptions,
} from '../../../../src/analysis/policy/decide/arn-dimension.ts';
import type { Context, Dimension } from '../../../../src/analysis/policy/decide/dimension.ts';
import { organizationDimension } from '../../../../src/analysis/policy/decide/organization-dimension.ts';
import type { AskedCondition } from '../../../../src/analysis/policy/decide/patterns.ts';
import { literally } from '../../../../src/analysis/policy/decide/text-set.ts';

// Families of keys that vary together: the source of a service's request and its organization.

export interface RandomFamily {
  readonly conditions: readonly {
    readonly key: string;
    readonly operators: readonly string[];
    readonly values: readonly string[];
  }[];
  readonly dimension: (conditions: readonly AskedCondition[]) => Dimension;
  readonly universe: readonly Context[];
}

const accountKey = 'aws:sourceaccount';
const arnKey = 'aws:sourcearn';
const accounts = ['111111111111', '222222222222', '333333333333', '111122223333', '999999999999'];
const arnsOf = (account: string): readonly string[] =>
  ['eu-west-1', 'eu-west-9'].flatMap((region) =>
    ['rep:A', 'endpoint:A', 'rep:A111111111111'].map((id) => `arn:aws:dms:${region}:${account}:${id}`),
  );

const family: ArnFamily = {
  arnKey,
  accountKeys: [accountKey],
  arns: dmsArns('aws', ['rep', 'endpoint']),
  preferred: ['arn:aws:dms:eu-west-1:999999999999:rep:A'],
  carried: [true, false].flatMap((arn) => [true, false].map((account) => ({ arn, account }))),
  marks: [{ on: 'account', set: [literally('111111111111')] }],
};

export const sources: RandomFamily = {
  conditions: [
    {
      key: 'aws:SourceAccount',
      operators: ['StringEquals', 'StringLike', 'StringNotEquals', 'StringNotLike', 'StringEqualsIgnoreCase'],
      values: [
        ...accounts.slice(0, 3),
        '1111*',
        '????????????',
        '*1',
        '*',
        '12345',
        '${aws:SourceAccount}',
        "${aws:PrincipalTag/x, '222222222222'}",
      ],
    },
    {
      key: 'aws:SourceArn',
      operators: ['ArnLike', 'ArnEquals', 'ArnNotLike', 'ArnNotEquals'],
      values: [
        'arn:aws:dms:*:111111111111:*',
        'arn:aws:dms:*:222222222222:rep:*',
        'arn:aws:dms:eu-west-1:*:*',
        'arn:*:*:*:1111*:*:A',
        'arn:aws:s3:::bucket',
        'arn:aws:dms:*:${aws:SourceAccount}:*',
        "arn:aws:dms:*:${aws:SourceAccount, '333333333333'}:rep:*",
      ],
    },
    {
      key: 'aws:SourceArn',
      operators: ['StringLike', 'StringNotLike', 'StringEquals', 'StringEqualsIgnoreCase'],
      values: [
        '*111111111111*',
        'arn:aws:dms:*:111111111111:*',
        '*:rep:A',
        'arn:aws:dms:eu-west-1:222222222222:rep:A',
        'ARN:aws:dms:eu-west-1:333333333333:rep:a',
        '${aws:SourceAccount}',
      ],
    },
  ],
  dimension: (conditions) => {
    const { options, doubts } = arnOptions(family, conditions, () => ({ kind: 'absent' }));
    return arnDimension(family, doubts, options);
  },
  universe: [
    {},
    ...accounts.flatMap((account) => [
      { [accountKey]: account },
      ...arnsOf(account).flatMap((arn) => [{ [arnKey]: arn }, { [accountKey]: account, [arnKey]: arn }]),
    ]),
  ],
};

const [idKey, pathsKey] = ['aws:sourceorgid', 'aws:sourceorgpaths'];

export const organizations: RandomFamily = {
  conditions: [
    {
      key: idKey,
      operators: ['StringEquals', 'StringLike', 'StringNotEquals', 'StringNotLike'],
      values: ['o-1', 'o-2', 'o-1*', '*', 'x'],
    },
    {
      key: pathsKey,
      operators: [
        'ForAnyValue:StringLike',
        'ForAllValues:StringLike',
        'ForAnyValue:StringNotLike',
        'StringLike',
      ],
      values: ['o-1/*', 'o-1/r-1/', 'o-1/r-1/ou-1/*', 'o-2/*', '*'],
    },
  ],
  dimension: (conditions) =>
    organizationDimension(
      { idKey, pathsKey, members: 'any', orNone: true, unverified: false },
      conditions,
      () => ({ kind: 'absent' }),
    ),
  universe: [
    {},
    ...['o-1/r-1/', 'o-1/r-1/ou-1/', 'o-1/r-2/', 'o-12/r-1/', 'o-2/r-1/', 'o-3/r-3/'].map((path) => ({
      [idKey]: path.split('/')[0] ?? '',
      [pathsKey]: [path],
    })),
  ],
};
