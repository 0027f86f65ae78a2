import type { Evaluation, PutEvaluationsRequest } from '@aws-sdk/client-config-service';
import type { Config } from '../../src/publish/clients/config.ts';

/** What AWS answers with, as the SDK throws it. */
export const awsError = (name: string, message = 'no'): Error => Object.assign(new Error(message), { name });

const recorded = ['Certificate', 'Endpoint', 'EventSubscription', 'ReplicationInstance', 'ReplicationTask'];
const taken = new Set(['AWS::::Account', 'AWS::IAM::Role', ...recorded.map((kind) => `AWS::DMS::${kind}`)]);

interface Behaviour {
  /** What AWS Config has recorded, by type. */
  readonly recorded?: Readonly<Record<string, readonly { readonly id: string; readonly name: string }[]>>;
  /** The most on a page. */
  readonly page?: number;
}

const keyOf = ({ ComplianceResourceType: type, ComplianceResourceId: id }: Evaluation): string =>
  `${type ?? ''} ${id ?? ''}`;

/**
 * An AWS Config in memory: it takes what PutEvaluations documents, keeps the evaluation with the newest
 * OrderingTimestamp (of two with the same the later), and shows what is not NOT_APPLICABLE. The token is
 * `<rule>::…`; `<rule>::fail=N::…` reports the first N as failed, once.
 */
export function aConfig({ recorded: known = {}, page = 100 }: Behaviour = {}) {
  const kept = new Map<string, Map<string, Evaluation>>();
  const failedOnce = new Set<string>();
  const requests: PutEvaluationsRequest[] = [];
  const put = ({ Evaluations = [], ResultToken = '', TestMode }: PutEvaluationsRequest): Evaluation[] => {
    const [rule = '', fail = ''] = ResultToken.split('::');
    if (!ResultToken.includes('::') && TestMode !== true)
      throw awsError('InvalidResultTokenException', 'The specified ResultToken is invalid.');
    if (Evaluations.length > 100) throw awsError('ValidationException', 'at most 100 evaluations');
    for (const { ComplianceResourceType: type = '', Annotation, ComplianceType } of Evaluations) {
      if (Annotation !== undefined && (Annotation === '' || Annotation.length > 256))
        throw awsError('ValidationException', 'annotation: 1 to 256 characters');
      if (ComplianceType === 'INSUFFICIENT_DATA') throw awsError('InvalidParameterValueException', type);
      if (!taken.has(type))
        throw awsError(
          'InvalidParameterValueException',
          `The resource type ${type} is invalid. Only the following values are permitted: []`,
        );
    }
    if (TestMode === true) return [];
    const count = fail.startsWith('fail=') && !failedOnce.has(ResultToken) ? Number(fail.slice(5)) : 0;
    failedOnce.add(ResultToken);
    const ofRule = kept.get(rule) ?? new Map<string, Evaluation>();
    kept.set(rule, ofRule);
    for (const evaluation of Evaluations.slice(count)) {
      const before = ofRule.get(keyOf(evaluation))?.OrderingTimestamp?.getTime() ?? 0;
      if ((evaluation.OrderingTimestamp?.getTime() ?? 0) >= before) ofRule.set(keyOf(evaluation), evaluation);
    }
    return Evaluations.slice(0, count);
  };
  const pageOf = <T>(items: readonly T[], token: string | undefined) => {
    const from = Number(token ?? 0);
    const nextToken = from + page < items.length ? String(from + page) : undefined;
    return { items: items.slice(from, from + page), nextToken };
  };
  const shown = (rule: string): readonly Evaluation[] =>
    [...(kept.get(rule)?.values() ?? [])].filter(({ ComplianceType }) => ComplianceType !== 'NOT_APPLICABLE');
  const client: Config = {
    putEvaluations: (request) => {
      requests.push(request);
      return Promise.resolve().then(() => put(request));
    },
    complianceDetails: (rule, token) => {
      if (rule.length > 64) return Promise.reject(awsError('ValidationException', 'at most 64 characters'));
      const { items, nextToken } = pageOf(shown(rule), token);
      const results = items.map(({ ComplianceResourceType, ComplianceResourceId }) => ({
        EvaluationResultIdentifier: {
          EvaluationResultQualifier: {
            ResourceType: ComplianceResourceType,
            ResourceId: ComplianceResourceId,
          },
        },
      }));
      return Promise.resolve({ results, nextToken });
    },
    discovered: (type, token) => {
      const { items, nextToken } = pageOf(known[type] ?? [], token);
      return Promise.resolve({
        resources: items.map(({ id, name }) => ({ resourceId: id, resourceName: name })),
        nextToken,
      });
    },
  };
  return {
    client,
    requests,
    /** What people see of a rule, a line each: type, id, outcome and why. */
    shows: (rule: string): readonly string[] =>
      shown(rule)
        .map(
          (evaluation) =>
            `${keyOf(evaluation)}: ${evaluation.ComplianceType ?? ''} (${evaluation.Annotation ?? ''})`,
        )
        .sort(),
  };
}
