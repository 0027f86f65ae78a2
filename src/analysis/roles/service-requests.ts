import type { PolicyDocument } from '../policy/document.ts';
import { type Decision, evaluatePolicy, type Reading } from '../policy/evaluate.ts';
import type { PolicyRequest } from '../policy/request.ts';
import { type Source, sourceAccountKey, sourceArnKey } from './sources.ts';

/**
 * How to read what is not certain in a document: parts that IAM would refuse, and conditions on keys of
 * which nobody can say whether the service sends them. A verdict stands only if it is the same in all.
 */
export interface TrustReading {
  readonly refused: Reading;
  readonly otherKeys: 'absent' | 'present';
}

const refusedReadings: readonly Reading[] = ['refused-parts-ignored', 'refused-parts-match-nothing'];
export const trustReadings: readonly TrustReading[] = refusedReadings.flatMap((refused) => [
  { refused, otherKeys: 'absent' },
  { refused, otherKeys: 'present' },
]);

export interface Tried {
  readonly request: PolicyRequest;
  readonly decision: Decision;
}

/**
 * What happens when a service asks to assume a role on behalf of a source.
 * aws:PrincipalIsAWSService and aws:PrincipalServiceName are sent with every call of a service principal
 * (IAM User Guide, *AWS global condition context keys*).
 */
export function tryService(
  document: PolicyDocument,
  service: string,
  source: Source,
  { refused, otherKeys }: TrustReading,
): Tried {
  const request: PolicyRequest = {
    principal: { service },
    action: 'sts:AssumeRole',
    resource: null,
    context: {
      ...(otherKeys === 'present' ? valuesForOtherKeys(document) : {}),
      'aws:principalisawsservice': 'true',
      'aws:principalservicename': service,
      ...(source.account === null ? {} : { [sourceAccountKey]: source.account }),
      ...(source.arn === null ? {} : { [sourceArnKey]: source.arn }),
    },
  };
  return { request, decision: evaluatePolicy(document, request, { kind: 'trust', reading: refused }) };
}

const knownKeys: readonly string[] = [
  sourceAccountKey,
  sourceArnKey,
  'aws:principalisawsservice',
  'aws:principalservicename',
];

/** For each key that the service may or may not send, a value that the document asks for. */
export function valuesForOtherKeys(document: PolicyDocument): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const { key, operator, values: wanted } of document.statements.flatMap(
    ({ conditions }) => conditions,
  )) {
    const name = key.toLowerCase();
    if (knownKeys.includes(name) || operator.includes('Null')) continue;
    values[name] ??= (wanted[0] ?? '').replaceAll('*', 'any').replaceAll('?', 'x');
  }
  return values;
}

/** The keys that a document asks for and of which it is not known whether the service sends them. */
export const otherKeysIn = (document: PolicyDocument): readonly string[] => [
  ...new Set(
    document.statements
      .flatMap(({ conditions }) => conditions)
      .map(({ key }) => key)
      .filter((key) => !knownKeys.includes(key.toLowerCase())),
  ),
];
