/** What is known of the scans of an account. Moments are ISO 8601, UTC, to the millisecond, so that they compare as text. */
export interface ScanState {
  /** All changes up to this moment are known of; null: of none. */
  readonly changedAt: string | null;
  /** Until when nobody but who holds it may scan; null: anybody may. */
  readonly heldUntil: string | null;
}
