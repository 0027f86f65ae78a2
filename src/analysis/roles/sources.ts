import type { Condition, PolicyDocument } from '../policy/document.ts';

/** On whose behalf a service calls: what the request carries of the source keys. */
export interface Source {
  readonly account: string | null;
  readonly arn: string | null;
}

/** Resource types of DMS (Service Authorization Reference, AWS Database Migration Service). */
const dmsResourceTypes = [
  'rep',
  'endpoint',
  'task',
  'assessment-run',
  'replication-config',
  'data-migration',
  'migration-project',
  'data-provider',
  'instance-profile',
  'subgrp',
  'cert',
  'es',
  'individual-assessment',
] as const;

/** A generated id as DMS makes them; stands for "some resource of this type". */
const someId = 'EXAMPLE4WITNESS2RESOURCE26';

export const sourceAccountKey = 'aws:sourceaccount';
export const sourceArnKey = 'aws:sourcearn';

export const dmsArn = (partition: string, region: string, account: string, type: string): string =>
  `arn:${partition}:dms:${region}:${account}:${type}:${someId}`;

/** The conditions on a key, whatever its spelling: condition keys are not case-sensitive. */
const conditionsOn = (document: PolicyDocument, key: string): readonly Condition[] =>
  document.statements
    .flatMap(({ conditions }) => conditions)
    .filter((condition) => condition.key.toLowerCase() === key);

/**
 * Accounts that can tell a trust apart from one that is closed: each account that the document writes or
 * whose id its patterns match, and one that nothing mentions. Those in `excluded` are left out.
 */
export function candidateAccounts(document: PolicyDocument, excluded: readonly string[]): readonly string[] {
  const written = [
    ...conditionsOn(document, sourceAccountKey).flatMap(({ values }) => values),
    ...conditionsOn(document, sourceArnKey).flatMap(({ values }) =>
      values.map((arn) => arn.split(':')[4] ?? ''),
    ),
  ].flatMap(accountsMatching);
  const stranger = ['999999999999', '888888888888', '777777777777'].find((id) => !excluded.includes(id));
  return [...new Set([...written, ...(stranger === undefined ? [] : [stranger])])].filter(
    (id) => !excluded.includes(id),
  );
}

/** ARNs to try as aws:SourceArn for an account: each that the document's values allow, and one of each type. */
export function candidateArns(
  document: PolicyDocument,
  account: string,
  { partition, regions, known }: { partition: string; regions: readonly string[]; known: readonly string[] },
): readonly string[] {
  const region = regions[0] ?? 'us-east-1';
  const conditions = conditionsOn(document, sourceArnKey);
  const own = known.filter((arn) => isDmsArnOf(arn, account));
  // Where nothing asks for aws:SourceArn, one value says as much as all.
  if (conditions.length === 0) return [own[0] ?? dmsArn(partition, region, account, 'rep')];
  const patterns = conditions.flatMap(({ values }) => values);
  const types = typesToTell(patterns);
  const written = patterns.flatMap((value) => filledIn(value, types, { partition, region, account }));
  const generic = regions.flatMap((each) => types.map((type) => dmsArn(partition, each, account, type)));
  return [...new Set([...own, ...written, ...generic])].filter((arn) => isDmsArnOf(arn, account));
}

/** The resource types that patterns can tell apart: those they write, and one for all the others. */
function typesToTell(patterns: readonly string[]): readonly string[] {
  // With fewer parts it is a text pattern, whose stars may reach across colons.
  const written = patterns.map((pattern) => pattern.split(':')[5] ?? (pattern === '*' ? '*' : '?'));
  const vague = written.some((type) => type !== '*' && (type.includes('*') || type.includes('?')));
  if (vague) return dmsResourceTypes;
  const other = dmsResourceTypes.find((type) => !written.includes(type));
  return [
    ...dmsResourceTypes.filter((type) => written.includes(type)),
    ...(other === undefined ? [] : [other]),
  ];
}

/** Whether an ARN can be a DMS resource's of this account: what DMS itself could send. */
function isDmsArnOf(arn: string, account: string): boolean {
  const [scheme, , service, region, owner, type, ...id] = arn.split(':');
  if (scheme !== 'arn' || service !== 'dms' || region === '' || owner !== account) return false;
  return dmsResourceTypes.some((known) => known === type) && id.length === 1 && id[0] !== '';
}

/** Twelve digits that the pattern matches, with nines for its wildcards; none if no account id can match. */
export function accountsMatching(pattern: string): readonly string[] {
  const open = pattern.indexOf('*');
  const stars = pattern.split('*').length - 1;
  const missing = 12 - (pattern.length - stars);
  if (missing < 0) return [];
  const filled =
    open === -1 ? pattern : `${pattern.slice(0, open)}${'9'.repeat(missing)}${pattern.slice(open)}`;
  const id = filled.replaceAll('*', '').replaceAll('?', '9');
  return id.length === 12 && /^\d+$/.test(id) ? [id] : [];
}

/** ARNs of the account that a pattern could match: wildcards filled part by part, or the whole tail at once. */
function filledIn(
  pattern: string,
  types: readonly string[],
  where: { readonly partition: string; readonly region: string; readonly account: string },
): readonly string[] {
  const parts = pattern.split(':');
  const { partition, region, account } = where;
  const fill = (part: string | undefined, value: string): string =>
    part === undefined || part.includes('*') || part.includes('?') ? value : part;
  const owner = parts[4];
  // An account part that is written out stays, so that another account's ARN is never taken for this one's.
  const head = [
    fill(parts[0], 'arn'),
    fill(parts[1], partition),
    fill(parts[2], 'dms'),
    fill(parts[3], region),
    fill(owner, account),
  ];
  const tail = parts.slice(5).join(':');
  return types.flatMap((type) => {
    const written = tail === '' ? '*' : tail;
    const literal = written.replaceAll('*', someId).replaceAll('?', 'E');
    const typed = written.startsWith(`${type}:`) ? literal : `${type}:${someId}`;
    return [[...head, typed].join(':')];
  });
}
