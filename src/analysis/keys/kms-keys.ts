import type { KmsKey } from '../../model/keys.ts';
import { serviceDomain } from '../callers/service-principals.ts';
import type { Context, KeyFacts } from '../policy/decide/dimension.ts';
import { characterClass, literally, oneOrMore, type TextSet } from '../policy/decide/text-set.ts';
import type { ValueDomain } from '../policy/decide/values.ts';
import { conditionKeyType } from '../services/actions.ts';
import { serviceTables } from '../services/tables.ts';

export const callerAccountKey = 'kms:calleraccount';
export const encryptionContext = 'kms:encryptioncontext:';

const open: ValueDomain = { kind: 'open' };
const listed = (...values: readonly string[]): ValueDomain => ({ kind: 'listed', values });
const texts = (set: TextSet, ...preferred: readonly string[]): ValueDomain => ({
  kind: 'text',
  set,
  preferred,
});

/**
 * What every request about a key carries: where it is, whose it is and what it is. KMS takes no request
 * without TLS. (KMS Developer Guide, conditions-kms; IAM User Guide, reference_policies_condition-keys)
 */
export function carriedAbout({ arn, spec, usage, origin, multiRegion }: KmsKey): Context {
  const [, , , region = '', owner = ''] = arn.split(':');
  return {
    'aws:requestedregion': region,
    'aws:resourceaccount': owner,
    'aws:securetransport': 'true',
    ...(spec === null ? {} : { 'kms:keyspec': spec, 'kms:customermasterkeyspec': spec }),
    ...(usage === null ? {} : { 'kms:keyusage': usage, 'kms:customermasterkeyusage': usage }),
    ...(origin === null ? {} : { 'kms:keyorigin': origin }),
    ...(multiRegion === null ? {} : { 'kms:multiregion': String(multiRegion) }),
  };
}

/** Of what the key is, and what Nitro enclave asks: nobody chooses it, and it was not read. */
const unverified = [
  'aws:resourcetag/',
  'kms:keyspec',
  'kms:keyusage',
  'kms:keyorigin',
  'kms:customermasterkey',
  'kms:multiregion',
  'kms:requestalias',
  'kms:resourcealiases',
  'kms:recipientattestation:',
];

/** What a grant can hand out (KMS API, CreateGrant, "Operations"). */
const grantOperations: TextSet = [
  'CreateGrant',
  'Decrypt',
  'DeriveSharedSecret',
  'DescribeKey',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateMac',
  'GetPublicKey',
  'ReEncryptFrom',
  'ReEncryptTo',
  'RetireGrant',
  'Sign',
  'Verify',
  'VerifyMac',
].map(literally);

const inServiceNames = characterClass('via', (character) => /^[a-z0-9-]$/.test(character));

/** Services of the key's Region alone call for somebody: `dms.eu-west-1.amazonaws.com` (kms:ViaService). */
function viaServices({ arn }: KmsKey): ValueDomain {
  const [, partition = '', , region = ''] = arn.split(':');
  const end = `.${region}.${serviceDomain(partition)}`;
  return texts([[...oneOrMore(inServiceNames), ...literally(end)]], `dms${end}`);
}

/**
 * What is known of a condition key in requests to KMS for an action on a key, besides what `carriedAbout`
 * tells and the caller's account; null for keys that are not KMS's own. What the table of an action does not
 * list, its requests do not carry; the rest is for the caller to choose. (Service Authorization Reference,
 * AWS Key Management Service; KMS Developer Guide, conditions-kms)
 */
export function kmsKeyFacts(name: string, action: string, key: KmsKey): KeyFacts | null {
  const isTag = ['aws:tagkeys', 'aws:requesttag/', 'aws:resourcetag/'].some((start) =>
    name.startsWith(start),
  );
  const type = name.startsWith('kms:') || isTag ? conditionKeyType(name) : null;
  if (type === null) return null;
  const { multivalued } = type;
  const values = valuesOf(name, type.type, key);
  if (!carries(action, name) || (name === 'kms:multiregionkeytype' && key.multiRegion === false)) {
    return { presence: 'never', multivalued, values };
  }
  if (unverified.some((start) => name.startsWith(start))) {
    return { presence: 'unverified', multivalued, values };
  }
  return { presence: name === 'kms:grantoperations' ? 'always' : 'maybe', multivalued, values };
}

function valuesOf(name: string, type: string, key: KmsKey): ValueDomain {
  switch (name) {
    case 'kms:viaservice':
      return viaServices(key);
    case 'kms:grantoperations':
      return texts(grantOperations);
    case 'kms:multiregionkeytype':
      return listed('PRIMARY', 'REPLICA');
    case 'kms:encryptionalgorithm':
      return key.spec === 'SYMMETRIC_DEFAULT' ? listed(key.spec) : open;
    default:
      return byType[type] ?? open;
  }
}

const byType: Readonly<Record<string, ValueDomain>> = {
  Bool: listed('true', 'false'),
  Date: { kind: 'date' },
  Numeric: { kind: 'number' },
};

/** Whether requests for an action can carry a key, by the action's own keys and those of its resource type. */
export function carries(action: string, name: string): boolean {
  const table = serviceTables.services['kms'];
  const own = table?.actions[action.slice('kms:'.length)]?.keys ?? [];
  return [...own, ...(table?.resources['key']?.keys ?? [])].some((template) => {
    const [start = '', ...more] = template.toLowerCase().split('${');
    return more.length === 0 ? name === start : name.startsWith(start);
  });
}
