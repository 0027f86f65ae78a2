import { readOperator } from '../policy/operator-name.ts';
import type { Condition, Statement } from '../policy/shape.ts';
import { conditionKeyType, resourceTypesOf } from '../services/actions.ts';
import { serviceTables } from '../services/tables.ts';
import { inShort } from './in-short.ts';

/** Conditions of a statement about DMS that no request can meet, or that guard nothing: one sentence each. */
export function deadConditions(
  { conditions }: Statement,
  actions: readonly string[],
  isDmsOnly: boolean,
): readonly string[] {
  return conditions.flatMap((condition): readonly string[] => {
    const { key } = condition;
    if (!exists(key)) return [`${key} is no condition key${instead(key)}`];
    if (!isDmsOnly || actions.length === 0) return [];
    if (isOfOtherService(key)) return [`no request to DMS carries ${key}`];
    return isOfDmsRequests(key) &&
      asksForPresence(condition) &&
      !actions.some((action) => carries(action, key))
      ? [`no request for ${inShort(actions)} carries ${key}`]
      : [];
  });
}

const prefixOf = (key: string): string => key.toLowerCase().split(':', 1)[0] ?? '';

/** Keys of other services are theirs to know. */
const exists = (key: string): boolean =>
  !['aws', 'dms'].includes(prefixOf(key)) || conditionKeyType(key) !== null;

/** Keys of sessions (`sts:`) come with requests to every service. */
const isOfOtherService = (key: string): boolean => {
  const prefix = prefixOf(key);
  return prefix !== 'dms' && prefix !== 'sts' && serviceTables.services[prefix] !== undefined;
};

/** What to write instead of keys that are easily thought of; DMS's own guide prints the first. */
function instead(key: string): string {
  const [name = '', ...rest] = key.split('/');
  const tag = rest.join('/');
  const better: Readonly<Record<string, string>> = {
    'dms:resourcetag': 'aws:ResourceTag',
    'dms:requesttag': 'aws:RequestTag',
    'dms:tagkeys': 'aws:TagKeys',
  };
  const found = better[name.toLowerCase()];
  return found === undefined ? '' : `: AWS has ${tag === '' ? found : `${found}/${tag}`}`;
}

const tagKeys = ['aws:resourcetag/', 'aws:requesttag/', 'aws:tagkeys', 'dms:'];
const isOfDmsRequests = (key: string): boolean =>
  tagKeys.some((beginning) => key.toLowerCase().startsWith(beginning));

/** Whether a condition fails where its key is missing. */
function asksForPresence({ operator }: Condition): boolean {
  const use = readOperator(operator);
  if (use === null || use.base.family === 'null') return false;
  return !use.ifExists && !use.base.negated && use.quantifier !== 'all';
}

/** Whether requests for an action can carry a key: for itself, or for a type of resource that it takes. */
function carries(action: string, key: string): boolean {
  const dms = serviceTables.services['dms'];
  const own = dms?.actions[action.slice('dms:'.length)]?.keys ?? [];
  const ofTypes = (resourceTypesOf(action) ?? []).flatMap((type) => dms?.resources[type]?.keys ?? []);
  return [...own, ...ofTypes].some((template) => {
    const [beginning = ''] = template.toLowerCase().split('${', 1);
    return template.includes('${')
      ? key.toLowerCase().startsWith(beginning)
      : key.toLowerCase() === beginning;
  });
}
