import { coversAction } from '../callers/covers-action.ts';
import { dmsResourceTypes } from '../callers/dms-arns.ts';
import { isDmsService } from '../callers/service-principals.ts';
import { sourceArnKey } from '../callers/source-keys.ts';
import type { Condition, PolicyDocument, Statement } from '../policy/document.ts';
import { readOperator } from '../policy/operator-name.ts';
import { conditionsOn, isListing, nameOfStatement, statementsForDms } from './dms-statements.ts';

/** A statement that lets DMS in for more resources than it needs to. */
interface WideStatement {
  readonly statement: Statement;
  /** The value that is too wide, and where it stands; null: nothing in the statement asks for aws:SourceArn. */
  readonly value: { readonly condition: Condition; readonly value: string; readonly because: string } | null;
}

/** What is too wide, and where. */
export function describeWidth({ statement, value }: WideStatement): string {
  const name = nameOfStatement(statement);
  if (value === null) return `${name} does not ask for aws:SourceArn`;
  const { operator, key } = value.condition;
  return `${name} ${operator} ${key} ${value.value}: ${value.because}`;
}

/**
 * The statements that let DMS in without an aws:SourceArn that writes out the account and the type of resource.
 * "use the aws:SourceArn global context condition key with wildcard characters (*) for the unknown portions of
 * the ARN": Region and id may be unknown. (DMS User Guide, *Cross-service confused deputy prevention*)
 */
export function wideStatements(
  document: PolicyDocument,
  { pinsIds }: { readonly pinsIds: boolean },
): readonly WideStatement[] {
  return statementsForDms(document).flatMap((statement) => {
    const asking = [
      ...conditionsOn(statement, sourceArnKey).filter(isListing),
      ...document.statements.flatMap((deny) => deniedUnless(deny, statement)),
    ];
    const widths = asking.map((condition) => widestIn(condition, pinsIds));
    // Conditions are all to be met, so that one narrow list is enough.
    if (widths.includes(null)) return [];
    return [{ statement, value: widths[0] ?? null }];
  });
}

/** A Deny of all but some ARNs, for each DMS principal that a statement lets in, asks as the statement would. */
function deniedUnless(
  { effect, principals, actions, conditions }: Statement,
  letting: Statement,
): readonly Condition[] {
  if (effect !== 'Deny' || principals === null || principals.negated) return [];
  const [condition, ...more] = conditions;
  if (condition === undefined || more.length > 0 || !coversAction(actions, 'sts:AssumeRole')) return [];
  if (condition.key.toLowerCase() !== sourceArnKey) return [];
  const use = readOperator(condition.operator);
  if (use === null || !use.base.negated || use.quantifier !== null) return [];
  const letIn = letting.principals?.services.filter(isDmsService) ?? [];
  const isNamed = letting.principals?.any !== true && letting.principals?.negated !== true;
  const reaches =
    principals.any || (isNamed && letIn.every((service) => principals.services.includes(service)));
  return reaches ? [condition] : [];
}

/** The first value of a list that is too wide; null if each is narrow. */
function widestIn(condition: Condition, pinsIds: boolean): WideStatement['value'] {
  const { values } = condition;
  const [first] = values.flatMap((value) => {
    const because = whyWide(value, pinsIds);
    return because === null ? [] : [{ condition, value, because }];
  });
  return first ?? (values.length === 0 ? { condition, value: '', because: 'it lists no ARN' } : null);
}

function whyWide(arn: string, pinsIds: boolean): string | null {
  const [, , , , account = '', type = ''] = arn.split(':');
  if (!/^\d{12}$/.test(account)) return 'it does not write out the account';
  if (!dmsResourceTypes.includes(type)) return 'it does not write out the type of resource';
  return pinsIds && /[*?]|\$\{/.test(arn) ? 'it is no full ARN' : null;
}
