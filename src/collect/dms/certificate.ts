import type { Certificate as Raw } from '@aws-sdk/client-database-migration-service';
import type { Certificate } from '../../model/resources.ts';
import { required, text } from '../fields.ts';
import { references } from '../references.ts';

/** DMS API, Certificate. DMS returns its PEM or wallet too; both stay behind. */
export function toCertificate(raw: Raw): Certificate {
  return {
    type: 'AWS::DMS::Certificate',
    id: required(raw.CertificateIdentifier, 'CertificateIdentifier'),
    arn: required(raw.CertificateArn, 'CertificateArn'),
    ...references({ KmsKeyId: raw.KmsKeyId }),
    kmsKeyId: text(raw.KmsKeyId),
  };
}
