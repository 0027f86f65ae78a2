/**
 * Gives the answer that was given before where subject and question are the same again. Rules ask the same of
 * one document, and a document is the same object for all of them. The question must be plain JSON.
 */
export function remembered<Subject extends object, Question, Answer>(
  judge: (subject: Subject, question: Question) => Answer,
): (subject: Subject, question: Question) => Answer {
  const given = new WeakMap<Subject, Map<string, Answer>>();
  return (subject, question) => {
    const answers = given.get(subject) ?? new Map<string, Answer>();
    given.set(subject, answers);
    const name = JSON.stringify(question);
    const before = answers.get(name);
    if (before !== undefined) return before;
    const answer = judge(subject, question);
    answers.set(name, answer);
    return answer;
  };
}
