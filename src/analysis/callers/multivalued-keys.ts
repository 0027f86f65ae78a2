/** Global keys that hold a set of values (IAM User Guide, reference_policies_condition-keys, "Value type"). */
const multivalued: ReadonlySet<string> = new Set([
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:tagkeys',
  'aws:vpceorgpaths',
  'sts:transitivetagkeys',
]);

/** Whether a key holds a set of values; null where nothing is known of the key. */
export function isMultivalued(key: string): boolean | null {
  if (multivalued.has(key)) return true;
  return key.startsWith('aws:') || key.startsWith('sts:') ? false : null;
}
