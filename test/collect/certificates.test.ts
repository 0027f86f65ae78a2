import { X509Certificate } from 'node:crypto';
import { DescribeCertificatesCommand } from '@aws-sdk/client-database-migration-service';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOf } from '../../src/collect/certificates/pem.ts';
import { signatureHash } from '../../src/collect/certificates/signature-hash.ts';
import { anAws, collect } from './support/aws.ts';
import {
  authority,
  edwards,
  ends,
  legacy,
  made,
  oldRoot,
  server,
  serverByPss,
  serverByPssSha1,
} from './support/certificates.ts';

const randomCases = Number(process.env['DMS_AUDITOR_RANDOM_CASES'] ?? 300);
const key = '-----BEGIN RSA PRIVATE KEY-----\nbm90IGEga2V5\n-----END RSA PRIVATE KEY-----\n';

describe('what is told of a certificate', () => {
  const root = (subject: string, keyType: string, keyBits: number | null, hash: string) => ({
    ...{ subject: `${subject}, O=Example`, keyType, keyBits, hash },
    selfSigned: true,
  });
  const signed = (...told: Parameters<typeof root>) => ({ ...root(...told), selfSigned: false });

  it.each([
    ['a root', authority, root('CN=Example Root', 'rsa', 2048, 'SHA-256')],
    ['a root of old', oldRoot, root('CN=Old Root', 'rsa', 1024, 'SHA-1')],
    ['an elliptic curve', server, signed('CN=db.internal', 'ec', 256, 'SHA-384')],
    ['a short key', legacy, signed('CN=legacy.internal', 'rsa', 1024, 'SHA-1')],
    ['RSASSA-PSS', serverByPss, signed('CN=db.internal', 'ec', 256, 'SHA-256')],
    ['RSASSA-PSS without a word', serverByPssSha1, signed('CN=db.internal', 'ec', 256, 'SHA-1')],
    ['Ed25519', edwards, root('CN=Edwards', 'ed25519', null, 'SHA-512')],
  ])('%s', (_, pem, told) => {
    const validity = { validFrom: expect.any(String) as string, validTo: expect.any(String) as string };
    expect(partsOf(pem)).toEqual([{ kind: 'certificate', ...validity, ...told }]);
  });

  it('is when it is valid, in UTC', () => {
    expect(partsOf(authority)).toMatchObject([{ validFrom: made }]);
    expect(partsOf(server)).toMatchObject([{ validTo: ends }]);
  });
});

describe('the parts of a PEM text', () => {
  const kinds = (pem: string) => partsOf(pem).map(({ kind }) => kind);
  const der = authority.split('\n').slice(1, -2).join('\n');

  it.each([
    ['a bundle, with text around', `# roots\n${authority}next:\n${legacy}`, ['certificate', 'certificate']],
    ['lines that end in the old way', authority.replaceAll('\n', '\r\n'), ['certificate']],
    ['an older label', authority.replaceAll('CERTIFICATE', 'X509 CERTIFICATE'), ['certificate']],
    ['a key', key, ['private-key']],
    ['a key that is encrypted', key.replaceAll('RSA', 'ENCRYPTED'), ['private-key']],
    ['a certificate with its key', `${server}${key}`, ['certificate', 'private-key']],
    ['one that is cut off', authority.slice(0, 400), ['unreadable']],
    ['one that is cut off before another', authority.slice(0, 400) + server, ['unreadable', 'certificate']],
    ['one that is spoilt', authority.replace('MII', 'MIA'), ['unreadable']],
    ['something else', authority.replaceAll('CERTIFICATE', 'PKCS7'), ['unreadable']],
    ['no PEM', der, ['unreadable']],
    ['nothing', '', ['unreadable']],
  ] as const)('%s', (_, pem, expected) => {
    expect(kinds(pem)).toEqual(expected);
  });

  it('are found in a text of any size', () => {
    const many = 20_000;
    expect(partsOf('-----BEGIN CERTIFICATE-----\n'.repeat(many))).toHaveLength(many);
  });
});

describe('the hash of a signature', () => {
  const { raw } = new X509Certificate(authority);

  it('is told, or it is not known, whatever the bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .record({ at: fc.nat(raw.length - 1), byte: fc.nat(255), length: fc.nat(raw.length) })
        .map(({ at, byte, length }) => Uint8Array.from(raw).with(at, byte).subarray(0, length)),
    );
    fc.assert(
      fc.property(bytes, (der) => {
        const hash = signatureHash(der);
        expect(hash === null || /^(MD|SHA)/.test(hash)).toBe(true);
      }),
      { numRuns: randomCases },
    );
  });

  it('agrees with OpenSSL', () => {
    expect(signatureHash(raw)).toBe('SHA-256');
    expect(signatureHash(raw.subarray(0, raw.length - 1))).toBeNull();
  });
});

describe('a certificate of DMS', () => {
  const arn = 'arn:aws:dms:eu-west-1:111122223333:cert:ROOT';
  const identified = { CertificateIdentifier: 'root', CertificateArn: arn };

  const collected = async (raw: object) => {
    const { dms } = anAws();
    dms.on(DescribeCertificatesCommand).resolves({ Certificates: [{ ...identified, ...raw }] });
    const { regions } = await collect({ facts: new Set(['certificates']) });
    return regions['eu-west-1']?.certificates;
  };

  it('is kept without its PEM', async () => {
    const listing = await collected({ CertificatePem: `${server}${key}`, KmsKeyId: 'k' });
    expect(listing?.items).toMatchObject([
      { id: 'root', arn, kmsKeyId: 'k', parts: [{ kind: 'certificate' }, { kind: 'private-key' }] },
    ]);
    const kept = JSON.stringify(listing);
    for (const line of `${server}${key}`.split('\n').filter((each) => each !== ''))
      expect(kept).not.toContain(line);
  });

  it('is a wallet of which DMS tells what it tells', async () => {
    const listing = await collected({
      CertificateWallet: new TextEncoder().encode('wallet-bytes'),
      ValidFromDate: new Date('2026-01-01T00:00:00Z'),
      ValidToDate: new Date('2027-01-01T00:00:00Z'),
      SigningAlgorithm: 'SHA256withRSA',
      KeyLength: 2048,
    });
    expect(listing?.items).toMatchObject([
      {
        parts: null,
        told: {
          validFrom: '2026-01-01T00:00:00.000Z',
          validTo: '2027-01-01T00:00:00.000Z',
          keyLength: 2048,
          signingAlgorithm: 'SHA256withRSA',
        },
      },
    ]);
    expect(JSON.stringify(listing)).not.toContain('wallet-bytes');
  });

  it('is known where DMS tells nothing of it', async () => {
    expect((await collected({ ValidToDate: new Date(Number.NaN) }))?.items).toMatchObject([
      { parts: null, told: { validFrom: null, validTo: null, keyLength: null, signingAlgorithm: null } },
    ]);
  });
});
