import { sslModesOf } from '../../analysis/transport/ssl-modes.ts';
import type { DataProvider, Endpoint, SslMode } from '../../model/resources.ts';
import { type Maker, type RuleRemedy, resourceOf } from '../around.ts';
import type { SettingsInput } from '../calls.ts';
import { type NoPatch, not, type PropertyChange, patched, reason } from '../patch.ts';
import { usersOfProvider } from '../users.ts';
import { modified } from './endpoint-change.ts';
import { gone } from './gone.ts';
import { projectsFirst } from './projects-first.ts';

const needsCertificate = reason(
  'the mode needs a certificate, and none is named',
  'Which CA signed the certificate of the database, only its owner knows.',
  'Import that CA (aws dms import-certificate --certificate-identifier NAME --certificate-pem file://ca.pem), then set the SSL mode with its CertificateArn (modify-endpoint, modify-data-provider) and test the connection.',
);

const noMode = reason(
  'DMS takes no stronger mode for the engine',
  'The engine has settings of its own for transport, or none.',
  'Use what the engine itself offers for transport.',
);

/** The name of the group of settings that a data provider keeps its SSL mode in (DMS API, DataProviderSettings). */
const providerSettings: Readonly<Record<string, string>> = {
  postgres: 'PostgreSqlSettings',
  'aurora-postgresql': 'PostgreSqlSettings',
  'aurora-postgresql-serverless': 'PostgreSqlSettings',
  mysql: 'MySqlSettings',
  aurora: 'MySqlSettings',
  'aurora-serverless': 'MySqlSettings',
  mariadb: 'MariaDbSettings',
  oracle: 'OracleSettings',
  sqlserver: 'MicrosoftSqlServerSettings',
  docdb: 'DocDbSettings',
  mongodb: 'MongoDbSettings',
  sybase: 'SybaseAseSettings',
  db2: 'IbmDb2LuwSettings',
  'db2-zos': 'IbmDb2zOsSettings',
};

const unknownProvider = reason(
  'a data provider is of an engine whose settings are not known here',
  'ModifyDataProvider takes the mode in a group of settings that is named after the engine.',
  'Set SslMode in the settings of the data provider by hand.',
);

/** The mode to set; a certificate is kept, and never made up. */
function modeFor(
  { engine, certificateArn }: Endpoint | DataProvider,
  least: 'some' | 'strongest',
): SslMode | NoPatch {
  const taken = sslModesOf(engine) ?? [];
  const strongest = taken.at(-1);
  if (strongest === undefined) return noMode;
  if (certificateArn !== null) return strongest;
  return least === 'some' && taken.includes('require') ? 'require' : needsCertificate;
}

/** (DMS API, ModifyDataProvider) */
const removeProvider =
  'Take the data provider out of all migration projects, while it is in one DMS does not modify it';

const settingMode =
  (least: 'some' | 'strongest'): Maker =>
  (finding, around) => {
    const endpoint = resourceOf('endpoints', finding, around);
    const provider = resourceOf('dataProviders', finding, around);
    const resource = endpoint ?? provider;
    if (resource === null) return not(gone);
    const mode = modeFor(resource, least);
    if (typeof mode !== 'string') return not(mode);
    const properties = (at: string): readonly PropertyChange[] => [
      { property: `${at}SslMode`, from: resource.sslMode, to: mode },
    ];
    const breaks = [
      `The database must offer TLS${mode === 'require' ? '' : ', with a certificate that the named CA signed'}: otherwise connections fail.`,
    ];
    if (provider === null) {
      const keeps = resource.certificateArn === null ? {} : { CertificateArn: resource.certificateArn };
      return modified(finding, around, {
        input: { SslMode: mode, ...keeps },
        properties: properties(''),
        breaks,
      });
    }
    const group = Object.hasOwn(providerSettings, provider.engine)
      ? providerSettings[provider.engine]
      : undefined;
    if (group === undefined) return not(unknownProvider);
    const settings: SettingsInput = {
      SslMode: mode,
      ...(provider.certificateArn === null ? {} : { CertificateArn: provider.certificateArn }),
    };
    const users = usersOfProvider(provider.arn, around);
    return patched(
      [
        {
          resource: finding.resource,
          api: {
            call: 'dms:ModifyDataProvider',
            input: {
              DataProviderIdentifier: provider.arn,
              ExactSettings: false,
              Settings: { [group]: settings },
            },
          },
          properties: properties(`Settings.${group}.`),
        },
      ],
      { first: projectsFirst(users, removeProvider, around), breaks, users },
    );
  };

export const requiringTls: RuleRemedy = {
  patches: [
    'Sets the strongest SSL mode that the engine takes with the certificate that is named; without one `require`, where the engine takes it.',
  ],
  reasons: [needsCertificate, noMode, unknownProvider],
  make: settingMode('some'),
};

export const verifyingTls: RuleRemedy = {
  patches: ['Sets the strongest SSL mode that the engine takes, with the certificate that is named.'],
  reasons: [needsCertificate, noMode, unknownProvider],
  make: settingMode('strongest'),
};
