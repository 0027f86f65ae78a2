/** What the validity of an X.509 certificate rests on. */
export interface X509Certificate {
  readonly kind: 'certificate';
  /** Its distinguished name, the most particular part first: `CN=db.internal, O=Example`. */
  readonly subject: string;
  /** ISO 8601, UTC. */
  readonly validFrom: string;
  readonly validTo: string;
  /** `rsa`, `ec`, …, as OpenSSL names it. */
  readonly keyType: string | null;
  /** The length of an RSA key's modulus, or of an elliptic curve's field. */
  readonly keyBits: number | null;
  /** Of its signature: `SHA-1`, `SHA-256`, …; null for an algorithm that is not known here. */
  readonly hash: string | null;
  /** Its own key signed it, so that its signature proves nothing. */
  readonly selfSigned: boolean;
}

/** A part of a PEM text, of which nothing but this is kept. */
export type CertificatePart =
  | X509Certificate
  /** A private key: clients of Kafka show one, and DMS stores it as a certificate. */
  | { readonly kind: 'private-key' }
  /** It says that it is a certificate and cannot be read as one. */
  | { readonly kind: 'unreadable' };

/** What DMS itself tells of a certificate or wallet; of several certificates it does not say which it means. */
export interface ToldCertificate {
  /** ISO 8601, UTC. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly keyLength: number | null;
  readonly signingAlgorithm: string | null;
}
