import { describe, expect, it } from 'vitest';
import { known, unread } from '../../src/model/lookup.ts';
import { accountWith, anInstance, aSnapshot, listed } from '../support/builders.ts';
import { run, scratch } from './support/run.ts';

const files = scratch();

const denied = unread({
  call: 'dms:ListTagsForResource',
  resource: null,
  error: 'AccessDenied',
  transient: false,
});
const snapshots = {
  /** instance-spans-zones is MEDIUM. */
  failing: aSnapshot(accountWith({ instances: listed(anInstance({ multiAz: false })) })),
  passing: aSnapshot(accountWith({ instances: listed(anInstance()) })),
  unknown: aSnapshot(accountWith({ instances: listed(anInstance({ multiAz: null })) })),
  untagged: aSnapshot(
    accountWith({ instances: listed(anInstance()), tags: { [anInstance().arn]: known({}) } }),
  ),
  unread: aSnapshot(accountWith({ instances: listed(anInstance()), tags: { [anInstance().arn]: denied } })),
};

const zones = ['--rules', 'instance-spans-zones'];
const tags = ['--rules', 'resource-has-required-tags'];

describe('a scan ends', () => {
  it.each([
    [0, 'nothing fails', 'passing', zones],
    [1, 'something fails', 'failing', zones],
    [1, 'it fails at the weight named', 'failing', [...zones, '--fail-on', 'MEDIUM']],
    [1, 'the weight named is lighter', 'failing', [...zones, '--fail-on', 'informational']],
    [0, 'it fails below the weight named', 'failing', [...zones, '--fail-on', 'HIGH']],
    [0, 'no failure counts', 'failing', [...zones, '--fail-on', 'none']],
    [1, 'a LOW one fails: the default', 'untagged', tags],
    [1, 'something is not known', 'unknown', zones],
    [1, 'something was not read', 'unread', tags],
    [1, 'something is not known though no failure counts', 'unknown', [...zones, '--fail-on', 'none']],
    [0, 'what is not known is allowed', 'unknown', [...zones, '--allow-unknown']],
    [1, 'a failure is not allowed with it', 'failing', [...zones, '--allow-unknown']],
  ] as const)('%i where %s', async (exitCode, _, snapshot, args) => {
    const file = await files.write(`${snapshot}.json`, JSON.stringify(snapshots[snapshot]));
    expect((await run('scan', '--snapshot', file, ...args)).exitCode).toBe(exitCode);
  });
});
