import { X509Certificate } from 'node:crypto';
import type { CertificatePart, X509Certificate as X509Facts } from '../../model/certificates.ts';
import { signatureHash } from './signature-hash.ts';

const unreadable: CertificatePart = { kind: 'unreadable' };

/**
 * What a PEM text holds, block by block (RFC 7468). The text itself goes no further: it may be a private key, and a
 * certificate's body is nobody's to keep.
 */
export function partsOf(pem: string): readonly CertificatePart[] {
  const parts: CertificatePart[] = [];
  for (let from = pem.indexOf(begin); from !== -1; ) {
    const next = pem.indexOf(begin, from + begin.length);
    parts.push(partOf(pem.slice(from, next === -1 ? undefined : next)));
    from = next;
  }
  // Something is stored, and what it is cannot be told.
  return parts.length === 0 ? [unreadable] : parts;
}

const begin = '-----BEGIN ';
const dashes = '-----';
const certificateLabels: readonly string[] = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'];

function partOf(block: string): CertificatePart {
  const label = block.slice(begin.length, block.indexOf(dashes, begin.length));
  if (label.endsWith('PRIVATE KEY')) return { kind: 'private-key' };
  const end = `${dashes}END ${label}${dashes}`;
  const stops = block.indexOf(end);
  if (!certificateLabels.includes(label) || stops === -1) return unreadable;
  return certificateIn(block.slice(0, stops + end.length));
}

function certificateIn(block: string): CertificatePart {
  try {
    return factsOf(new X509Certificate(block));
  } catch {
    // What OpenSSL says of it may quote it.
    return unreadable;
  }
}

function factsOf(certificate: X509Certificate): X509Facts {
  const { publicKey } = certificate;
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  return {
    kind: 'certificate',
    subject: certificate.subject.split('\n').reverse().join(', '),
    validFrom: certificate.validFromDate.toISOString(),
    validTo: certificate.validToDate.toISOString(),
    keyType: publicKey.asymmetricKeyType ?? null,
    keyBits: modulusLength ?? fieldLength(namedCurve),
    hash: signatureHash(certificate.raw),
    selfSigned: certificate.checkIssued(certificate) && certificate.verify(publicKey),
  };
}

/** The names of curves tell the length of their field: `secp384r1`, `prime256v1`. */
function fieldLength(curve: string | undefined): number | null {
  const [digits] = /\d{3}/.exec(curve ?? '') ?? [];
  return digits === undefined ? null : Number(digits);
}
