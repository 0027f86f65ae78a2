import { withMigrant } from '../analysis/principals/migrant.ts';
import { judgeTags, tagStatementsIn } from '../analysis/principals/tag-conditions.ts';
import type { Gathered } from '../model/account-view.ts';
import { defineRule } from '../model/define-rule.ts';
import { resourceKinds } from '../model/facts.ts';
import type { DmsResource } from '../model/resources.ts';
import { cannotRead, compliant, nonCompliant, notApplicable, unknown } from '../model/verdict.ts';

export const principalTagConditionsMatch = defineRule({
  id: 'principal-tag-conditions-match',
  title: 'Access by tag to DMS reaches at least one resource',
  judgement:
    'A condition on tags of DMS resources must be met by at least one resource that exists, or it shuts everybody out.',
  severity: 'LOW',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R07', 'R22'],
  controls: [],
  rationale:
    'A statement that allows DMS by a tag which no resource has, a misspelt key or a value of another case, locks out everybody whom it is meant for.',
  remediation:
    'Tag the resources as the statement asks, with the case of the value as it is written there, or correct the condition.',
  sources: ['https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.FineGrainedAccess.html'],
  judges: ['principals'],
  needs: [...resourceKinds, 'tags'],

  judge: (subject, { account, regions, facts }) =>
    withMigrant(subject, ({ principal, identity }) => {
      const listings = resourceKinds.map((kind): Gathered<DmsResource> => facts[kind]);
      const resources = listings.flatMap(({ items }) =>
        items.map(({ arn }) => ({ arn, tags: facts.tags(arn.split(':')[3] ?? '', arn) })),
      );
      const unlisted = listings.flatMap(({ unread }) => unread);
      const caller = {
        'aws:principalarn': principal.arn,
        'aws:principalaccount': account,
        ...(principal.type === 'AWS::IAM::User' ? { 'aws:username': principal.id } : {}),
      };
      const judged = identity
        .flatMap(tagStatementsIn)
        .map((tagged) => ({ tagged, answer: judgeTags(tagged, resources, caller, unlisted) }));
      const unmet = judged
        .filter(({ answer }) => answer.answer === 'unmet')
        .map(({ tagged: { at, asks } }) => `${at}: no resource meets ${asks}`);
      if (unmet.length > 0) return nonCompliant(unmet.join('; '), { kind: 'list', items: unmet });
      for (const { tagged, answer } of judged) {
        if (answer.answer === 'unread') return cannotRead(answer.unread);
        if (answer.answer === 'undecided')
          return unknown(
            `${tagged.at}: whether a resource meets ${tagged.asks} is not decided: ${answer.because}`,
            'literal values in the condition',
          );
      }
      if (judged.length === 0) return notApplicable('its policies allow nothing of DMS by tag');
      return judged.some(({ answer }) => answer.answer === 'met')
        ? compliant('a resource meets each of its tag conditions')
        : notApplicable(`no resource that its tag conditions are about is in ${regions.join(', ')}`);
    }),
});
