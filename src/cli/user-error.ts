import { SameRegionTwiceError } from '../audit/merge.ts';
import { SettingsError } from '../settings/error.ts';

/** A mistake that the user can mend. Its message is one line: what, where, what to do. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** Whether an error is shown as its message alone, without a stack. */
export const isUserMistake = (error: unknown): error is Error =>
  error instanceof UserError || error instanceof SettingsError || error instanceof SameRegionTwiceError;
