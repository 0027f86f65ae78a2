import { faultsOf, type NamedPolicy } from '../analysis/policy-faults.ts';
import { defineRule } from '../model/define-rule.ts';
import type { Lookup } from '../model/lookup.ts';
import type { Policies } from '../model/principal-view.ts';
import type { Rule } from '../model/rule.ts';
import { cannotRead, compliant, given, nonCompliant, notApplicable, type Verdict } from '../model/verdict.ts';

const texts = {
  id: 'policy-is-well-formed',
  title: 'The policies that DMS depends on say only what IAM understands and can ever match',
  judgement:
    'Trust, key and identity policies in scope must hold nothing that IAM would refuse or that can never match: unknown operators, duplicate keys, NotPrincipal in an Allow of a trust, variables under the old policy version, malformed ARN patterns, empty lists and dead statements.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R01', 'R57'],
  controls: [],
  rationale:
    'A condition with an operator that IAM lacks, a variable under the old version or an ARN that nothing has protects nobody and lets nobody in, while the policy reads as if it did. The DMS User Guide itself prints ArnEqual, which is no operator.',
  remediation:
    'Correct or remove each part that the finding names; ArnEqual is meant to be ArnEquals or ArnLike. IAM Access Analyzer (ValidatePolicy) shows most of them before a policy is stored.',
  sources: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html',
  ],
} as const;

const ofRoles = defineRule({
  ...texts,
  judges: ['roles'],
  needs: ['rolePermissions'],

  judge: ({ id, role }, { facts }) =>
    given(role, (found) => {
      if (found === null) return notApplicable('the role does not exist');
      if (found.path.startsWith('/aws-service-role/')) {
        return notApplicable('it is a service-linked role, which AWS owns and nobody can edit');
      }
      const trust = { name: 'trust policy', kind: 'trust', text: found.trust } as const;
      return verdictOn([trust], facts.policiesOf(id));
    }),
});

const ofPrincipals = defineRule({
  ...texts,
  judges: ['principals'],
  needs: ['roles'],

  judge({ type, policies }, { facts }) {
    // A role that DMS uses is judged with its trust, and an unread use may make it one.
    if (type === 'AWS::IAM::Role' && facts.roles.unread.length > 0) return cannotRead(facts.roles.unread);
    return verdictOn([], policies);
  },
});

const ofKeys = defineRule({
  ...texts,
  judges: ['keys'],
  needs: ['keyPolicies'],

  judge: ({ key }) =>
    given(key, (found) => {
      if (found === null) return notApplicable('there is no such key');
      if (found.manager === 'AWS') return notApplicable('AWS manages the key and its policy');
      return given(found.policy, (text) => verdictOn([{ name: 'key policy', kind: 'key', text }], null));
    }),
});

/** What is wrong with the policies that could be read; if nothing is, all must have been read. */
function verdictOn(own: readonly NamedPolicy[], policies: Lookup<Policies> | null): Verdict {
  const identity = policies?.known === true ? policies.value.identity : [];
  const faults = [
    ...own,
    ...identity
      // What AWS manages is AWS's to correct.
      .filter(({ name }) => !/^arn:[^:]*:iam::aws:/.test(name))
      .map(({ name, document }): NamedPolicy => ({ name, kind: 'identity', text: document })),
  ].flatMap(faultsOf);
  const [first, ...more] = faults;
  if (first !== undefined) {
    const others = more.length === 0 ? '' : `; and ${more.length} more`;
    return nonCompliant(`${first}${others}`, { kind: 'list', items: faults });
  }
  return policies?.known === false
    ? cannotRead([policies.unread])
    : compliant('its policies hold nothing that IAM refuses or that can match nothing');
}

/** Keys are judged in their Regions, roles and users once; a role that is both DMS's and a principal once too. */
export const policyIsWellFormed: Rule = {
  ...ofRoles,
  judges: [...ofRoles.judges, ...ofPrincipals.judges, ...ofKeys.judges].filter(isFirst),
  needs: [...ofRoles.needs, ...ofPrincipals.needs, ...ofKeys.needs].filter(isFirst),
  evaluate: (...facts) => {
    const roles = ofRoles.evaluate(...facts);
    const judged = new Set(roles.map(({ id }) => id));
    const principals = ofPrincipals.evaluate(...facts).filter(({ id }) => !judged.has(id));
    return [...roles, ...principals, ...ofKeys.evaluate(...facts)];
  },
};

function isFirst<T>(value: T, index: number, all: readonly T[]): boolean {
  return all.indexOf(value) === index;
}
