import { watchedSources, watchedTypes } from '../src/model/changed-facts.ts';
import { arnOf, type Resource, ref, sub } from './cloudformation.ts';

type Resources = Readonly<Record<string, Resource>>;

/** What a rule of EventBridge may have (EventBridge User Guide, *Quotas*). */
const longestPattern = 2_048;

/** The bus that it stands for is the account's own, and so are the events: what others may put there is not taken. */
const own = { account: [ref('AWS::AccountId')] };
/** The account's id, as long as what takes its place. */
const widthOfAccount = '"111122223333"'.length - '{"Ref":"AWS::AccountId"}'.length;

const widthOf = (pattern: object): number => JSON.stringify(pattern).length + widthOfAccount;

const recorded = (item: string, types: readonly string[]): object => ({
  source: ['aws.config'],
  'detail-type': ['Config Configuration Item Change'],
  ...own,
  detail: { [item]: { resourceType: types } },
});

/** Calls that succeeded; those that only read do not come to a rule of this kind (*AWS service events*). */
const called = (sources: readonly string[]): object => ({
  source: sources.map((source) => `aws.${source.split('.')[0] ?? ''}`),
  'detail-type': ['AWS API Call via CloudTrail'],
  ...own,
  detail: { eventSource: sources, errorCode: [{ exists: false }] },
});

/**
 * Which events tell of a change that starts rules, by a name of each pattern: items that AWS Config recorded, those
 * that were too large to send whole, and calls that CloudTrail recorded. More types than a pattern holds are parted.
 */
export function changePatterns(): Readonly<Record<string, object>> {
  const parts = inParts(watchedTypes, (types) => recorded('configurationItemSummary', types));
  return Object.fromEntries([
    ...parts.map((types, part) => [`RecordedChanges${part + 1}`, recorded('configurationItem', types)]),
    ...parts.map((types, part) => [`LargeChanges${part + 1}`, recorded('configurationItemSummary', types)]),
    ['Calls', called(watchedSources)],
  ]) as Readonly<Record<string, object>>;
}

/** The calls alone that come to the bus of one Region for all: IAM's. */
export const iamCalls = (): Readonly<Record<string, object>> => ({
  Calls: called(watchedSources.filter((source) => source === 'iam.amazonaws.com')),
});

function inParts(
  names: readonly string[],
  patternOf: (names: readonly string[]) => object,
): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const name of names) {
    const last = parts.at(-1) ?? [];
    if (widthOf(patternOf([...last, name])) <= longestPattern) last.push(name);
    else parts.push([name]);
  }
  return parts;
}

const ruleFor = (EventPattern: object, target: object): Resource => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    Description: 'Changes after which rules of dms-auditor are judged again',
    EventPattern,
    Targets: [{ Id: 'dms-auditor', ...target }],
  },
});

/** In the home Region: the changes of all Regions, into the queue of start-rules. */
export const changesToQueue = (queue: string): Resources =>
  Object.fromEntries(
    Object.entries(changePatterns()).map(([id, pattern]) => [id, ruleFor(pattern, { Arn: arnOf(queue) })]),
  );

/** Lets these rules of EventBridge send to the queue. */
export const changesMaySend = (queue: string): object => ({
  Sid: 'Changes',
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: arnOf(queue),
  Condition: { ArnEquals: { 'aws:SourceArn': Object.keys(changePatterns()).map(arnOf) } },
});

const homeBus = sub('arn:${AWS::Partition}:events:${HomeRegion}:${AWS::AccountId}:event-bus/default');

/** In every other Region: the changes there, to the bus of the home Region. */
export const changesToHome = (patterns: Readonly<Record<string, object>>): Resources => ({
  ForwardRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      Description: 'Lets EventBridge tell the home Region of dms-auditor of changes',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } },
          },
        ],
      },
      Policies: [
        {
          PolicyName: 'forward',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: homeBus }],
          },
        },
      ],
    },
  },
  ...Object.fromEntries(
    Object.entries(patterns).map(([id, pattern]) => [
      `Forward${id}`,
      ruleFor(pattern, { Arn: homeBus, RoleArn: arnOf('ForwardRole') }),
    ]),
  ),
});
