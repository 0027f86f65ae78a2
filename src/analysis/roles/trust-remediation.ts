import type { DmsRole } from '../../model/account-view.ts';
import type { Unread } from '../../model/lookup.ts';
import { describeGuardrail } from '../callers/describe.ts';
import type { Tried } from '../callers/tried.ts';
import { guardSupportedFrom } from '../engine-version.ts';
import { withoutSourceKeys } from './sent-keys.ts';
import { type MendedTrust, trustDocument, type Unmendable } from './trust-document.ts';
import { type TrustNeed, trustNeeds } from './trust-needs.ts';
import type { TrustTerms } from './trust-terms.ts';
import { type DmsEstate, usersOf } from './users.ts';

/** What a fix of a role's trust is made from. */
interface TrustRepair {
  readonly role: DmsRole;
  /** Why some DMS resource that names the role may be missing. */
  readonly unread: readonly Unread[];
  readonly estate: DmsEstate;
  readonly terms: Omit<TrustTerms, 'users'>;
}

/** A role's trust as it is to be, and what to mind about it. */
export type RepairedTrust = MendedTrust & { readonly warnings: readonly string[] };

/** The trust policy to put in the place of a role's own, or to create the role with. */
export function repairedTrust({ role, unread, estate, terms }: TrustRepair): RepairedTrust {
  const users = usersOf(role, unread, estate);
  const needs = trustNeeds(role, users, terms);
  const present = role.role.known ? (role.role.value?.trust ?? null) : null;
  const mended = trustDocument(present, needs, { ...terms, users: users.users });
  const takenOut = mended.document === null ? [] : mended.takenOut;
  return {
    ...mended,
    warnings: [
      ...warnings(role, needs, estate),
      ...(users.unread.length > 0 ? [notAllSeen] : []),
      ...takenOut.map(
        (name) => `It takes ${name}, a Deny, from what needs the role: see that this is meant.`,
      ),
    ],
  };
}

/** What to do about a role's trust, with a policy that is ready to take its place. */
export function trustRemediation(repair: TrustRepair): string {
  const { id, role } = repair.role;
  const repaired = repairedTrust(repair);
  if (repaired.document === null)
    return [
      `Change the trust policy of ${id} by hand: ${whyNone[repaired.because]}.`,
      ...repaired.warnings,
    ].join(' ');
  const what =
    role.known && role.value !== null
      ? `Put this in the place of the trust policy of ${id}.`
      : `Create ${id} with this trust policy.`;
  return [what, ...repaired.warnings].join(' ').concat('\n', repaired.document);
}

/** As the end of a sentence. */
const whyNone: Readonly<Record<Unmendable, string>> = {
  denied: 'a Deny that keeps DMS out is for others too, and to take it out would let them in',
  unclear:
    'a statement holds something else that DMS may not meet or that IAM refuses, and to take it out may let others in or keep them out',
};

/** What to do about a refusal: change the trust, or what the organisation has over it. */
export function remedyAgainst(refusal: Tried, repair: TrustRepair): string {
  const guardrail = describeGuardrail(refusal);
  return guardrail === null
    ? trustRemediation(repair)
    : `Except such requests from the ${guardrail} of the organization, which its management account or a delegated administrator changes; the trust policy lets them in.`;
}

const notAllSeen = 'Not all DMS resources could be read: compare it with the uses of the role first.';

function warnings({ id }: DmsRole, needs: readonly TrustNeed[], { instances }: DmsEstate): readonly string[] {
  const old = withoutSourceKeys(instances).map(
    (instance) => `${instance.id} (${instance.engineVersion ?? 'engine not reported'})`,
  );
  const upgrade = `Before that, upgrade to engine ${guardSupportedFrom} or later, as older ones send no source key: ${old.join(', ')}.`;
  const logs =
    'It asks for aws:SourceAccount alone, as conditions on this role are reported to have stopped logging: start a task and verify that a log stream appears.';
  const unverified =
    'AWS does not document all keys that DMS sends for this use: run it once and see that it works.';
  const isUnverified = needs.some(({ source }) => source?.arns.length === 0);
  return [
    ...(old.length > 0 ? [upgrade] : []),
    ...(id === 'dms-cloudwatch-logs-role' ? [logs] : isUnverified ? [unverified] : []),
  ];
}
