import type { Finding } from '../model/finding.ts';
import type { Result, ResultPatch } from '../model/result.ts';
import type { Rule } from '../model/rule.ts';
import type { Settings } from '../model/settings.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Fix } from './fix.ts';
import { merged } from './merge.ts';
import type { Json } from './patch.ts';
import { planFixes } from './plan.ts';
import { commandFor } from './render/cli.ts';
import { type NumberedPlan, numbered } from './render/numbered.ts';
import { reasonOf, toldInBrief } from './render/told.ts';

/** What was judged, and by what. */
interface Judged {
  readonly snapshot: Snapshot;
  readonly rules: readonly Rule[];
  readonly settings: Settings;
}

/**
 * The result with the patches of what fails, each tried together with all others; every failure says which one mends
 * it, or why none does.
 */
export function withPatches(result: Result, { snapshot, rules, settings }: Judged): Result {
  const plans = Object.entries(snapshot.accounts).map(([account, whole]) => {
    const before = result.findings.filter(({ resource }) => resource.account === account);
    return planFixes({ account, whole, rules, settings }, () => true, { before, mostAlone: 0 });
  });
  const all = numbered(plans);
  const patches = all.flatMap(({ fixes }) => fixes.map(resultPatchOf));
  const remediations = new Map(all.flatMap((plan) => [...remediationsIn(plan)]));
  const findings = result.findings.map((finding) => {
    const remediation = finding.status === 'NON_COMPLIANT' ? remediations.get(finding.id) : undefined;
    return remediation === undefined ? finding : { ...finding, remediation };
  });
  return { ...result, findings, patches };
}

/** By the ids of the failures; a fix has the position of the result's patch. */
function remediationsIn({
  fixes,
  left,
  together,
}: NumberedPlan): ReadonlyMap<string, Finding['remediation']> {
  const all = new Map<string, Finding['remediation']>();
  const beside = 'the patches of other findings mend it too; fix --finding gives one of its own';
  for (const { id, remediation } of together.fixed)
    all.set(id, { summary: remediation.summary, patch: null, noPatch: beside });
  for (const { position, fixes: mended, changes } of fixes) {
    const summary = toldInBrief(changes);
    for (const { id } of mended) all.set(id, { summary, patch: position });
  }
  for (const { position, patches } of fixes)
    for (const [id, own] of byFinding(patches))
      all.set(id, {
        summary: toldInBrief(merged(own.flatMap(({ patch }) => patch.changes))),
        patch: position,
      });
  for (const each of left) {
    const { id, remediation } = each.finding;
    all.set(id, { summary: remediation.summary, patch: null, noPatch: reasonOf(each) });
  }
  return all;
}

function byFinding(patches: Fix['patches']): ReadonlyMap<string, Fix['patches']> {
  const all = new Map<string, Fix['patches'][number][]>();
  for (const patch of patches) {
    const { id } = patch.finding;
    const own = all.get(id);
    if (own === undefined) all.set(id, [patch]);
    else own.push(patch);
  }
  return all;
}

const resultPatchOf = ({ account, fixes, changes, after, advice }: Fix): ResultPatch => ({
  account,
  mends: fixes.map(({ id }) => id),
  changes: changes.map((change) => ({
    resource: change.resource,
    properties: change.properties.map(({ property, from, to }) => ({
      property,
      from: textOf(from),
      to: textOf(to),
    })),
    command: commandFor(change),
  })),
  after,
  ...advice,
});

const textOf = (value: Json): string | null =>
  value === null || typeof value === 'string' ? value : JSON.stringify(value);
