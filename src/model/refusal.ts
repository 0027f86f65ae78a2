/**
 * Something that no second try would change and the operator can put right. Its message is one line: what,
 * where, what to do.
 */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';
}
