import type { DmsRole, Facts } from '../../model/account-view.ts';
import type { Settings } from '../../model/settings.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Place } from '../callers/sources.ts';
import { bearingOn } from '../organization/bearing.ts';
import { guardrailsOver, noGuardrails, nothingOver, type Over } from '../organization/guardrails.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { withTrust } from './trust.ts';
import { organizationIn, type TrustTerms, trustedIn } from './trust-terms.ts';

/** What is known around a role. */
interface TrustAround extends Pick<Place, 'account' | 'partition' | 'regions'> {
  readonly facts: Pick<Facts, 'organization' | 'organizationPolicies'>;
  readonly settings: Settings;
}

type Terms = Omit<TrustTerms, 'users'>;

/** A role's trust policy, and what decides besides it who may assume the role. */
interface TrustInForce {
  readonly document: PolicyDocument;
  readonly text: string;
  /** What a trust is to be right by, whatever the organisation has over it. */
  readonly terms: Terms;
  /** The same, with what the organisation has over it. */
  readonly place: Terms & Place;
  /** What a verdict takes for granted. */
  readonly assumes: readonly string[];
}

/** By which a role is assumed. */
const assuming = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'];

/** The verdict on who may assume a role, if its trust policy and what the organisation has over it can be read. */
export const withTrustInForce = (
  role: DmsRole,
  { account, partition, regions, facts, settings }: TrustAround,
  judge: (trust: TrustInForce) => Verdict,
): Verdict =>
  withTrust(role, (document, text) => {
    const organization = organizationIn(facts.organization);
    const terms = { account, partition, regions, organization, ...trustedIn(settings) };
    const judgeUnder = (over: Over): Verdict => {
      const guardrails = bearingOn(over.guardrails, assuming);
      // A trust has no Resource; a guardrail may name the role in its own.
      const resource = guardrails === noGuardrails ? null : role.arn;
      const place = { ...terms, guardrails, resource };
      return judge({ document, text, terms, place, assumes: over.assumes });
    };
    const over = guardrailsOver({ facts, settings });
    if (!('status' in over)) return judgeUnder(over);
    // That a rule does not concern a role is not for the organisation to say.
    const alone = judgeUnder(nothingOver);
    return alone.status === 'NOT_APPLICABLE' ? alone : over;
  });
