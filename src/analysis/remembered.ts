import { mapPer, once, oncePer } from './once.ts';

/**
 * Gives the answer that was given before where subject and question are the same again. Rules ask the same of
 * one document, and a document is the same object for all of them. The question must be plain JSON; its
 * `guardrails`, which hold many policies, are told by which object they are.
 */
export function remembered<Subject extends object, Question, Answer>(
  judge: (subject: Subject, question: Question) => Answer,
): (subject: Subject, question: Question) => Answer {
  const given = mapPer<Subject, string, Answer>();
  return (subject, question) => once(given(subject), nameOf(question), () => judge(subject, question));
}

/** A question as a text: two are the same where their texts are. */
const nameOf = (question: unknown): string =>
  JSON.stringify(question, (key, value: unknown) =>
    key === 'guardrails' && typeof value === 'object' && value !== null ? numberOf(value) : value,
  );

let last = 0;
const numberOf = oncePer<object, number>(() => (last += 1));
