import type { GrantListEntry } from '@aws-sdk/client-kms';
import type { FactName } from '../../model/facts.ts';
import type { KeyGrant, KmsKey } from '../../model/keys.ts';
import { known, type Lookup, notCollected, unread } from '../../model/lookup.ts';
import { ask } from '../ask.ts';
import type { Kms } from '../clients/kms.ts';
import type { Clients } from '../clients.ts';
import { flag, MalformedAnswer, required, text, texts } from '../fields.ts';
import { pageThrough, whole } from '../page-through.ts';

type Details = Pick<KmsKey, 'policy' | 'rotates' | 'grants'>;

/** What decides who may use a key and how long its material lasts, as far as it is wanted: each fails on its own. */
export async function readDetails(
  kms: Kms,
  { limit }: Clients,
  arn: string,
  facts: ReadonlySet<FactName>,
): Promise<Details> {
  const wanted = <T>(fact: FactName, call: string, read: () => Promise<Lookup<T>>): Promise<Lookup<T>> =>
    facts.has(fact) ? read() : Promise.resolve(unread(notCollected(call, arn)));
  const [policy, rotates, grants] = await Promise.all([
    wanted('keyPolicies', 'kms:GetKeyPolicy', () => readPolicy(kms, limit, arn)),
    wanted('keyRotations', 'kms:GetKeyRotationStatus', () => readRotation(kms, limit, arn)),
    wanted('keyGrants', 'kms:ListGrants', () => readGrants(kms, limit, arn)),
  ]);
  return { policy, rotates, grants };
}

const readPolicy = (kms: Kms, limit: Clients['limit'], arn: string): Promise<KmsKey['policy']> =>
  ask(limit, { call: 'kms:GetKeyPolicy', resource: arn }, async () =>
    required((await kms.getKeyPolicy(arn)).Policy, 'Policy'),
  );

/** Asymmetric and HMAC keys, imported material and custom key stores: KMS answers that it rotates none of these. */
async function readRotation(kms: Kms, limit: Clients['limit'], arn: string): Promise<KmsKey['rotates']> {
  const answer = await ask(limit, { call: 'kms:GetKeyRotationStatus', resource: arn }, async () => {
    const rotates = flag((await kms.getKeyRotationStatus(arn)).KeyRotationEnabled);
    if (rotates === null) throw new MalformedAnswer('an answer without KeyRotationEnabled');
    return rotates;
  });
  return !answer.known && answer.unread.error === 'UnsupportedOperationException' ? known(null) : answer;
}

async function readGrants(kms: Kms, limit: Clients['limit'], arn: string): Promise<KmsKey['grants']> {
  return whole(
    await pageThrough(limit, {
      question: { call: 'kms:ListGrants', resource: arn },
      page: (marker) => kms.listGrants(arn, marker),
      map: toGrant,
    }),
  );
}

/** KMS API, GrantListEntry. A service is named in either of two fields, by how the grant was made. */
const toGrant = (raw: GrantListEntry): KeyGrant => ({
  id: required(raw.GrantId, 'GrantId'),
  grantee: text(raw.GranteePrincipal) ?? text(raw.GranteeServicePrincipal),
  retiring: text(raw.RetiringPrincipal) ?? text(raw.RetiringServicePrincipal),
  issuingAccount: text(raw.IssuingAccount),
  operations: texts(raw.Operations),
});
