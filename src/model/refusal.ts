/**
 * Something that no second try would change and the operator can put right. Its message is one line: what,
 * where, what to do.
 */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';
}

/** A target that takes other messages does not take this one, and never will. */
export class PayloadRefused extends Error {
  override readonly name: string = 'PayloadRefused';
}
