import { describe, expect, it } from 'vitest';
import type { CertificatePart, ToldCertificate, X509Certificate } from '../../src/model/certificates.ts';
import type { Endpoint } from '../../src/model/resources.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { certificateIsValid } from '../../src/rules/certificate-is-valid.ts';
import {
  ACCOUNT,
  aCertificate,
  accountWith,
  aDataProvider,
  anEndpoint,
  listed,
} from '../support/builders.ts';
import { anX509Certificate, aToldCertificate } from '../support/certificate-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { refused } from './unread.ts';

const bundle = (...parts: readonly CertificatePart[]): AccountFacts =>
  accountWith({ certificates: listed(aCertificate({ parts })) });
const one = (over: Partial<X509Certificate>): AccountFacts => bundle(anX509Certificate(over));
const wallet = (told: Partial<ToldCertificate>): AccountFacts =>
  accountWith({ certificates: listed(aCertificate({ parts: null, told: aToldCertificate(told) })) });

const existing = aCertificate();
const missing = existing.arn.replace('CERT1', 'GONE');
/** The endpoint beside one certificate that is there, or what `region` says of certificates. */
const naming = (over: Partial<Endpoint>, region: Partial<RegionFacts> = {}): AccountFacts =>
  accountWith({
    certificates: listed(existing),
    endpoints: listed(anEndpoint({ certificateArn: null, ...over })),
    ...region,
  });

const within = (days: number) => ({
  rules: { 'certificate-is-valid': { enabled: true, severity: null, parameters: { 'expiry-days': days } } },
});
const its = 'its certificate (CN=db.internal, O=Example)';
const told = 'what DMS describes of it';
const walletDoubt =
  'DMS tells of a wallet no more than the validity, key length and algorithm of one certificate';

testRule(certificateIsValid, {
  compliant: [
    { name: 'one certificate', account: one({}), because: 'its certificate is valid' },
    {
      name: 'a bundle',
      account: bundle(
        anX509Certificate(),
        anX509Certificate({ keyType: 'ec', keyBits: 256, hash: 'SHA-384' }),
      ),
      because: 'each of its 2 certificates is valid',
    },
    {
      name: 'a root that is signed with SHA-1 by itself',
      account: one({ hash: 'SHA-1', selfSigned: true }),
      because: 'its certificate is valid',
    },
    {
      name: 'a root that is signed with what nobody knows by itself',
      account: one({ hash: null, selfSigned: true }),
      because: 'its certificate is valid',
    },
    {
      name: 'a key whose type says how strong it is',
      account: one({ keyType: 'ed25519', keyBits: null }),
      because: 'its certificate is valid',
    },
    {
      name: 'a certificate with its private key',
      account: bundle(anX509Certificate(), { kind: 'private-key' }),
      because: 'its certificate is valid',
    },
    {
      name: 'one that lasts one second more than it must',
      account: one({ validTo: '2026-12-01T03:00:01.000Z' }),
      because: 'its certificate is valid',
    },
    {
      name: 'one that lasts for the days of the settings',
      account: one({ validTo: '2026-11-03T00:00:00.000Z' }),
      settings: within(1),
      because: 'its certificate is valid',
    },
    {
      name: 'one that begins to be valid now',
      account: one({ validFrom: '2026-11-01T03:00:00.000Z' }),
      because: 'its certificate is valid',
    },
    {
      name: 'an endpoint whose certificate is there',
      account: naming({ certificateArn: existing.arn }),
      of: 'endpoint-1',
      because: 'the certificates that it names exist',
    },
    {
      name: 'an endpoint whose certificate was listed before the listing broke off',
      account: naming(
        { certificateArn: existing.arn },
        {
          certificates: refused('dms:DescribeCertificates', existing),
        },
      ),
      of: 'endpoint-1',
      because: 'the certificates that it names exist',
    },
    {
      name: 'a data provider',
      account: accountWith({ certificates: listed(existing), dataProviders: listed(aDataProvider()) }),
      of: 'provider-1',
      because: 'the certificates that it names exist',
    },
  ],
  nonCompliant: [
    {
      name: 'one that has expired',
      account: one({ validTo: '2026-10-31T00:00:00.000Z' }),
      because: `${its} expired on 2026-10-31T00:00:00.000Z`,
      severity: 'HIGH',
    },
    {
      name: 'one that expires at this moment',
      account: one({ validTo: '2026-11-01T03:00:00.000Z' }),
      settings: within(0),
      because: `${its} expired on 2026-11-01T03:00:00.000Z`,
    },
    {
      name: 'one that lasts for 30 days and no longer',
      account: one({ validTo: '2026-12-01T03:00:00.000Z' }),
      because: `${its} expires on 2026-12-01T03:00:00.000Z, within 30 days`,
    },
    {
      name: 'one that is not valid yet',
      account: one({ validFrom: '2026-11-02T00:00:00.000Z' }),
      because: `${its} is not valid before 2026-11-02T00:00:00.000Z`,
    },
    {
      name: 'a short RSA key',
      account: one({ keyBits: 2047 }),
      because: `${its} has a key of 2047 bits (rsa), where 2048 are the least`,
    },
    {
      name: 'a short key for RSASSA-PSS',
      account: one({ keyType: 'rsa-pss', keyBits: 1024 }),
      because: `${its} has a key of 1024 bits (rsa-pss), where 2048 are the least`,
    },
    {
      name: 'a short curve',
      account: one({ keyType: 'ec', keyBits: 224 }),
      because: `${its} has a key of 224 bits (ec), where 256 are the least`,
    },
    {
      name: 'a short key of a root',
      account: one({ keyBits: 1024, selfSigned: true }),
      because: `${its} has a key of 1024 bits (rsa), where 2048 are the least`,
    },
    ...(['SHA-1', 'MD5', 'MD2'] as const).map((hash) => ({
      name: `${hash} by another`,
      account: one({ hash }),
      because: `${its} is signed with ${hash}`,
    })),
    {
      name: 'one of a bundle, beside one that cannot be read',
      account: bundle(
        { kind: 'unreadable' },
        anX509Certificate(),
        anX509Certificate({ subject: 'CN=Old', hash: 'SHA-1', validTo: '2026-11-05T00:00:00.000Z' }),
      ),
      because:
        'certificate 3 of 3 (CN=Old) expires on 2026-11-05T00:00:00.000Z, within 30 days; certificate 3 of 3 (CN=Old) is signed with SHA-1',
    },
    {
      name: 'a wallet whose certificate has expired',
      account: wallet({ validTo: '2026-10-31T00:00:00.000Z' }),
      because: `${told} expired on 2026-10-31T00:00:00.000Z`,
    },
    {
      name: 'a wallet with a key that is too short for RSA and too long for a curve',
      account: wallet({ keyLength: 1024 }),
      because: `${told} has a key of 1024 bits`,
    },
    {
      name: 'a wallet with a key that is too short for anything',
      account: wallet({ keyLength: 192, validTo: null }),
      because: `${told} has a key of 192 bits`,
    },
    {
      name: 'an endpoint whose certificate is gone',
      account: naming({ certificateArn: missing }),
      of: 'endpoint-1',
      because: `there is no certificate ${missing}, which it names`,
    },
    ...[
      { KafkaSettings: { SslCaCertificateArn: missing } },
      { KafkaSettings: { SslClientCertificateArn: missing } },
      { RedisSettings: { SslCaCertificateArn: missing } },
    ].map((settings) => ({
      name: `an endpoint that names one that is gone in ${JSON.stringify(Object.values(settings).flatMap(Object.keys))} of ${Object.keys(settings).join()}`,
      account: naming({ certificateArn: existing.arn, settings }),
      of: 'endpoint-1',
      because: `there is no certificate ${missing}, which it names`,
    })),
    {
      name: 'an endpoint that names one in its attributes',
      account: naming({ extraConnectionAttributes: { sslcacertificatearn: missing } }),
      of: 'endpoint-1',
      because: `there is no certificate ${missing}, which it names`,
    },
    {
      name: 'a data provider whose certificate is gone',
      account: accountWith({ dataProviders: listed(aDataProvider()) }),
      because: `there is no certificate ${existing.arn}, which it names`,
    },
  ],
  notApplicable: [
    {
      name: 'nothing there',
      account: accountWith({}),
      because: 'no AWS::DMS::Certificate, AWS::DMS::Endpoint, AWS::DMS::DataProvider in eu-west-1',
    },
    {
      name: 'a private key alone',
      account: bundle({ kind: 'private-key' }),
      because: 'it holds a private key and no certificate',
    },
    {
      name: 'an endpoint without one',
      account: naming({}),
      of: 'endpoint-1',
      because: 'it names no certificate',
    },
  ],
  unknown: [
    {
      name: 'what is no certificate',
      account: bundle({ kind: 'unreadable' }),
      because: 'its certificate cannot be read',
    },
    {
      name: 'a bundle of which one part cannot be read',
      account: bundle(anX509Certificate(), { kind: 'unreadable' }),
      because: 'certificate 2 of 2 cannot be read',
    },
    {
      name: 'a key of another type',
      account: one({ keyType: 'dsa' }),
      because: `${its} has a key of type dsa whose strength is not known`,
    },
    {
      name: 'a key of a type that objects have by nature',
      account: one({ keyType: 'toString' }),
      because: `${its} has a key of type toString whose strength is not known`,
    },
    {
      name: 'a curve without a length',
      account: one({ keyType: 'ec', keyBits: null }),
      because: `${its} has a key of type ec whose strength is not known`,
    },
    {
      name: 'a signature of an unknown kind',
      account: one({ hash: null }),
      because: `${its} is signed with an algorithm that is not known`,
    },
    {
      name: 'a validity that is no date',
      account: one({ validTo: 'some day' }),
      because: `${its} tells no time in which it is valid`,
    },
    { name: 'a wallet', account: wallet({}), because: walletDoubt },
    {
      name: 'a wallet with a key that may be of either type',
      account: wallet({ keyLength: 521 }),
      because: walletDoubt,
    },
    {
      name: 'a wallet of which DMS tells nothing',
      account: wallet({ validFrom: null, validTo: null, keyLength: null, signingAlgorithm: null }),
      because: walletDoubt,
    },
    {
      name: 'an endpoint that names one of another account',
      account: naming({ certificateArn: 'arn:aws:dms:eu-west-1:222222222222:cert:X' }),
      of: 'endpoint-1',
      because:
        'arn:aws:dms:eu-west-1:222222222222:cert:X is no certificate of this account and Region, which alone are listed here',
    },
    {
      name: 'an endpoint where certificates could not be listed',
      account: naming({ certificateArn: missing }, { certificates: refused('dms:DescribeCertificates') }),
      of: 'endpoint-1',
      because: 'dms:DescribeCertificates failed (AccessDeniedException)',
    },
  ],
});

describe('a failure of certificate-is-valid', () => {
  const failureOf = (account: AccountFacts, id: string) =>
    certificateIsValid.evaluate(ACCOUNT, account, defaultSettings).find(({ resource }) => resource.id === id);

  it('lists what is wrong with which certificate', () => {
    expect(failureOf(one({ keyBits: 1024, hash: 'MD5' }), 'certificate-1')?.witness).toEqual({
      kind: 'list',
      items: [`${its} has a key of 1024 bits (rsa), where 2048 are the least`, `${its} is signed with MD5`],
    });
  });

  it('shows the call that did not list a certificate', () => {
    expect(failureOf(naming({ certificateArn: missing }), 'endpoint-1')).toMatchObject({
      witness: { kind: 'absence', arn: missing, call: 'dms:DescribeCertificates' },
      remediation: { summary: expect.stringMatching(/^Import the certificate authority/) as string },
    });
  });
});
