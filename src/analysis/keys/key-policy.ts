import { severities } from '../../model/finding.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { actionGroups } from './action-groups.ts';
import type { Candidate, LetIn } from './candidate.ts';
import { identities } from './identities.ts';
import type { KeyAction, Reach } from './key-actions.ts';
import type { KeyPolicyQuestion } from './key-question.ts';
import { services } from './services.ts';

/** Somebody who is not trusted and whom the key policy lets do something. */
export interface Intruder extends LetIn {
  readonly reach: Reach;
}

export interface Admission {
  /** The heaviest first. */
  readonly intruders: readonly Intruder[];
  /** Who may get in, where it is not decided whether. */
  readonly undecided: readonly string[];
  /** What is taken for granted where nobody gets in. */
  readonly assumes: readonly string[];
}

/**
 * Who besides trusted principals may use or administer a key by its policy, over every request that users,
 * roles and services could make.
 */
export function judgeKeyPolicy(document: PolicyDocument, question: KeyPolicyQuestion): Admission {
  const groups = actionGroups(document, question.guardrails);
  if (groups.length === 0) return { intruders: [], undecided: [], assumes: [] };
  const judged = [...identities(document, question), ...services(document, question)].map((candidate) =>
    judgeCandidate(candidate, groups),
  );
  return {
    intruders: judged.flatMap(({ intruders }) => intruders).toSorted(byWeight),
    undecided: [...new Set(judged.flatMap(({ undecided }) => undecided))],
    assumes: [...new Set(judged.flatMap(({ assumes }) => assumes))],
  };
}

/** The heaviest that somebody is let do; if there is nothing, the weightiest action that is not decided. */
function judgeCandidate({ name, judge }: Candidate, groups: readonly KeyAction[]): Admission {
  const answers = groups.map(({ action, reach }) => ({ action, reach, answer: judge(action) }));
  const intruders = answers.flatMap(({ reach, answer }): readonly Intruder[] => {
    if (answer.answer !== 'let-in') return [];
    // Across accounts KMS takes no administration, and to be told of a key is not to use it.
    const severity = reach === 'uses' ? answer.by.severity : 'MEDIUM';
    return [{ ...answer.by, severity, reach }];
  });
  if (intruders.length > 0) {
    return { intruders: intruders.toSorted(byWeight).slice(0, 1), undecided: [], assumes: [] };
  }
  const undecided = answers.flatMap(({ action, answer }) =>
    answer.answer === 'undecided' ? [`whether ${name} may call ${action} ${answer.why}`] : [],
  );
  return {
    intruders,
    undecided: undecided.slice(0, 1),
    assumes: answers.flatMap(({ answer }) => (answer.answer === 'refused' ? answer.assumes : [])),
  };
}

const byWeight = (a: Intruder, b: Intruder): number =>
  severities.indexOf(b.severity) - severities.indexOf(a.severity);
