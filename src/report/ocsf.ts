import { createHash } from 'node:crypto';
import type { Finding, Severity, Subject } from '../model/finding.ts';
import { partitionOf } from '../model/partition.ts';
import {
  goneIn,
  type RecordedFinding,
  type Recording,
  regionOf,
  rememberedOf,
  turnOf,
} from '../model/recording.ts';
import type { Result } from '../model/result.ts';
import type { RuleTexts } from '../model/rule.ts';
import { shorten } from '../publish/shorten.ts';
import { bareTexts } from './bare-texts.ts';
import { goneOcsfState, type OcsfState, ocsfState, severityOf } from './ocsf-status.ts';
import { type UnknownReason, unknownReasons } from './unknown-reasons.ts';

/** The events of one account and Region. */
export interface OcsfGroup {
  readonly account: string;
  readonly region: string;
  readonly events: readonly OcsfEvent[];
}

export type OcsfEvent = ReturnType<typeof eventOf>;

/** One text is a paragraph, not a page. */
const longest = 4096;

/**
 * Every finding of a result as a Compliance Finding event of the Open Cybersecurity Schema Framework 1.6.0, class 2003
 * with the profile `cloud`: what passes and does not apply too, so that the events alone tell what was looked at.
 */
export function toOcsf(
  result: Pick<Result, 'tool' | 'takenAt' | 'coverage' | 'findings'>,
  recording: Recording,
): readonly OcsfGroup[] {
  const { rules, homeRegion } = recording;
  const { findings, takenAt } = result;
  const texts = new Map(rules.map((rule) => [rule.id, rule]));
  const reasons = unknownReasons(result.coverage);
  const groups = new Map<string, { account: string; region: string; events: OcsfEvent[] }>();
  const add = (told: Told): void => {
    const { account } = told.resource;
    const region = regionOf(told.resource, homeRegion);
    const key = JSON.stringify([account, region]);
    const group = groups.get(key) ?? { account, region, events: [] };
    groups.set(key, group);
    group.events.push(eventOf(told, { ...result, region, text: texts.get(told.rule) }));
  };
  for (const finding of findings) {
    const known = rememberedOf(recording, finding.id);
    add(
      toldOf(finding, {
        ...ocsfState(finding, recording, takenAt),
        firstSeen: known?.firstSeen ?? null,
        reasons: reasons(finding),
      }),
    );
  }
  for (const finding of goneIn(recording, findings)) {
    if (turnOf(finding, takenAt) === 'closed') add(toldOfGone(finding));
  }
  return [...groups.values()];
}

/** Events as lines of JSON; no text in them holds a line break. */
export const ndjson = (events: readonly object[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('');

/** All that is told of one finding. */
interface Told extends OcsfState {
  readonly id: string;
  readonly rule: string;
  readonly resource: Subject;
  readonly severity: Severity;
  readonly controls: readonly string[];
  /** null: now. */
  readonly firstSeen: string | null;
  readonly because: string;
  /** null: the rule's. */
  readonly remediation: string | null;
  readonly reasons: readonly UnknownReason[];
  /** What the schema has no field for. */
  readonly unmapped: Unmapped;
}

interface Unmapped {
  readonly status: Finding['status'] | 'GONE';
  readonly settled_by?: string;
  readonly assumes?: readonly string[];
  readonly requirements?: readonly string[];
  readonly exception?: NonNullable<Finding['exception']>;
}

function toldOf(finding: Finding, state: OcsfState & Pick<Told, 'firstSeen' | 'reasons'>): Told {
  const { id, rule, resource, severity, controls, exception } = finding;
  const bare = bareTexts(finding);
  return {
    ...{ id, rule, resource, severity, controls },
    ...state,
    because: bare(finding.because),
    remediation: bare(finding.remediation.summary),
    reasons: state.reasons.map(({ code, description }) => ({ code, description: bare(description) })),
    unmapped: {
      status: finding.status,
      ...(finding.settledBy === null ? {} : { settled_by: line(bare(finding.settledBy)) }),
      assumes: finding.assumes.map((text) => line(bare(text))),
      requirements: finding.requirements.map(line),
      ...(exception === null
        ? {}
        : {
            exception: {
              owner: line(exception.owner),
              reason: line(exception.reason),
              expires: line(exception.expires),
            },
          }),
    },
  };
}

const toldOfGone = ({ id, rule, resource, decided, firstSeen }: RecordedFinding): Told => ({
  ...{ id, rule, resource, firstSeen },
  severity: decided?.severity ?? 'INFORMATIONAL',
  ...goneOcsfState,
  controls: [],
  because: 'it is no longer there',
  remediation: null,
  reasons: [],
  unmapped: { status: 'GONE' },
});

interface Context extends Pick<Result, 'tool' | 'takenAt'> {
  readonly region: string;
  /** undefined: the rule is not one of those given. */
  readonly text: RuleTexts | undefined;
}

function eventOf(told: Told, { tool, takenAt, region, text }: Context) {
  const { id, rule, resource, firstSeen, activity, status, isWeighed } = told;
  const time = Date.parse(takenAt);
  const since = firstSeen === null ? time : Math.min(time, Date.parse(firstSeen));
  const severity = isWeighed ? severityOf[told.severity] : severityOf.INFORMATIONAL;
  const title = line(text?.title ?? rule);
  const type = 'Compliance Finding';
  return {
    ...{ category_uid: 2, category_name: 'Findings', class_uid: 2003, class_name: type },
    ...{ activity_id: activity.id, activity_name: activity.caption },
    ...{ type_uid: 200_300 + activity.id, type_name: `${type}: ${activity.caption}` },
    time,
    ...{ severity_id: severity.id, severity: severity.caption },
    ...(status === null ? {} : { status_id: status.id, status: status.caption }),
    message: line(`${resource.type} ${resource.id}: ${told.because}`),
    metadata: {
      version: '1.6.0',
      profiles: ['cloud'],
      // The same event, however often it is written.
      uid: createHash('sha256')
        .update(JSON.stringify([id, takenAt]))
        .digest('hex')
        .slice(0, 32),
      event_code: line(rule),
      product: { name: tool.name, vendor_name: 'dms-auditor', version: tool.version },
    },
    finding_info: {
      ...{ uid: line(id), title, desc: line(told.because), types: ['Software and Configuration Checks'] },
      ...{ first_seen_time: since, created_time: since, last_seen_time: time, modified_time: time },
      analytic: { type_id: 1, type: 'Rule', uid: line(rule), name: title },
    },
    compliance: complianceIn(told, title, text),
    remediation: {
      desc: line(told.remediation ?? text?.remediation ?? 'None is needed.'),
      references: (text?.sources ?? []).map(line),
    },
    resources: [resourceIn(resource, partitionOf(region))],
    cloud: {
      ...{ provider: 'AWS', region: line(region), cloud_partition: partitionOf(region) },
      account: { uid: line(resource.account), type_id: 10, type: 'AWS Account' },
    },
    unmapped: told.unmapped,
  };
}

function complianceIn(
  { rule, controls, because, compliance, severity, reasons }: Told,
  title: string,
  text: RuleTexts | undefined,
) {
  const standards = [...new Set(controls.map(standardOf))];
  const status = { status_id: compliance.id, status: compliance.caption };
  const weight = severityOf[severity];
  return {
    control: line(rule),
    desc: line(text?.rationale ?? title),
    standards,
    requirements: controls.map(line),
    ...status,
    ...(reasons[0] === undefined ? {} : { status_code: reasons[0].code }),
    status_details: [
      line(because),
      ...reasons
        .filter(({ description }) => description !== because)
        .map(({ code, description }) => line(`${code}: ${description}`)),
    ],
    checks: [
      {
        ...{ uid: line(rule), name: title, severity_id: weight.id, severity: weight.caption },
        ...status,
        standards,
      },
    ],
  };
}

const resourceIn = ({ type, id, arn, region }: Subject, partition: string) => ({
  ...{ uid: line(arn ?? id), name: line(id), type: line(type) },
  ...(region === 'global' ? {} : { region: line(region) }),
  ...{ cloud_partition: partition, role_id: 1, role: 'Target' },
});

const line = (text: string): string => shorten(text, longest);

/** `NIST.800-53.r5 AC-4` is of NIST.800-53.r5, `PCI DSS v4.0.1/4.2.1` of PCI DSS v4.0.1, `DMS.9` of Security Hub itself. */
function standardOf(control: string): string {
  if (control.includes('/')) return line(control.slice(0, control.lastIndexOf('/')));
  if (control.includes(' ')) return line(control.slice(0, control.lastIndexOf(' ')));
  return 'AWS Security Hub CSPM';
}
