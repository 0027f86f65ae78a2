import type { Certificate as Raw } from '@aws-sdk/client-database-migration-service';
import type { Certificate } from '../../model/resources.ts';
import { partsOf } from '../certificates/pem.ts';
import { count, dateText, required, text } from '../fields.ts';
import { references } from '../references.ts';

/** DMS API, Certificate. Of its PEM only what the parts are is kept, of its wallet nothing. */
export function toCertificate(raw: Raw): Certificate {
  const pem = text(raw.CertificatePem);
  return {
    type: 'AWS::DMS::Certificate',
    id: required(raw.CertificateIdentifier, 'CertificateIdentifier'),
    arn: required(raw.CertificateArn, 'CertificateArn'),
    ...references({ KmsKeyId: raw.KmsKeyId }),
    kmsKeyId: text(raw.KmsKeyId),
    parts: pem === null ? null : partsOf(pem),
    told: {
      validFrom: dateText(raw.ValidFromDate),
      validTo: dateText(raw.ValidToDate),
      keyLength: count(raw.KeyLength),
      signingAlgorithm: text(raw.SigningAlgorithm),
    },
  };
}
