import { withoutUserInfo } from '../fields.ts';

/**
 * The attributes that enter a snapshot, in lower case: roles, secrets by name, keys, buckets, transport and
 * the kind of authentication (DMS User Guide, the chapters on each engine). An allow list, because the text
 * is free: it can hold `password`, `asm_user`, wallets and whole SQL scripts, which never leave this module.
 */
const allowed = new Set([
  // Roles, and secrets by their names
  'serviceaccessrolearn',
  'secretsmanageraccessrolearn',
  'secretsmanagersecretid',
  'secretsmanageroracleasmaccessrolearn',
  'secretsmanageroracleasmsecretid',
  'secretsmanagerendpointoverride',
  // Where data is put, and under which key
  'bucketname',
  'bucketfolder',
  'expectedbucketowner',
  'cannedaclforobjects',
  'encryptionmode',
  'serversideencryptionkmskeyid',
  // Transport
  'sslmode',
  'ssl',
  'usessl',
  'tls',
  'encrypt',
  'trustservercertificate',
  'hostnameincertificate',
  'securityprotocol',
  'sslsecurityprotocol',
  'sslendpointidentificationalgorithm',
  'sslcacertificatearn',
  'sslclientcertificatearn',
  // How DMS shows who it is
  'authtype',
  'authmechanism',
  'authenticationmethod',
  'saslmechanism',
  'iamauthenabled',
  // What the source must have for change capture
  'pluginname',
  'slotname',
  'captureddls',
  'uselogminerreader',
  'usebfile',
  'safeguardpolicy',
  'readbackuponly',
]);

/** `name=value;name=value`: split at the first `=`, for values may hold more of them. */
export function parseAttributes(attributes: string): readonly (readonly [name: string, value: string])[] {
  return attributes.split(';').flatMap((part): readonly (readonly [string, string])[] => {
    const at = part.indexOf('=');
    return at < 1 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim()]];
  });
}

/** The known attributes, by lower-case name. */
export function knownAttributes(attributes: string | null): Readonly<Record<string, string>> {
  const parsed = parseAttributes(attributes ?? '').map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  return Object.fromEntries(
    parsed.filter(([name]) => allowed.has(name)).map(([name, value]) => [name, withoutUserInfo(value)]),
  );
}
