/**
 * Gives the answer that was given before where subject and question are the same again. Rules ask the same of
 * one document, and a document is the same object for all of them. The question must be plain JSON; its
 * `guardrails`, which hold many policies, are told by which object they are.
 */
export function remembered<Subject extends object, Question, Answer>(
  judge: (subject: Subject, question: Question) => Answer,
): (subject: Subject, question: Question) => Answer {
  const given = new WeakMap<Subject, Map<string, Answer>>();
  return (subject, question) => {
    const answers = given.get(subject) ?? new Map<string, Answer>();
    given.set(subject, answers);
    const name = nameOf(question);
    const before = answers.get(name);
    if (before !== undefined) return before;
    const answer = judge(subject, question);
    answers.set(name, answer);
    return answer;
  };
}

/** A question as a text: two are the same where their texts are. */
const nameOf = (question: unknown): string =>
  JSON.stringify(question, (key, value: unknown) =>
    key === 'guardrails' && typeof value === 'object' && value !== null ? numberOf(value) : value,
  );

const numbers = new WeakMap<object, number>();
let last = 0;

function numberOf(guardrails: object): number {
  const known = numbers.get(guardrails);
  if (known !== undefined) return known;
  last += 1;
  numbers.set(guardrails, last);
  return last;
}
