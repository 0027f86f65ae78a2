import { defineRule } from '../model/define-rule.ts';
import type { Witness } from '../model/finding.ts';
import { compliant, given, nonCompliant } from '../model/verdict.ts';

export const resourceHasRequiredTags = defineRule({
  id: 'resource-has-required-tags',
  title: 'DMS resources carry the required tags',
  judgement:
    'Every key of `required-tags` must be there; without that setting, any tag of one’s own. Tags that AWS sets (`aws:`) do not count. Security Hub’s DMS.2 to DMS.5 judge certificates, event subscriptions, instances and subnet groups alone.',
  severity: 'LOW',
  profiles: ['recommended', 'documented', 'security-hub', 'all'],
  requirements: ['R07'],
  controls: ['DMS.2', 'DMS.3', 'DMS.4', 'DMS.5'],
  rationale:
    'Access by tag, costs and owners all rest on tags; a resource without them escapes every policy that asks for one.',
  remediation: 'Add the missing tags with AddTagsToResource, and to the template that creates the resource.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tagging.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-2',
  ],
  judges: [
    'certificates',
    'eventSubscriptions',
    'instances',
    'subnetGroups',
    'endpoints',
    'tasks',
    'serverlessConfigs',
  ],
  needs: ['tags'],

  judge(resource, { region, facts, settings: { requiredTags } }) {
    return given(facts.tags(region, resource.arn), (tags) => {
      // Tags that begin with `aws:` are AWS's own; DMS.2 ignores them too.
      const keys = Object.keys(tags).filter((key) => !key.startsWith('aws:'));
      const witness: Witness =
        keys.length > 0 ? { kind: 'list', items: keys } : { kind: 'value', field: 'TagList', value: null };
      if (requiredTags.length === 0) {
        return keys.length > 0
          ? compliant(`it has ${keys.length} ${keys.length === 1 ? 'tag' : 'tags'}`, { witness })
          : nonCompliant('it has no tag', witness);
      }
      const missing = requiredTags.filter((key) => !keys.includes(key));
      return missing.length === 0
        ? compliant(`it has ${requiredTags.join(', ')}`, { witness })
        : nonCompliant(`it lacks ${missing.join(', ')}`, witness);
    });
  },
});
