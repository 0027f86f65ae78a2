/** Whether a key can be used in a state, and what makes it usable again. */
type Usability =
  | { readonly usable: true }
  | { readonly usable: false; readonly remedy: string }
  /** It passes by itself. */
  | { readonly usable: 'soon' };

/**
 * What each key state means for cryptographic operations (KMS Developer Guide, *Key states of KMS keys*;
 * KMS API, UpdatePrimaryRegion: "While the key state is Updating, you can use the keys").
 */
const states: Readonly<Record<string, Usability>> = {
  Enabled: { usable: true },
  Updating: { usable: true },
  Creating: { usable: 'soon' },
  Disabled: { usable: false, remedy: 'Enable the key with EnableKey.' },
  PendingDeletion: {
    usable: false,
    remedy:
      'Cancel the deletion with CancelKeyDeletion while there is time, then enable the key with EnableKey.',
  },
  PendingReplicaDeletion: {
    usable: false,
    remedy:
      'Cancel the deletion of this primary key with CancelKeyDeletion before its last replica is gone, then enable it with EnableKey.',
  },
  PendingImport: { usable: false, remedy: 'Import the same key material again with ImportKeyMaterial.' },
  Unavailable: { usable: false, remedy: 'Connect the custom key store of the key again.' },
};

/** Null for a state that KMS does not document. */
export const usabilityIn = (state: string): Usability | null =>
  Object.hasOwn(states, state) ? (states[state] ?? null) : null;

/** "While a KMS key is pending deletion, its key rotation status is false" (KMS API, GetKeyRotationStatus). */
export const isBeingDeleted = (state: string | null): boolean =>
  state === 'PendingDeletion' || state === 'PendingReplicaDeletion';
