import type { CertificatePart, ToldCertificate, X509Certificate } from '../../model/certificates.ts';
import { compliant, nonCompliant, notApplicable, unknown, type Verdict } from '../../model/verdict.ts';

/** What validity is measured against. */
export interface Moment {
  /** ISO 8601. */
  readonly takenAt: string;
  /** How many days a certificate must at least last. */
  readonly expiryDays: number;
}

/** What is wrong, and what cannot be told. */
interface Judged {
  readonly faults: readonly string[];
  readonly doubts: readonly string[];
}

/** The verdict on all that a PEM text holds. */
export function judgeParts(parts: readonly CertificatePart[], moment: Moment): Verdict {
  const judged = parts.map((part, index): Judged & { readonly name: string } => {
    const where = parts.length === 1 ? 'its certificate' : `certificate ${index + 1} of ${parts.length}`;
    switch (part.kind) {
      case 'certificate':
        return { name: `${where} (${part.subject})`, ...judgeCertificate(part, moment) };
      case 'private-key':
        return { name: where, faults: [], doubts: [] };
      case 'unreadable':
        return { name: where, faults: [], doubts: ['cannot be read'] };
    }
  });
  const said = (of: 'faults' | 'doubts'): readonly string[] =>
    judged.flatMap((each) => each[of].map((fault) => `${each.name} ${fault}`));
  const [faults, doubts] = [said('faults'), said('doubts')];
  if (faults.length > 0) return nonCompliant(faults.join('; '), { kind: 'list', items: faults });
  if (doubts.length > 0) return unknown(doubts.join('; '), 'a bundle of X.509 certificates in PEM');
  const count = parts.filter(({ kind }) => kind === 'certificate').length;
  if (count === 0) return notApplicable('it holds a private key and no certificate');
  return compliant(count === 1 ? 'its certificate is valid' : `each of its ${count} certificates is valid`);
}

/**
 * The verdict on what DMS tells of a wallet. A wallet can hold several certificates, and DMS describes one, so what
 * it tells can show a failure and never that there is none.
 */
export function judgeTold({ validFrom, validTo, keyLength }: ToldCertificate, moment: Moment): Verdict {
  const { faults } = inTime(validFrom, validTo, moment);
  const all = [
    ...faults,
    ...(keyLength !== null && isTooShortAnyway(keyLength) ? [`has a key of ${keyLength} bits`] : []),
  ].map((fault) => `what DMS describes of it ${fault}`);
  if (all.length > 0) return nonCompliant(all.join('; '), { kind: 'list', items: all });
  return unknown(
    'DMS tells of a wallet no more than the validity, key length and algorithm of one certificate',
    'a bundle of X.509 certificates in PEM in its place, or a look into the wallet with orapki',
  );
}

/** An RSA key of so many bits is too short, and no elliptic curve is between the two ranges. */
const isTooShortAnyway = (bits: number): boolean =>
  bits < leastBits.ec || (bits > longestField && bits < leastBits.rsa);
const longestField = 571;
const leastBits = { rsa: 2048, ec: 256 };

function judgeCertificate(certificate: X509Certificate, moment: Moment): Judged {
  const { validFrom, validTo } = certificate;
  const all = [inTime(validFrom, validTo, moment), keyOf(certificate), signatureOf(certificate)];
  return {
    faults: all.flatMap(({ faults }) => faults),
    doubts: all.flatMap(({ doubts }) => doubts),
  };
}

const millisecondsPerDay = 24 * 60 * 60 * 1000;
const sound: Judged = { faults: [], doubts: [] };
const fault = (what: string): Judged => ({ faults: [what], doubts: [] });
const doubt = (what: string): Judged => ({ faults: [], doubts: [what] });

function inTime(validFrom: string | null, validTo: string | null, { takenAt, expiryDays }: Moment): Judged {
  const now = Date.parse(takenAt);
  const [begins, ends] = [validFrom, validTo].map((date) => (date === null ? Number.NaN : Date.parse(date)));
  if (begins === undefined || ends === undefined || Number.isNaN(begins) || Number.isNaN(ends))
    return doubt('tells no time in which it is valid');
  if (ends <= now) return fault(`expired on ${String(validTo)}`);
  if (begins > now) return fault(`is not valid before ${String(validFrom)}`);
  return ends - now <= expiryDays * millisecondsPerDay
    ? fault(`expires on ${String(validTo)}, within ${expiryDays} days`)
    : sound;
}

/** By the type of their keys, as OpenSSL names it, certificates whose key is as strong as its type. */
const strongTypes: readonly string[] = ['ed25519', 'ed448'];
const least: Readonly<Record<string, number>> = {
  rsa: leastBits.rsa,
  'rsa-pss': leastBits.rsa,
  ec: leastBits.ec,
};

function keyOf({ keyType, keyBits }: X509Certificate): Judged {
  if (keyType !== null && strongTypes.includes(keyType)) return sound;
  const needed = keyType !== null && Object.hasOwn(least, keyType) ? least[keyType] : undefined;
  if (needed === undefined || keyBits === null)
    return doubt(`has a key of type ${String(keyType)} whose strength is not known`);
  return keyBits < needed
    ? fault(`has a key of ${keyBits} bits (${String(keyType)}), where ${needed} are the least`)
    : sound;
}

const weakHashes: readonly string[] = ['MD2', 'MD5', 'SHA-1'];

/** A certificate that signed itself is trusted because it is stored here, whatever its signature. */
function signatureOf({ hash, selfSigned }: X509Certificate): Judged {
  if (selfSigned) return sound;
  if (hash === null) return doubt('is signed with an algorithm that is not known');
  return weakHashes.includes(hash) ? fault(`is signed with ${hash}`) : sound;
}
