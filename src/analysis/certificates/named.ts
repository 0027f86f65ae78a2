import type { Gathered } from '../../model/account-view.ts';
import type { Certificate, DataProvider, Endpoint } from '../../model/resources.ts';
import {
  cannotRead,
  compliant,
  nonCompliant,
  notApplicable,
  unknown,
  type Verdict,
} from '../../model/verdict.ts';
import { indexedBy } from '../indexed.ts';

/** The certificates that an endpoint or a data provider connects with, or checks the other side by. */
export function certificatesNamedBy(resource: Endpoint | DataProvider): readonly string[] {
  const { KafkaSettings, RedisSettings } = resource.type === 'AWS::DMS::Endpoint' ? resource.settings : {};
  const all = [
    resource.certificateArn,
    KafkaSettings?.SslCaCertificateArn,
    KafkaSettings?.SslClientCertificateArn,
    RedisSettings?.SslCaCertificateArn,
    ...(resource.type === 'AWS::DMS::Endpoint' ? inAttributes(resource) : []),
  ];
  return [...new Set(all.flatMap((arn) => (typeof arn === 'string' && arn !== '' ? [arn] : [])))];
}

/** The same fields may be given as attributes. (DMS User Guide, the chapters on each engine) */
const inAttributes = ({
  extraConnectionAttributes: attributes,
}: Endpoint): readonly (string | undefined)[] => [
  attributes['sslcacertificatearn'],
  attributes['sslclientcertificatearn'],
];

const certificatesAt = indexedBy<Certificate>(({ arn }) => [arn]);

/** The verdict on whether all that a resource names is there; what they are worth is judged of each by itself. */
export function judgeNamed(
  named: readonly string[],
  { items, unread }: Gathered<Certificate>,
  { account, region }: { readonly account: string; readonly region: string },
): Verdict {
  if (named.length === 0) return notApplicable('it names no certificate');
  const missing = named.filter((arn) => certificatesAt(items, arn).length === 0);
  const elsewhere = missing.filter(
    (arn) => arn.split(':').slice(2, 5).join(':') !== `dms:${region}:${account}`,
  );
  const [absent] = missing.filter((arn) => !elsewhere.includes(arn));
  if (absent === undefined && elsewhere.length > 0)
    return unknown(
      `${elsewhere.join(', ')} is no certificate of this account and Region, which alone are listed here`,
      'the ARN of a certificate that DMS lists beside the resource',
    );
  if (absent === undefined) return compliant('the certificates that it names exist');
  if (unread.length > 0) return cannotRead(unread);
  return nonCompliant(
    `there is no certificate ${absent}, which it names`,
    { kind: 'absence', type: 'AWS::DMS::Certificate', arn: absent, call: 'dms:DescribeCertificates' },
    {
      remediation:
        'Import the certificate authority that the database’s certificate comes from, and name it in the endpoint or data provider.',
    },
  );
}
