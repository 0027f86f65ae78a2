/** What a DER element holds, and where the next one begins (ITU-T X.690, 8.1). */
interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly after: number;
}

const sequence = 0x30;
const objectIdentifier = 0x06;
/** `[0] EXPLICIT`, where a field that may be left out stands. */
const firstField = 0xa0;

/**
 * The hash of a certificate's signature; null where its algorithm is none of these. Node tells it from version 24.9
 * on, and never that of RSASSA-PSS. (RFC 5280, 4.1.1.2; RFC 4055, 3.1; RFC 5758; RFC 8410)
 */
export function signatureHash(der: Uint8Array): string | null {
  const certificate = elementAt(der, 0);
  if (certificate?.tag !== sequence) return null;
  const signed = elementAt(certificate.content, 0);
  const algorithm = signed === null ? null : elementAt(certificate.content, signed.after);
  return algorithm?.tag === sequence ? hashOf(algorithm.content) : null;
}

function hashOf(algorithm: Uint8Array): string | null {
  const identifier = elementAt(algorithm, 0);
  if (identifier?.tag !== objectIdentifier) return null;
  const name = hex(identifier.content);
  if (name !== pss) return hashes[name] ?? null;
  const parameters = elementAt(algorithm, identifier.after);
  const field = parameters?.tag === sequence ? elementAt(parameters.content, 0) : null;
  // "hashAlgorithm [0] … DEFAULT sha1"
  if (field?.tag !== firstField) return 'SHA-1';
  const hash = elementAt(field.content, 0);
  const own = hash?.tag === sequence ? elementAt(hash.content, 0) : null;
  return own?.tag === objectIdentifier ? (hashes[hex(own.content)] ?? null) : null;
}

function elementAt(bytes: Uint8Array, at: number): Element | null {
  const [tag, first] = bytes.subarray(at, at + 2);
  if (tag === undefined || first === undefined) return null;
  const digits = first < 0x80 ? 0 : first - 0x80;
  const begins = at + 2 + digits;
  // A length that is not told is no DER, and no certificate is so long.
  if (digits > 4 || first === 0x80) return null;
  const length = digits === 0 ? first : Number.parseInt(hex(bytes.subarray(at + 2, begins)), 16);
  const after = begins + length;
  return after <= bytes.length ? { tag, content: bytes.subarray(begins, after), after } : null;
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** RSASSA-PSS, which names its hash in its parameters. */
const pss = '2a864886f70d01010a';

/** Hashes by the encoded identifiers of signature algorithms, and of the hashes that RSASSA-PSS names. */
const hashes: Readonly<Record<string, string>> = {
  '2a864886f70d010102': 'MD2',
  '2a864886f70d010104': 'MD5',
  '2a864886f70d010105': 'SHA-1',
  '2a864886f70d01010e': 'SHA-224',
  '2a864886f70d01010b': 'SHA-256',
  '2a864886f70d01010c': 'SHA-384',
  '2a864886f70d01010d': 'SHA-512',
  '2a8648ce380403': 'SHA-1',
  '2a8648ce3d0401': 'SHA-1',
  '2a8648ce3d040301': 'SHA-224',
  '2a8648ce3d040302': 'SHA-256',
  '2a8648ce3d040303': 'SHA-384',
  '2a8648ce3d040304': 'SHA-512',
  '2b6570': 'SHA-512',
  '2b6571': 'SHAKE256',
  '2b0e03021d': 'SHA-1',
  '2b0e03021a': 'SHA-1',
  '608648016503040204': 'SHA-224',
  '608648016503040201': 'SHA-256',
  '608648016503040202': 'SHA-384',
  '608648016503040203': 'SHA-512',
};
