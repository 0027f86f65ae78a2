import { ListTagsForResourceCommand, type Tag } from '@aws-sdk/client-database-migration-service';
import { describe, expect, it } from 'vitest';
import { collectTags } from '../../src/collect/tags.ts';
import { known } from '../../src/model/lookup.ts';
import { awsError, denied } from './support/answers.ts';
import { anAws, someClients } from './support/aws.ts';

const arns = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `arn:${index}`);
const tags = (of: readonly string[]) =>
  collectTags(of, { clients: someClients(), region: 'eu-west-1', track: (_region, _what, work) => work });

interface Asked {
  readonly ResourceArn?: string;
  readonly ResourceArnList?: readonly string[];
}

/** Answers batches and single ARNs by these functions, and remembers what was asked. */
function answering(batch: (arns: readonly string[]) => Tag[], single: (arn: string) => Tag[] = () => []) {
  const asked: Asked[] = [];
  anAws()
    .dms.on(ListTagsForResourceCommand)
    .callsFake((input: Asked) => {
      asked.push(input);
      return {
        TagList: input.ResourceArnList ? batch(input.ResourceArnList) : single(input.ResourceArn ?? ''),
      };
    });
  return asked;
}

describe('collectTags', () => {
  it('asks in batches of 50, each ARN once', async () => {
    const asked = answering(() => []);
    const found = await tags([...arns(101), ...arns(101)]);
    expect(asked.map(({ ResourceArnList }) => ResourceArnList?.length)).toEqual([50, 50, 1]);
    expect(Object.keys(found)).toHaveLength(101);
  });

  it('asks nothing about nothing', async () => {
    const asked = answering(() => []);
    expect(await tags([])).toEqual({});
    expect(asked).toEqual([]);
  });

  it('gives each ARN its own tags, and none to one that is not mentioned', async () => {
    answering(() => [
      { ResourceArn: 'arn:0', Key: 'owner', Value: 'a' },
      { ResourceArn: 'arn:0', Key: 'empty' },
    ]);
    expect(await tags(arns(2))).toEqual({ 'arn:0': known({ owner: 'a', empty: '' }), 'arn:1': known({}) });
  });

  it('keeps keys that are names of Object', async () => {
    answering(() => [{ ResourceArn: 'arn:0', Key: '__proto__', Value: 'x' }]);
    const found = await tags(arns(1));
    expect(JSON.stringify(found)).toBe('{"arn:0":{"known":true,"value":{"__proto__":"x"}}}');
  });

  it('makes each ARN of a refused batch unread', async () => {
    anAws().dms.on(ListTagsForResourceCommand).rejects(denied);
    const why = { call: 'dms:ListTagsForResource', error: 'AccessDeniedException', transient: false };
    expect(await tags(arns(2))).toEqual({
      'arn:0': { known: false, unread: { ...why, resource: 'arn:0' } },
      'arn:1': { known: false, unread: { ...why, resource: 'arn:1' } },
    });
  });

  it('asks one by one when one of a batch is gone', async () => {
    const gone = awsError('ResourceNotFoundFault');
    const asked = answering(
      () => {
        throw gone;
      },
      (arn) => {
        if (arn === 'arn:1') throw gone;
        return [{ Key: 'owner', Value: arn }];
      },
    );
    expect(await tags(arns(3))).toMatchObject({
      'arn:0': known({ owner: 'arn:0' }),
      'arn:1': { unread: { resource: 'arn:1', error: 'ResourceNotFoundFault' } },
      'arn:2': known({ owner: 'arn:2' }),
    });
    expect(asked).toHaveLength(4);
  });

  it.each([
    ['does not say whose a tag is', { Key: 'owner', Value: 'a' }],
    ['tags what was not asked about', { ResourceArn: 'arn:9', Key: 'owner', Value: 'a' }],
  ])('asks one by one when an answer %s', async (_, tag) => {
    answering(
      () => [tag],
      (arn) => [{ Key: 'owner', Value: arn }],
    );
    expect(await tags(arns(2))).toEqual({
      'arn:0': known({ owner: 'arn:0' }),
      'arn:1': known({ owner: 'arn:1' }),
    });
  });

  it('does not take an answer without a list for no tags', async () => {
    anAws().dms.on(ListTagsForResourceCommand).resolves({});
    expect(await tags(arns(1))).toMatchObject({ 'arn:0': { unread: { error: 'MalformedAnswer' } } });
  });
});
