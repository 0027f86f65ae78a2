import { describe, expect, it } from 'vitest';
import { watchedSources, watchedTypes } from '../../src/model/changed-facts.ts';
import { isMade, type Resource, resourcesOf, templateIn } from './templates.ts';

/** As far as our patterns go: values to choose from, and fields that must not be there (EventBridge User Guide). */
function matches(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(pattern))
    return pattern.some((choice: unknown) =>
      typeof choice === 'object' && choice !== null && 'exists' in choice
        ? choice.exists === (event !== undefined)
        : JSON.stringify(choice) === JSON.stringify(event),
    );
  const fields = (typeof event === 'object' && event !== null ? event : {}) as Readonly<
    Record<string, unknown>
  >;
  return Object.entries(pattern as object).every(([name, part]) => matches(part, fields[name]));
}

const account = { Ref: 'AWS::AccountId' };
const recorded = (detail: object, over: object = {}) => ({
  source: 'aws.config',
  'detail-type': 'Config Configuration Item Change',
  account,
  region: 'us-east-1',
  detail: { messageType: 'ConfigurationItemChangeNotification', ...detail },
  ...over,
});
const called = (eventSource: string, detail: object = {}) => ({
  source: `aws.${eventSource.split('.')[0] ?? ''}`,
  'detail-type': 'AWS API Call via CloudTrail',
  account,
  region: 'us-east-1',
  detail: { eventSource, eventName: 'UpdateAssumeRolePolicy', ...detail },
});

const patternsIn = (rules: readonly (readonly [string, Resource])[]): readonly unknown[] =>
  rules.map(([, { Properties }]) => Properties['EventPattern']);
const rulesIn = (name: string) => resourcesOf('AWS::Events::Rule', templateIn(name));

const member = templateIn('member-stack');
const inRegion = (region: string) => {
  const values = { 'AWS::Region': region, HomeRegion: 'eu-central-1', AlarmsTopic: '' };
  return resourcesOf('AWS::Events::Rule', member).filter(([, rule]) => isMade(rule, member, values));
};

describe.each([
  ['an account', rulesIn('starts')],
  ["a member's home Region", inRegion('eu-central-1')],
  ["a member's other Region", inRegion('us-east-1')],
])('the changes that are heard of in %s', (_, rules) => {
  const patterns = patternsIn(rules);
  const heard = (event: unknown): number => patterns.filter((pattern) => matches(pattern, event)).length;

  it.each(watchedTypes)('are those of %s, once, large ones too', (resourceType) => {
    expect(heard(recorded({ configurationItem: { resourceType } }))).toBe(1);
    expect(
      heard(
        recorded({
          messageType: 'OversizedConfigurationItemChangeNotification',
          configurationItemSummary: { resourceType },
        }),
      ),
    ).toBe(1);
  });

  it.each(watchedSources)('are calls to %s that succeeded, once', (source) => {
    expect(heard(called(source))).toBe(1);
    expect(heard(called(source, { errorCode: 'AccessDenied' }))).toBe(0);
  });

  it.each([
    [
      'a type that no rule hangs on',
      recorded({ configurationItem: { resourceType: 'AWS::Lambda::Function' } }),
    ],
    ['calls to another service', called('s3.amazonaws.com')],
    [
      'another account',
      recorded({ configurationItem: { resourceType: 'AWS::IAM::Role' } }, { account: '999999999999' }),
    ],
    ['a compliance that changed', { ...recorded({}), 'detail-type': 'Config Rules Compliance Change' }],
  ])('are not %s', (__, event) => {
    expect(heard(event)).toBe(0);
  });

  it('fit patterns of 2,048 characters', () => {
    const filledIn = patterns.map((pattern) =>
      JSON.stringify(pattern).replaceAll('{"Ref":"AWS::AccountId"}', '"111122223333"'),
    );
    expect(filledIn.filter((pattern) => pattern.length > 2_048)).toEqual([]);
  });
});

describe('where changes go', () => {
  const targetsOf = (rules: readonly (readonly [string, Resource])[]): ReadonlySet<string> =>
    new Set(rules.map(([, { Properties }]) => JSON.stringify(Properties['Targets'])));
  const bus = 'arn:${AWS::Partition}:events:${HomeRegion}:${AWS::AccountId}:event-bus/default';

  it('is the queue of start-rules in the home Region, which lets in these rules alone', () => {
    for (const [name, rules] of [
      ['starts', rulesIn('starts')],
      ['member-stack', inRegion('eu-central-1')],
    ] as const) {
      expect([...targetsOf(rules)]).toEqual([
        JSON.stringify([{ Id: 'dms-auditor', Arn: { 'Fn::GetAtt': ['ChangesQueue', 'Arn'] } }]),
      ]);
      const { PolicyDocument } = templateIn(name).Resources['ChangesQueuePolicy']?.Properties as {
        readonly PolicyDocument: { readonly Statement: readonly Readonly<Record<string, unknown>>[] };
      };
      expect(PolicyDocument.Statement.find(({ Sid }) => Sid === 'Changes')?.['Condition']).toEqual({
        ArnEquals: { 'aws:SourceArn': rules.map(([id]) => ({ 'Fn::GetAtt': [id, 'Arn'] })) },
      });
    }
  });

  it('is the bus of the home Region in all others', () => {
    expect([...targetsOf(inRegion('us-east-1'))]).toEqual([
      JSON.stringify([
        {
          Id: 'dms-auditor',
          Arn: { 'Fn::Sub': bus },
          RoleArn: { 'Fn::GetAtt': ['ForwardRole', 'Arn'] },
        },
      ]),
    ]);
  });

  it('is there too for calls to IAM, from a Region that has nothing else', () => {
    const [pattern, ...more] = patternsIn(rulesIn('iam-calls'));
    expect(more).toEqual([]);
    expect(matches(pattern, called('iam.amazonaws.com'))).toBe(true);
    expect(matches(pattern, called('dms.amazonaws.com'))).toBe(false);
  });
});
