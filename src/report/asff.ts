import { createHash } from 'node:crypto';
import type { Finding, Subject } from '../model/finding.ts';
import { partitionOf } from '../model/partition.ts';
import {
  goneIn,
  type RecordedFinding,
  type Recording,
  regionOf,
  rememberedOf,
  unseenIn,
} from '../model/recording.ts';
import type { Result } from '../model/result.ts';
import type { RuleTexts } from '../model/rule.ts';
import type { AsffFinding } from './asff-finding.ts';
import { asffResource, filled } from './asff-resource.ts';
import { bareReasons, type Told, toldOf, toldOfGone, toldOfUnseen } from './asff-told.ts';
import { unknownReasons } from './unknown-reasons.ts';

/** What Security Hub takes in one account and Region: of that account, and for its own default product. */
export interface AsffGroup {
  readonly account: string;
  readonly region: string;
  readonly findings: AsffFinding[];
}

// (Security Hub API Reference, *AwsSecurityFinding*, *Recommendation*)
const longestTitle = 256;
const longestDescription = 1024;
const longestRecommendation = 512;
const longestField = 2048;

const product = 'dms-auditor';
/** (Security Hub User Guide, *Types taxonomy for ASFF*) */
const types = ['Software and Configuration Checks/AWS Security Best Practices'];

/**
 * Findings in the AWS Security Finding Format, by the account and Region that they are imported in: what is open each
 * time, also where it could not be listed, since Security Hub forgets a finding 90 days after its last update; and what
 * was open and now passes, does not apply or is gone, for as long as the finding store remembers it, so that an import that failed is made up for by the
 * next. What passes and was never open is told only where nobody remembers.
 */
export function toAsff(
  result: Pick<Result, 'tool' | 'takenAt' | 'coverage' | 'findings'>,
  recording: Recording,
): readonly AsffGroup[] {
  const { tool, takenAt, coverage, findings } = result;
  const { recorded, homeRegion } = recording;
  const texts = new Map(recording.rules.map((rule) => [rule.id, rule]));
  const reasons = unknownReasons(coverage);
  const groups = new Map<string, AsffGroup>();
  const add = (told: Told): void => {
    const { account } = told.resource;
    const region = regionOf(told.resource, homeRegion);
    const key = JSON.stringify([account, region]);
    const group = groups.get(key) ?? { account, region, findings: [] };
    groups.set(key, group);
    group.findings.push(asffFinding(told, { region, homeRegion, takenAt, tool, text: texts.get(told.rule) }));
  };
  for (const finding of findings) {
    const known = rememberedOf(recording, finding.id);
    if (isTold(finding, known, recorded !== null)) add(toldOf(finding, known, reasons(finding)));
  }
  for (const finding of goneIn(recording, findings)) add(toldOfGone(finding));
  const whyUnseen = unlistedIn(findings);
  for (const finding of unseenIn(recording, findings)) {
    const why = whyUnseen(finding);
    add(toldOfUnseen(finding, why === undefined ? [] : bareReasons(why, reasons(why)), takenAt));
  }
  return [...groups.values()];
}

function isTold({ status }: Finding, known: RecordedFinding | undefined, isRemembered: boolean): boolean {
  if (status === 'NON_COMPLIANT' || status === 'UNKNOWN' || known !== undefined) return true;
  return status === 'COMPLIANT' && !isRemembered;
}

/** What a rule says of the account where it could not list everything, for a finding of the same place. */
function unlistedIn(
  findings: readonly Finding[],
): (of: Pick<Finding, 'rule' | 'resource'>) => Finding | undefined {
  const placeOf = ({ rule, resource: { account, region } }: Pick<Finding, 'rule' | 'resource'>): string =>
    JSON.stringify([rule, account, region]);
  const unlisted = new Map(
    findings
      .filter(({ status, resource }) => status === 'UNKNOWN' && resource.type === 'AWS::::Account')
      .map((finding) => [placeOf(finding), finding]),
  );
  return (of) => unlisted.get(placeOf(of));
}

interface Context {
  readonly region: string;
  readonly homeRegion: string;
  readonly takenAt: string;
  readonly tool: Result['tool'];
  /** undefined: the rule is not one of those given. */
  readonly text: RuleTexts | undefined;
}

function asffFinding(told: Told, { region, homeRegion, takenAt, tool, text }: Context): AsffFinding {
  const { id, rule, resource, severity, label, firstSeen } = told;
  const partition = partitionOf(region);
  const created = firstSeen === null || firstSeen > takenAt ? takenAt : firstSeen;
  const url = text?.sources.find((source) => source.startsWith('https://'));
  const type = resource.type.split('::').at(-1) ?? resource.type;
  return {
    SchemaVersion: '2018-10-08',
    Id: asffId(id, rule, resource, partition),
    ProductArn: `arn:${partition}:securityhub:${region}:${resource.account}:product/${resource.account}/default`,
    ProductName: product,
    CompanyName: product,
    GeneratorId: filled(`${product}/${rule}`, 512),
    AwsAccountId: resource.account,
    CreatedAt: created,
    UpdatedAt: takenAt,
    FirstObservedAt: created,
    LastObservedAt: takenAt,
    Title: filled(text?.title ?? rule, longestTitle),
    Description: filled(
      `${type} ${resource.id}: ${told.description} ${text?.rationale ?? ''}`,
      longestDescription,
    ),
    Remediation: {
      Recommendation: {
        Text: filled(told.remediation ?? text?.remediation ?? 'None is needed.', longestRecommendation),
        ...(url === undefined ? {} : { Url: url }),
      },
    },
    ProductFields: Object.fromEntries(
      Object.entries({ ...told.fields, Rule: rule, FindingId: id, Version: tool.version })
        .filter(([, value]) => value.trim() !== '')
        .map(([name, value]) => [`${product}/${name}`, filled(value, longestField)]),
    ),
    Resources: [asffResource(resource, homeRegion)],
    Compliance: told.Compliance,
    RecordState: told.RecordState,
    FindingProviderFields: { Severity: { Label: label, Original: severity }, Types: [...types] },
  };
}

/** The same for a finding on every run, and another for every other one, in at most 512 characters. */
function asffId(id: string, rule: string, { account, region }: Subject, partition: string): string {
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 32);
  return [product, partition, account, region, rule, hash].map((part) => filled(part, 80)).join('/');
}
