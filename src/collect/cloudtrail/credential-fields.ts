import { isObject } from '../fields.ts';

/**
 * What a task signs in with, or where: parameters of ModifyEndpoint and of the settings in it, in lower case, as
 * CloudTrail writes their first letter small. (DMS API, ModifyEndpoint)
 */
const credentialFields: ReadonlySet<string> = new Set([
  ...['username', 'password', 'servername', 'endpointuri', 'broker'],
  ...['secretsmanagersecretid', 'secretsmanageraccessrolearn', 'serviceaccessrolearn'],
  ...['secretsmanageroracleasmsecretid', 'secretsmanageroracleasmaccessrolearn'],
  ...['asmuser', 'asmpassword', 'asmserver', 'securitydbencryption', 'securitydbencryptionname'],
  ...['authtype', 'authmechanism', 'authsource', 'authenticationmethod', 'iamauthenabled'],
  ...['authusername', 'authpassword', 'saslusername', 'saslpassword', 'saslmechanism', 'securityprotocol'],
  ...['sslclientcertificatearn', 'sslclientkeyarn', 'sslclientkeypassword', 'certificatearn'],
  ...['krb5filecontents', 'keycachesecretid', 'keycachesecretiamarn'],
]);

/** What says which endpoint is changed, or how it is called, and nothing of what it connects with. */
const naming: ReadonlySet<string> = new Set(['endpointarn', 'endpointidentifier', 'exactsettings']);

/** These hold anything, a user and a password among it. */
const attributes = 'extraconnectionattributes';

/**
 * Whether the parameters of a ModifyEndpoint set credentials; null: they do not tell, as parts are left out ("CloudTrail
 * truncates a field if the field content exceeds the maximum field size", and says `omitted`), as attributes may hold
 * them, or as nothing that was set shows. Values are not looked at, but whether there is any.
 */
export function setsCredentials(parameters: unknown): boolean | null {
  const named = fieldsIn(parameters);
  if (named.some((name) => credentialFields.has(name))) return true;
  if (named.includes('omitted') || named.includes(attributes)) return null;
  return named.some((name) => !naming.has(name)) ? false : null;
}

/** The names of all fields with a value, however deep: JSON has an end. */
function fieldsIn(value: unknown): readonly string[] {
  const names = new Set<string>();
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (!isObject(next)) continue;
    for (const [name, inner] of Object.entries(next) as readonly (readonly [string, unknown])[]) {
      if (!Array.isArray(next) && inner !== null && inner !== '') names.add(name.toLowerCase());
      open.push(inner);
    }
  }
  return [...names];
}
