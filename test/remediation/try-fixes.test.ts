import { describe, expect, it } from 'vitest';
import { complete } from '../../src/model/lookup.ts';
import { defaultSettings as settings } from '../../src/model/settings.ts';
import { planFixes } from '../../src/remediation/plan.ts';
import { Trials } from '../../src/remediation/trials.ts';
import { triedFixes } from '../../src/remediation/try-fixes.ts';
import { instanceUpgradesMinorVersions } from '../../src/rules/instance-upgrades-minor-versions.ts';
import { ACCOUNT, accountWith, anInstance } from '../support/builders.ts';

const rules = [instanceUpgradesMinorVersions];
const whole = accountWith({
  instances: complete(
    ['one', 'other'].map((id) =>
      anInstance({ id, arn: `arn:aws:dms:eu-west-1:${ACCOUNT}:rep:${id}`, autoMinorVersionUpgrade: false }),
    ),
  ),
});
const estate = { account: ACCOUNT, whole, rules, settings };
const before = rules.flatMap((rule) => rule.evaluate(ACCOUNT, whole, settings));
const patches = planFixes(estate, () => true).fixes.flatMap((fix) => fix.patches);

describe('a repair of what other patches bring about', () => {
  const groups = patches.map((patch) => [patch]);
  const [asked, repair] = patches.map(({ finding }) => finding);
  const tried = (sequels: ReadonlyMap<string, readonly string[]>, mostAlone: number) =>
    triedFixes({ groups, noPatches: new Map(), sequels }, new Trials(estate, before), {
      asked: asked === undefined ? [] : [asked],
      mostAlone,
    }).fixes.map(({ changes, after, whyAfter }) => ({
      of: changes.map(({ resource }) => resource.id),
      ...{ after, whyAfter },
    }));

  it.each([200, 0])('is left out where nothing gets worse without it, with %i tried alone', (mostAlone) => {
    const sequels = new Map([[repair?.id ?? '', [asked?.id ?? '']]]);
    expect(tried(sequels, mostAlone)).toEqual([{ of: ['one'], after: [], whyAfter: 'repairs' }]);
  });

  it.each([200, 0])(
    'is told from the patches of findings that were asked for, with %i tried alone',
    (mostAlone) => {
      expect(tried(new Map(), mostAlone).map(({ of }) => of)).toEqual([['one'], ['other']]);
    },
  );
});
