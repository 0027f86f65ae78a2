import { Refusal } from '../model/refusal.ts';

/** A refusal of something in the settings file or the environment. */
export class SettingsError extends Refusal {
  override readonly name = 'SettingsError';
}
