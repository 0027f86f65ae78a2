import { normalizeKey } from '../../model/key-view.ts';
import type { DmsResource, Endpoint } from '../../model/resources.ts';
import {
  firstText,
  type NotReported,
  otherName,
  someName,
  type UseScope,
  type WorkPlace,
  workPlace,
} from './work-place.ts';

/** A secret's ARN ends in a hyphen and six characters that Secrets Manager chose. (Secrets Manager, *ARN*) */
const someSuffix = 'xxxxxx';

/** The secret that an endpoint reads with the role at a path. */
export function secretOf(endpoint: Endpoint, path: string, scope: UseScope): WorkPlace | NotReported {
  const isAsm = path.toLowerCase().includes('asm');
  const field = isAsm ? 'SecretsManagerOracleAsmSecretId' : 'SecretsManagerSecretId';
  const groups: readonly object[] = Object.values(endpoint.settings);
  const inGroups = groups.map((group): unknown => new Map<string, unknown>(Object.entries(group)).get(field));
  const written = firstText(...inGroups, endpoint.extraConnectionAttributes[field.toLowerCase()]);
  if (written === null) return { field };
  const [scheme, , , region = '', owner = '', , ...name] = written.split(':');
  const { account, partition, region: own } = scope;
  const arn = (place: string, of: string, called: string): string =>
    `arn:${partition}:secretsmanager:${place}:${of}:secret:${called}-${someSuffix}`;
  if (scheme === 'arn')
    return workPlace({
      name: `secret ${name.join(':')}`,
      resource: written,
      owner,
      region,
      other: arn(region, owner, otherName),
    });
  return workPlace({
    name: `secret ${written}`,
    resource: arn(own, account, written),
    owner: account,
    region: own,
    standsFor: 'the end of the secret’s ARN is not read',
    other: arn(own, account, otherName),
  });
}

/** A secret under `aws/secretsmanager` takes no right on its key; under a customer's it does. Which it is, is not read. */
export const keyOfSecret = ({ account, partition, region }: UseScope): WorkPlace =>
  workPlace({
    name: 'the key of the secret',
    resource: `arn:${partition}:kms:${region}:${account}:key/${someName}`,
    owner: account,
    region,
    standsFor: 'whether the secret has a key of its own is not read',
    through: 'secretsmanager',
    isNeeded: false,
  });

/** The keys of time travel logs. An alias stands for some key. */
export const keysOfTimeTravel = ({ keys }: DmsResource, scope: UseScope): readonly WorkPlace[] =>
  keys.filter(({ path }) => path.includes('TTS3Settings')).map(({ key }) => keyPlace(key, scope));

function keyPlace(key: string, { account: accountId, partition, region }: UseScope): WorkPlace {
  const reference = normalizeKey(key, { accountId, partition, region });
  const isKey = reference.startsWith('arn:') && reference.includes(':key/');
  const [, , , home = region, owner = accountId] = isKey ? reference.split(':') : [];
  return workPlace({
    name: `key ${key}`,
    resource: isKey ? reference : `arn:${partition}:kms:${region}:${accountId}:key/${someName}`,
    owner,
    region: home,
    standsFor: isKey ? null : `the key behind ${key} is not read`,
    through: 's3',
  });
}
