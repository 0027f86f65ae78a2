/** Something that the operator must put right; its message is one line: what, where, what to do. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}
