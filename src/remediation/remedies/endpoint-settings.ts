import type { RuleRemedy } from '../around.ts';
import type { SettingsInput } from '../calls.ts';
import { not, reason } from '../patch.ts';
import { modified, withEndpoint } from './endpoint-change.ts';

const brokers =
  'See that Broker names the TLS listeners of the brokers (port 9094 of Amazon MSK), and set it in the same call where it does not.';

export const kafkaTls: RuleRemedy = {
  patches: [
    'Sets KafkaSettings.SecurityProtocol to ssl-encryption; or SslEndpointIdentificationAlgorithm to https.',
  ],
  reasons: [],
  make: withEndpoint(({ settings: { KafkaSettings: kafka } }, finding, around) => {
    const isPlain = kafka?.SecurityProtocol === 'plaintext';
    const KafkaSettings: SettingsInput = {
      ...(isPlain ? { SecurityProtocol: 'ssl-encryption' } : {}),
      ...(kafka?.SslEndpointIdentificationAlgorithm === 'none'
        ? { SslEndpointIdentificationAlgorithm: 'https' }
        : {}),
    };
    const present: SettingsInput = {
      SecurityProtocol: String(kafka?.SecurityProtocol),
      SslEndpointIdentificationAlgorithm: String(kafka?.SslEndpointIdentificationAlgorithm),
    };
    return modified(finding, around, {
      input: { KafkaSettings },
      properties: Object.entries(KafkaSettings).map(([name, to]) => ({
        property: `KafkaSettings.${name}`,
        from: present[name] ?? null,
        to,
      })),
      breaks: [
        'Brokers whose certificate does not name their host, or who do not offer TLS, are no longer reached.',
      ],
      first: isPlain ? [brokers] : [],
    });
  }),
};

const unnamedServer = reason(
  'ServerName or Port is not reported',
  'ModifyEndpoint takes RedisSettings only with both.',
  'Set SslSecurityProtocol ssl-encryption by hand, with ServerName and Port.',
);

export const redisTls: RuleRemedy = {
  patches: ['Sets RedisSettings.SslSecurityProtocol to ssl-encryption.'],
  reasons: [unnamedServer],
  make: withEndpoint(({ settings: { RedisSettings: redis } }, finding, around) => {
    const { ServerName, Port } = redis ?? {};
    if (typeof ServerName !== 'string' || typeof Port !== 'number') return not(unnamedServer);
    return modified(finding, around, {
      input: { RedisSettings: { ServerName, Port, SslSecurityProtocol: 'ssl-encryption' } },
      properties: [
        {
          property: 'RedisSettings.SslSecurityProtocol',
          from: String(redis?.SslSecurityProtocol),
          to: 'ssl-encryption',
        },
      ],
      breaks: ['The server must offer TLS on this port: turn encryption in transit on there first.'],
    });
  }),
};

const unnamedBucket = reason(
  'S3BucketName or S3BucketFolder is not reported',
  'ModifyEndpoint takes NeptuneSettings only with both.',
  'Set IamAuthEnabled true by hand, with S3BucketName and S3BucketFolder.',
);

export const neptuneIam: RuleRemedy = {
  patches: ['Sets NeptuneSettings.IamAuthEnabled true.'],
  reasons: [unnamedBucket],
  make: withEndpoint(({ settings: { NeptuneSettings: neptune } }, finding, around) => {
    const { S3BucketName, S3BucketFolder } = neptune ?? {};
    if (typeof S3BucketName !== 'string' || typeof S3BucketFolder !== 'string') return not(unnamedBucket);
    return modified(finding, around, {
      input: { NeptuneSettings: { S3BucketName, S3BucketFolder, IamAuthEnabled: true } },
      properties: [{ property: 'NeptuneSettings.IamAuthEnabled', from: false, to: true }],
      breaks: ['Loads fail where the role of the endpoint may not neptune-db:* on the cluster.'],
      first: [
        'Enable IAM database authentication on the Neptune cluster, and let the role of the endpoint use it.',
      ],
    });
  }),
};
