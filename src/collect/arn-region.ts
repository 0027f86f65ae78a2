import { text } from './fields.ts';

/**
 * The Region that an ARN names; null where it names none, and for a text that is no ARN. People write the ARNs of
 * keys, secrets and topics, and the SDK makes a host name of a Region: what cannot be one is none.
 */
export function regionOfArn(arn: string): string | null {
  const [prefix, , , region] = arn.split(':');
  const name = prefix === 'arn' ? text(region) : null;
  return name !== null && /^[a-z\d]{1,20}(-[a-z\d]{1,20}){0,3}$/.test(name) ? name : null;
}
