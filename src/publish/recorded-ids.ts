import { type ConfigReport, type ConfigResource, isTest } from '../model/config-report.ts';
import type { Subject } from '../model/finding.ts';
import type { RecordedId } from './config-evaluations.ts';
import { type ConfigSink, tellingConfig } from './put-evaluations.ts';
import { SinkError } from './sink-error.ts';

/**
 * Types that AWS Config records under ids of its own. Which they are is not documented for DMS; of a role or user it is
 * the generated one (`AROA…`, `AIDA…`), of a key its own.
 */
const recordedTypes: readonly string[] = [
  'AWS::DMS::Certificate',
  'AWS::DMS::Endpoint',
  'AWS::DMS::EventSubscription',
  'AWS::DMS::ReplicationInstance',
  'AWS::DMS::ReplicationSubnetGroup',
  'AWS::DMS::ReplicationTask',
  'AWS::IAM::Role',
  'AWS::IAM::User',
];

/** Answers that another try would not change: the call is not allowed, or the type not known in that Region. */
const refusals: readonly string[] = [
  'AccessDenied',
  'AccessDeniedException',
  'NoAvailableConfigurationRecorderException',
  'ValidationException',
];

/**
 * Asks AWS Config under which ids it has recorded the resources that there are findings on. One resource that changed
 * keeps the id of its item, so that nothing is asked then.
 *
 * @throws SinkError if AWS fails in passing: to report under one id now and another later would be to report twice.
 */
export async function recordedIds(
  report: ConfigReport,
  reported: readonly ConfigResource[] | null,
  sink: ConfigSink,
): Promise<RecordedId> {
  const { tidings } = report;
  if (tidings.kind !== 'all' || isTest(report)) return () => null;
  const wanted = new Map<string, Subject[]>();
  for (const { resource, status } of tidings.findings) {
    const isPut =
      status !== 'NOT_APPLICABLE' || reported?.some(({ type }) => type === resource.type) === true;
    if (!isPut || resource.arn === null || !recordedTypes.includes(resource.type)) continue;
    wanted.set(resource.type, [...(wanted.get(resource.type) ?? []), resource]);
  }
  const ids = new Map<string, string>();
  for (const [type, subjects] of wanted) {
    for (const [arn, id] of await idsOf(type, subjects, report, sink)) ids.set(arn, id);
  }
  return ({ arn }) => (arn === null ? null : (ids.get(arn) ?? null));
}

/** By ARN. */
async function idsOf(
  type: string,
  subjects: readonly Subject[],
  report: ConfigReport,
  sink: ConfigSink,
): Promise<ReadonlyMap<string, string>> {
  const named = new Map(
    subjects.flatMap((subject) => namesOf(subject).map((name) => [name, subject.arn ?? ''] as const)),
  );
  const left = new Set(named.values());
  const ids = new Map<string, string>();
  try {
    for await (const { resourceId = '', resourceName = '' } of recordedOf(type, report, sink)) {
      const arn = named.get(resourceId) ?? named.get(resourceName);
      if (arn === undefined) continue;
      ids.set(arn, resourceId);
      left.delete(arn);
      if (left.size === 0) break;
    }
    return ids;
  } catch (error) {
    if (!(error instanceof SinkError) || !refusals.includes(error.code)) throw error;
    sink.warn(`${error.message}; resources of ${type} are reported under the ids that are known here`);
    return new Map();
  }
}

/** All resources of a type that AWS Config has recorded and that are still there, page by page as they are wanted. */
async function* recordedOf(type: string, report: ConfigReport, sink: ConfigSink) {
  const client = await sink.config();
  let token: string | undefined;
  do {
    const from = token;
    const page = await tellingConfig('config:ListDiscoveredResources', report, () =>
      client.discovered(type, from),
    );
    yield* page.resources;
    token = page.nextToken === '' ? undefined : page.nextToken;
  } while (token !== undefined);
}

/** What AWS Config may call a resource: its ARN, the id that ends it, its name. */
const namesOf = ({ arn, id }: Subject): readonly string[] =>
  arn === null ? [] : [arn, arn.split(':').at(-1) ?? arn, id];
