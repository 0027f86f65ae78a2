import type { Problem } from './shape.ts';

/** What reading a policy has brought to light so far. */
export interface Notes {
  /** Why the policy cannot be read. */
  readonly unreadable: Problem[];
  readonly others: Problem[];
  /** Why IAM would refuse the statement being read, or the policy around it. */
  readonly refused: string[];
}

/** For a part that bears on the verdict and has no meaning: to leave it out could widen an Allow. */
export function cannotRead(notes: Notes, code: string, path: string, message: string): void {
  notes.unreadable.push({ code, weight: 'refused', path, message });
}

/** For a part that IAM would refuse and the statement around it with it. */
export function refuse(notes: Notes, code: string, path: string, message: string): void {
  notes.others.push({ code, weight: 'refused', path, message });
  notes.refused.push(message);
}
