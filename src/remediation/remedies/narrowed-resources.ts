import { roleCarriers } from '../../model/facts.ts';
import type { DmsResource } from '../../model/resources.ts';
import type { RuleRemedy } from '../around.ts';
import { not, patched, reason } from '../patch.ts';
import { textsIn, type WrittenStatement, withChangedStatement } from '../policy-json.ts';
import { gone } from './gone.ts';
import { holderOf, putting } from './inline-policy.ts';
import { demandsOf, inlineWith, unknownPlaces } from './permissions.ts';

const shared = reason(
  'the statement is in a managed policy that others may carry, and the role carries it for more than this',
  'To change a managed policy changes it for everybody who carries it.',
  'Put what the role needs into a policy of its own, and detach the managed one.',
);

export const resourcesNarrowed: RuleRemedy = {
  patches: [
    'Names in the statement of the inline policy the buckets, keys and secrets that DMS uses with the role.',
  ],
  reasons: [shared, unknownPlaces],
  make(finding, around) {
    const { witness } = finding;
    if (witness?.kind !== 'request' || witness.statement === null || !('aws' in witness.principal))
      return not(gone);
    const arn = witness.principal.aws;
    const holder = holderOf(arn, around);
    if ('why' in holder) return not(holder);
    const policy = inlineWith(holder, witness.document, around);
    if (policy === null) return not(shared);
    const carriers = roleCarriers.flatMap((kind): readonly DmsResource[] => around.facts[kind].items);
    const all = carriers
      .flatMap((each) => demandsOf(each, around))
      .filter(({ held }) => held.holder.arn === arn);
    const places = all.flatMap(({ demands }) => demands.map(({ place }) => place));
    const resources = [
      ...new Set(
        places.flatMap(({ resource, standsFor }) =>
          resource === null || standsFor !== null ? [] : [resource],
        ),
      ),
    ];
    if (resources.length === 0) return not(unknownPlaces);
    const narrowed = (statement: WrittenStatement): WrittenStatement => ({
      ...Object.fromEntries(Object.entries(statement).filter(([name]) => name !== 'NotResource')),
      Resource: forService(resources, textsIn(statement['Action'])),
    });
    const text = withChangedStatement(witness.document, witness.statement, narrowed);
    if (text === null) return not(shared);
    return patched([putting(holder, { name: policy, text, from: witness.document }, around)], {
      breaks: ['What else uses the role can no longer work on other things.'],
      users: carriers.filter(({ roles }) => roles.some((each) => each.arn === arn)).map(({ id }) => id),
    });
  },
};

/** Those that actions of these services can be on; all, where an action names no service. */
function forService(resources: readonly string[], actions: readonly string[]): readonly string[] {
  const services = new Set(actions.map((action) => action.split(':')[0]));
  const own = resources.filter((arn) => services.has(arn.split(':')[2]));
  return own.length === 0 ? resources : own;
}
