import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, aSnapshot } from '../support/builders.ts';
import { run, scratch } from './support/run.ts';

const files = scratch();
const good = aSnapshot();
const text = JSON.stringify(good);

/** The snapshot with one part changed, by a JSON Pointer. */
function changed(pointer: string, value: unknown): string {
  const copy: unknown = JSON.parse(text);
  const names = pointer.split('/').slice(1);
  const last = names.pop() ?? '';
  const parent = names.reduce((part, name) => (part as Record<string, unknown>)[name], copy);
  Object.assign(parent as object, { [last]: value });
  return JSON.stringify(copy);
}

async function refusal(content: string | Buffer): Promise<string> {
  const file = await files.write('snapshot.json', content);
  const { exitCode, out, err } = await run('scan', '--snapshot', file);
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
  return err.replace(file, 'FILE');
}

const notJson = 'dms-auditor: FILE is not JSON; if it was cut off on its way, collect the snapshot again\n';

describe('what is no JSON', () => {
  it.each([
    ['nothing', ''],
    ['cut off', text.slice(0, -20)],
    ['YAML', 'schemaVersion: "1"'],
    ['bytes', '\u0000\u0001'],
    ['compressed and cut off', gzipSync(text).subarray(0, -20)],
    ['compressed YAML', gzipSync('schemaVersion: "1"')],
  ])('%s', async (_, content) => {
    expect(await refusal(content)).toBe(notJson);
  });
});

describe('what is JSON but no snapshot', () => {
  it.each([
    ['an empty object', '{}'],
    ['an empty list', '[]'],
    ['null', 'null'],
    ['text', '"1"'],
    ['a manifest', '{"name":"left-pad","version":"1.0.0"}'],
    ['a version that is a number', '{"schemaVersion":1,"accounts":{}}'],
  ])('%s', async (_, content) => {
    expect(await refusal(content)).toMatch(
      /^dms-auditor: FILE is JSON but no snapshot; make one with: dms-auditor collect --output \S+\n$/,
    );
  });
});

it('a result is told apart', async () => {
  expect(await refusal('{"schemaVersion":"1","findings":[]}')).toBe(
    'dms-auditor: FILE is a result of a scan but no snapshot; make one with: dms-auditor collect --output snapshot.json\n',
  );
});

it('one of a version to come is named as such', async () => {
  expect(await refusal(changed('/schemaVersion', '2'))).toBe(
    'dms-auditor: FILE has snapshot version "2", and this dms-auditor reads version 1; use the release that wrote it, or a newer one\n',
  );
});

describe('a damaged one is refused with the place', () => {
  const region = `/accounts/${ACCOUNT}/regions/eu-west-1`;
  it.each([
    [
      'a field is gone',
      changed('/takenAt', undefined),
      "its top level must have required property 'takenAt'",
    ],
    ['a field is of another type', changed('/takenAt', 1), '/takenAt must be string'],
    ['a field is unknown', changed('/extra', 1), 'its top level must NOT have additional properties'],
    [
      'a listing is gone',
      changed(`${region}/tasks`, undefined),
      `${region} must have required property 'tasks'`,
    ],
    [
      'an answer is none',
      changed(`/accounts/${ACCOUNT}/iam/roles`, { 'dms-vpc-role': {} }),
      `/accounts/${ACCOUNT}/iam/roles/dms-vpc-role must have`,
    ],
    [
      'an account has another name',
      changed('/accounts', { production: good.accounts[ACCOUNT] }),
      '/accounts/production is no account id',
    ],
    [
      'a name reaches for the prototype',
      text.replace(`"${ACCOUNT}":`, '"__proto__":'),
      '/accounts/__proto__ is no account id',
    ],
    [
      'a name carries a line break',
      changed('/accounts', { 'a\nb': {} }),
      '/accounts/a\u{FFFD}b must have required property',
    ],
  ])('%s', async (_, content, place) => {
    const message = await refusal(content);
    expect(message).toContain(`dms-auditor: FILE is a damaged snapshot: ${place}`);
    expect(message).toMatch(/; collect it again\n$/);
    expect(message.split('\n')).toHaveLength(2);
  });
});

it('one account and Region in two of them is an error', async () => {
  const one = await files.write('one.json', text);
  const other = await files.write('other.json', text);
  expect(await run('scan', '--snapshot', one, other)).toEqual({
    exitCode: 2,
    out: '',
    err: `dms-auditor: account ${ACCOUNT}, Region eu-west-1 is in more than one snapshot\n`,
  });
});
