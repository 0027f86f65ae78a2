import type { ToldCertificate, X509Certificate } from '../../src/model/certificates.ts';

/** A certificate as an authority would make it today. */
export const anX509Certificate = (over: Partial<X509Certificate> = {}): X509Certificate => ({
  kind: 'certificate',
  subject: 'CN=db.internal, O=Example',
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2028-01-01T00:00:00.000Z',
  keyType: 'rsa',
  keyBits: 2048,
  hash: 'SHA-256',
  selfSigned: false,
  ...over,
});

/** What DMS tells of a sound wallet. */
export const aToldCertificate = (over: Partial<ToldCertificate> = {}): ToldCertificate => ({
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2028-01-01T00:00:00.000Z',
  keyLength: 2048,
  signingAlgorithm: 'SHA256withRSA',
  ...over,
});
