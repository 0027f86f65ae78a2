import { describe, expect, it } from 'vitest';
import { complete } from '../../src/model/lookup.ts';
import { ACCOUNT, accountWith, anEventSubscription, policy } from '../support/builders.ts';
import { aTopic, topicArn, topicStatement, topicsKnown } from '../support/topic-builders.ts';
import { planned } from './planned.ts';

const partner = '222222222222';
const open = topicStatement({ Condition: undefined, Sid: 'Publishers' });
const guarded = 'topic-policy-is-guarded';

function patched(
  statements: readonly object[],
  {
    rule = guarded,
    ids = ['events'],
    trustedAccounts = [],
  }: { rule?: string; ids?: readonly string[]; trustedAccounts?: readonly string[] } = {},
) {
  const subscriptions = ids.map((id) =>
    anEventSubscription({ id, arn: `arn:aws:dms:eu-west-1:${ACCOUNT}:es:${id}` }),
  );
  const whole = accountWith({
    eventSubscriptions: complete(subscriptions),
    ...topicsKnown(aTopic({ policy: policy(...statements) })),
  });
  const { statements: put, left } = planned(whole, [rule], { trustedAccounts });
  return { put: put['AWS::SNS::Topic'], left: left[rule] };
}

describe('a topic policy that lets DMS publish for this account alone', () => {
  const { Sid, ...unnamed } = open as { readonly Sid: string };
  const forOwn = { StringEquals: { 'aws:SourceAccount': ACCOUNT } };
  const others = { AWS: `arn:aws:iam::${ACCOUNT}:root`, Service: 's3.amazonaws.com' };

  it.each<[name: string, present: object, put: readonly object[]]>([
    ['binds a statement for DMS', open, [{ ...unnamed, Sid, Condition: forOwn }]],
    [
      'leaves those who are named beside it as they are',
      { ...open, Principal: { ...others, Service: ['dms.amazonaws.com', 's3.amazonaws.com'] } },
      [
        { ...unnamed, Sid, Condition: forOwn },
        { ...unnamed, Principal: others },
      ],
    ],
  ])('%s', (_, present, put) => {
    expect(patched([present]).put).toEqual(put);
  });

  it('lets DMS of trusted accounts publish as before', () => {
    expect(patched([open], { trustedAccounts: [partner] }).put).toEqual([
      { ...open, Condition: { StringEquals: { 'aws:SourceAccount': [ACCOUNT, partner] } } },
    ]);
  });

  it.each([
    ['everybody', '*'],
    ['everybody with an account or a service', { AWS: '*' }],
  ])('is none where the statement is for %s', (_, Principal) => {
    const { put, left } = patched([{ ...open, Principal, Action: ['sns:Publish', 'sns:Subscribe'] }]);
    expect(put).toBeUndefined();
    expect(left).toBe(
      'the statement names nobody that could be told apart, or asks for another account already',
    );
  });
});

describe('a topic policy that lets DMS publish for subscriptions', () => {
  it('holds no Sid twice, however alike they are called', () => {
    const reader = topicStatement({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Sid: 'Reader' });
    const { put } = patched([reader], { rule: 'event-subscription-works', ids: ['my-events', 'myevents'] });
    const forSubscription = (id: string): object =>
      topicStatement({
        Condition: {
          StringEquals: { 'aws:SourceAccount': ACCOUNT },
          ArnLike: { 'aws:SourceArn': `arn:aws:dms:eu-west-1:${ACCOUNT}:es:${id}` },
        },
        Resource: topicArn(),
      });
    expect(put).toHaveLength(3);
    expect(put).toEqual(
      expect.arrayContaining([reader, forSubscription('my-events'), forSubscription('myevents')]),
    );
  });
});
