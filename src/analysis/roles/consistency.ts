import { dmsResourceTypes } from '../callers/dms-arns.ts';
import { dmsPrincipals, isDmsService } from '../callers/service-principals.ts';
import { askService, trustOf } from '../callers/service-question.ts';
import { sourceAccountKey, sourceArnKey } from '../callers/source-keys.ts';
import { type Place, sourcesFor } from '../callers/sources.ts';
import { noGuardrails } from '../organization/guardrails.ts';
import type { Condition, PolicyDocument, Statement } from '../policy/document.ts';
import { readOperator } from '../policy/operator-name.ts';
import { remembered } from '../remembered.ts';
import { conditionsOn, isListing, nameOfStatement, statementsForDms } from './dms-statements.ts';
import { whyNoDmsArn } from './foreign-arn.ts';

/** A value that no request of DMS can meet, given the rest of its statement's conditions on the source. */
interface Fault {
  readonly statement: Statement;
  readonly condition: Condition;
  readonly value: string;
  readonly because: string;
}

/** What is over the policy has no part in it. */
type Where = Omit<Place, 'guardrails' | 'resource'>;

interface Consistency {
  /** Whether any statement lets DMS in. */
  readonly isAboutDms: boolean;
  readonly faults: readonly Fault[];
  /** What could not be decided, and why. */
  readonly undecided: readonly string[];
}

/** The value, where it stands, and what is wrong with it. */
export const describeFault = ({ statement, condition, value, because }: Fault): string =>
  `${nameOfStatement(statement)} ${condition.operator} ${condition.key} ${value}: ${because}`;

/**
 * Whether the conditions on the source of each statement that lets DMS in fit together: some DMS resource meets
 * each value listed for aws:SourceArn, and of an account that the values for aws:SourceAccount admit.
 * (DMS User Guide, *Cross-service confused deputy prevention*)
 */
export const judgeConsistency = remembered((document: PolicyDocument, where: Where): Consistency => {
  const place = { ...where, guardrails: noGuardrails, resource: null };
  const statements = statementsForDms(document);
  const judged = statements.map((statement) => judgeStatement(statement, document.version, place));
  return {
    isAboutDms: statements.length > 0,
    faults: judged.flatMap(({ faults }) => faults),
    undecided: [...new Set(judged.flatMap(({ undecided }) => undecided))],
  };
});

/** Whether some request of DMS meets conditions, or why that is not decided. */
type Met = boolean | { readonly undecided: string };

function judgeStatement(
  statement: Statement,
  version: PolicyDocument['version'],
  place: Place,
): Omit<Consistency, 'isAboutDms'> {
  const onArn = conditionsOn(statement, sourceArnKey);
  const onAccount = conditionsOn(statement, sourceAccountKey);
  const meets = (conditions: readonly Condition[]): Met => canBeMet(statement, conditions, version, place);
  const faults: Fault[] = [];
  const undecided: string[] = [];
  const note = (condition: Condition, value: string, because: string): void => {
    faults.push({ statement, condition, value, because });
  };
  const isMet = (conditions: readonly Condition[]): boolean => {
    const met = meets(conditions);
    if (typeof met === 'boolean') return met;
    undecided.push(`${nameOfStatement(statement)}: ${met.undecided}`);
    return true;
  };
  const differ = (some: readonly Condition[], others: readonly Condition[]): boolean =>
    others.length > 0 && !isMet([...some, ...others]) && isMet(some) && isMet(others);
  const isForDms = (value: string): boolean => !servesOthers(statement) || value.split(':')[2] === 'dms';
  for (const { condition, value, conditions } of oneByOne(onArn)) {
    const alone = [{ ...condition, values: [value] }];
    if (isMalformed(condition.operator, value) || !isMet(alone)) {
      if (isForDms(value) || !isMet(onArn)) note(condition, value, whyNoDmsArn(value, place.partition));
    } else if (differ(conditions, onAccount)) {
      note(condition, value, 'aws:SourceAccount beside it admits no account that it does');
    }
  }
  if (onArn.length === 0) return { faults, undecided };
  for (const { condition, value, conditions } of oneByOne(onAccount)) {
    if (!isMet([{ ...condition, values: [value] }])) note(condition, value, 'it is no account id');
    else if (differ(conditions, onArn)) {
      note(condition, value, 'aws:SourceArn beside it admits no resource of that account');
    }
  }
  return { faults, undecided };
}

/** Each listed value, with the conditions as they would be if it were the only one of its list. */
const oneByOne = (conditions: readonly Condition[]) =>
  conditions.filter(isListing).flatMap((condition) =>
    condition.values.map((value) => ({
      condition,
      value,
      conditions: conditions.map((each) => (each === condition ? { ...condition, values: [value] } : each)),
    })),
  );

/** ARN operators want six components. What IAM makes of fewer is nowhere written, so nobody can have meant it. */
const isMalformed = (operator: string, value: string): boolean =>
  readOperator(operator)?.base.family === 'arn' && !value.includes('${') && value.split(':').length < 6;

/** A statement for other principals too may list sources of theirs. */
const servesOthers = ({ principals }: Statement): boolean =>
  principals !== null &&
  (principals.any || principals.negated || principals.services.some((service) => !isDmsService(service)));

function canBeMet(
  statement: Statement,
  conditions: readonly Condition[],
  version: PolicyDocument['version'],
  place: Place,
): Met {
  const [service = ''] = dmsPrincipals(place.partition, place.regions);
  const principals = { ...nobody, services: [service] };
  const actions = { negated: false, patterns: ['sts:AssumeRole'] };
  const document: PolicyDocument = {
    version,
    statements: [{ ...statement, principals, actions, conditions, refused: [] }],
  };
  const { options, ...sources } = sourcesFor(document, {
    ...place,
    trustedAccounts: [],
    knownArns: [],
    types: dmsResourceTypes,
  });
  const cases = askService({
    policy: trustOf(document, place),
    service,
    action: 'sts:AssumeRole',
    sources,
    among: options.filter(({ context }) => Object.keys(context).length === 2),
    organization: null,
  });
  const [doubt] = cases.flatMap(({ doubts }) => doubts);
  if (cases.every(({ allowed }) => allowed !== null)) return true;
  if (doubt !== undefined) return { undecided: doubt };
  if (cases.every(({ allowed }) => allowed === null)) return false;
  return { undecided: 'it holds a part that IAM refuses, and that can be read in more than one way' };
}

const nobody = {
  negated: false,
  any: false,
  aws: [],
  services: [],
  federated: [],
  canonicalUsers: [],
} as const;
