import { callsFor, type FactName, typeOf } from './facts.ts';
import type { ResourceKind } from './resources.ts';
import type { Rule } from './rule.ts';

/**
 * The kinds of DMS resource that AWS Config records. The SDK's `ResourceType` lacks two of them; all six are in the
 * schema of Config's advanced queries (awslabs/aws-config-resource-schema) and in its list of supported types.
 */
const recordedKinds: readonly ResourceKind[] = [
  'certificates',
  'endpoints',
  'eventSubscriptions',
  'instances',
  'subnetGroups',
  'tasks',
];

/** The types among these that the scope of an AWS Config rule may name. */
export const recordedTypes: readonly string[] = recordedKinds.map((kind) => typeOf[kind]);

/** What makes AWS Config invoke a rule: a change of a resource that it judges, or a schedule. */
export type ConfigTrigger = 'change' | 'schedule';

/**
 * A change triggers a rule whose verdict on a resource hangs on that resource alone: it judges one kind of DMS
 * resource, which AWS Config records, and needs nothing beside it but tags, which DMS returns by another call. All
 * other rules are publishers that run on a schedule, and are started where something changed that they join. Such
 * is also a rule that judges several kinds: it may join them (an endpoint and its certificate), and of a kind that is
 * not recorded no change would ever tell, so that a public instance profile would never be reported.
 */
export function configTriggerOf({ judges, needs }: Pick<Rule, 'judges' | 'needs'>): ConfigTrigger {
  const judged = recordedKinds.filter((kind) => judges.includes(typeOf[kind]));
  const own: readonly FactName[] = [...judged, 'tags'];
  const standsAlone = judges.length === 1 && judged.length === 1 && needs.every((fact) => own.includes(fact));
  return standsAlone ? 'change' : 'schedule';
}

/** IAM has no Region, so such a rule has one AWS Config rule an account that reports, in the home Region. */
export const isAccountWide = ({ judges }: Pick<Rule, 'judges'>): boolean => judges.includes('AWS::IAM::Role');

/**
 * The operations by which one event of a changed resource may read the account, each once where the answers fit a
 * page. None for a publisher: it reports from the result that all publishers of the account share. Where settings
 * except resources by tag, `dms:ListTagsForResource` comes to each.
 */
export const callsPerChange = (rule: Pick<Rule, 'judges' | 'needs'>): readonly string[] =>
  configTriggerOf(rule) === 'change' ? callsFor(rule.needs) : [];
