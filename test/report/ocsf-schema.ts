type Captions = Readonly<Record<string, string>>;

const severities: Captions = {
  ...{ 0: 'Unknown', 1: 'Informational', 2: 'Low', 3: 'Medium', 4: 'High', 5: 'Critical', 6: 'Fatal' },
  99: 'Other',
};
const outcomes: Captions = { 0: 'Unknown', 1: 'Pass', 2: 'Warning', 3: 'Fail', 99: 'Other' };
const activities: Captions = { 0: 'Unknown', 1: 'Create', 2: 'Update', 3: 'Close', 99: 'Other' };

/**
 * What OCSF 1.6.0 says of the attributes that our events may have: a type, or the captions of an enumeration; `!` after
 * the name: required; one that is not here is not taken. (https://schema.ocsf.io/1.6.0/classes/compliance_finding?profiles=cloud)
 */
const objects: Readonly<Record<string, Readonly<Record<string, string | Captions>>>> = {
  compliance_finding: {
    ...{ 'activity_id!': activities, activity_name: 'string_t' },
    ...{ 'category_uid!': { 2: 'Findings' }, category_name: 'string_t' },
    ...{ 'class_uid!': { 2003: 'Compliance Finding' }, class_name: 'string_t' },
    'type_uid!': Object.fromEntries(
      Object.entries(activities).map(([id, caption]) => [
        200_300 + Number(id),
        `Compliance Finding: ${caption}`,
      ]),
    ),
    ...{ type_name: 'string_t', 'time!': 'timestamp_t', 'severity_id!': severities, severity: 'string_t' },
    status_id: {
      ...{ 0: 'Unknown', 1: 'New', 2: 'In Progress', 3: 'Suppressed', 4: 'Resolved', 5: 'Archived' },
      ...{ 6: 'Deleted', 99: 'Other' },
    },
    ...{ status: 'string_t', message: 'string_t', 'metadata!': 'metadata', 'finding_info!': 'finding_info' },
    ...{ 'compliance!': 'compliance', remediation: 'remediation', resources: 'resource_details[]' },
    ...{ 'cloud!': 'cloud', unmapped: 'object' },
  },
  metadata: {
    ...{ 'version!': 'string_t', 'product!': 'product' },
    ...{ profiles: 'string_t[]', uid: 'string_t', event_code: 'string_t' },
  },
  product: { name: 'string_t', vendor_name: 'string_t', version: 'string_t', uid: 'string_t' },
  finding_info: {
    ...{ 'uid!': 'string_t', title: 'string_t', desc: 'string_t', types: 'string_t[]', analytic: 'analytic' },
    ...{ first_seen_time: 'timestamp_t', last_seen_time: 'timestamp_t' },
    ...{ created_time: 'timestamp_t', modified_time: 'timestamp_t' },
  },
  analytic: { 'type_id!': { 1: 'Rule' }, type: 'string_t', uid: 'string_t', name: 'string_t' },
  compliance: {
    ...{ control: 'string_t', desc: 'string_t', standards: 'string_t[]', requirements: 'string_t[]' },
    ...{ status_id: outcomes, status: 'string_t', status_code: 'string_t', status_details: 'string_t[]' },
    checks: 'check[]',
  },
  check: {
    ...{ uid: 'string_t', name: 'string_t', desc: 'string_t', standards: 'string_t[]' },
    ...{ severity_id: severities, severity: 'string_t', status_id: outcomes, status: 'string_t' },
  },
  remediation: { 'desc!': 'string_t', references: 'string_t[]' },
  resource_details: {
    ...{
      uid: 'string_t',
      name: 'string_t',
      type: 'string_t',
      region: 'string_t',
      cloud_partition: 'string_t',
    },
    ...{ role_id: { 1: 'Target', 3: 'Affected' }, role: 'string_t' },
  },
  cloud: { 'provider!': 'string_t', region: 'string_t', cloud_partition: 'string_t', account: 'account' },
  account: { uid: 'string_t', name: 'string_t', type_id: { 10: 'AWS Account' }, type: 'string_t' },
};
/** These must be told from others by a name or an id. */
const named: readonly string[] = ['account', 'analytic', 'product', 'resource_details'];

const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);
/** Of the types that our events use; a type that is not here is not taken. */
const holds: Readonly<Record<string, (value: unknown) => boolean>> = {
  string_t: (value) => typeof value === 'string' && value !== '',
  timestamp_t: (value) => isWhole(value) && Number(value) > Date.UTC(2020),
  object: (value) => typeof value === 'object' && value !== null,
};

/** What the published schema finds wrong with an event; paths with the reason. */
export const faultsIn = (event: unknown): readonly string[] => faults(event, 'compliance_finding', '');

function faults(value: unknown, name: string, path: string): readonly string[] {
  const known = objects[name];
  if (known === undefined) return holds[name]?.(value) === true ? [] : [`${path}: is no ${name}`];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: is no object`];
  const required = Object.keys(known).flatMap((key) => (key.endsWith('!') ? [key.slice(0, -1)] : []));
  const missing = required.filter((key) => !Object.hasOwn(value, key));
  const isNamed = !named.includes(name) || 'uid' in value || 'name' in value;
  return [
    ...missing.map((key) => `${path}.${key}: is required`),
    ...(isNamed ? [] : [`${path}: has neither name nor uid`]),
    ...Object.entries(value).flatMap(([key, inner]) =>
      attributeFaults(known[`${key}!`] ?? known[key], inner, { key, path, siblings: value }),
    ),
  ];
}

function attributeFaults(
  attribute: string | Captions | undefined,
  value: unknown,
  { key, path, siblings }: { readonly key: string; readonly path: string; readonly siblings: object },
): readonly string[] {
  const at = `${path}.${key}`;
  if (attribute === undefined) return [`${at}: is not in the schema`];
  if (typeof attribute !== 'string') {
    const caption = isWhole(value) ? attribute[String(value)] : undefined;
    if (caption === undefined) return [`${at}: is none of ${Object.keys(attribute).join(', ')}`];
    const told: unknown = new Map<string, unknown>(Object.entries(siblings)).get(captionKey(key));
    // What is Other has the words of its source.
    return told !== undefined && caption !== 'Other' && told !== caption
      ? [`${at}: is called ${caption}`]
      : [];
  }
  if (!attribute.endsWith('[]')) return faults(value, attribute, at);
  if (!Array.isArray(value)) return [`${at}: is no list`];
  return value.flatMap((each, index) => faults(each, attribute.slice(0, -2), `${at}[${index}]`));
}

const captionKey = (key: string): string =>
  key === 'activity_id' ? 'activity_name' : key.replace(/_uid$/, '_name').replace(/_id$/, '');
