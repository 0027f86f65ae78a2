import { isDmsService, withoutDomain } from '../../analysis/callers/service-principals.ts';
import type { PolicyDocument } from '../../analysis/policy/document.ts';
import type { PolicyOrder } from './order.ts';

/** Where a document belongs, as far as it or the order tells. */
export interface Where {
  readonly partition: string;
  readonly region: string;
}

const firstRegions: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

/** The partition and Region of the ARNs and service principals that are written, else the first of them all. */
export function whereIs(
  document: PolicyDocument | null,
  { sourceArn, service }: Pick<PolicyOrder, 'sourceArn' | 'service'>,
): Where {
  const texts = [
    ...[sourceArn, service].filter((text) => text !== null),
    ...(document === null ? [] : textsIn(document)),
  ];
  const partition = first(texts, partitionIn) ?? 'aws';
  return { partition, region: first(texts, regionIn) ?? firstRegions[partition] ?? 'us-east-1' };
}

/** Every name, pattern and value in a policy. */
const textsIn = ({ statements }: PolicyDocument): readonly string[] =>
  statements.flatMap(({ principals, resources, conditions }) => [
    ...(principals === null ? [] : [...principals.services, ...principals.aws]),
    ...(resources?.patterns ?? []),
    ...conditions.flatMap(({ values }) => values),
  ]);

/** The DMS service principals that a policy writes, as principals or as values of a condition. */
export const dmsPrincipalsIn = (document: PolicyDocument): readonly string[] => [
  ...new Set(textsIn(document).filter(isDmsService)),
];

function first(texts: readonly string[], read: (text: string) => string | null): string | null {
  for (const text of texts) {
    const found = read(text);
    if (found !== null) return found;
  }
  return null;
}

function partitionIn(text: string): string | null {
  const [scheme, partition = ''] = text.split(':');
  if (scheme === 'arn' && /^aws[a-z-]*$/.test(partition)) return partition;
  return text.endsWith('.amazonaws.com.cn') ? 'aws-cn' : null;
}

function regionIn(text: string): string | null {
  const written = text.split(':')[3] ?? withoutDomain(text)?.split('.')[1] ?? '';
  return /^[a-z]+(?:-[a-z]+){1,2}-\d$/.test(written) ? written : null;
}
