import { judgeRecorders } from '../analysis/trails/recorders.ts';
import type { Gathered } from '../model/account-view.ts';
import { defineRule } from '../model/define-rule.ts';
import { keyCarriers } from '../model/facts.ts';
import { inheritsDefault } from '../model/key-view.ts';
import type { DmsResource } from '../model/resources.ts';
import { cannotRead, notApplicable } from '../model/verdict.ts';

export const keyUseIsAudited = defineRule({
  id: 'key-use-is-audited',
  title: 'CloudTrail records how the keys of DMS resources are used',
  judgement:
    'In each Region a trail or event data store must be logging management events of type All and not leave out KMS; Encrypt and Decrypt are read events. Trails of the organisation count; one that cannot be read leaves the verdict UNKNOWN.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R34'],
  controls: [],
  rationale:
    'Who decrypted migrated data with which key is told by CloudTrail alone. Encrypt and Decrypt count as read events, so a trail of write events, or one that leaves out AWS KMS because of its volume, holds nothing of it.',
  remediation:
    'Let one trail for all Regions log management events of type All without excluding AWS KMS (PutEventSelectors), and start it with StartLogging; an event data store that takes the same events will do as well.',
  sources: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html',
  ],
  judges: ['account'],
  needs: [...keyCarriers, 'trails', 'eventDataStores'],

  judge(_, { region, facts }) {
    const listings = keyCarriers.map((kind): Gathered<DmsResource> => facts[kind]);
    const usesKeys = listings.some(({ items }) =>
      items.some((resource) => resource.keys.length > 0 || inheritsDefault(resource)),
    );
    if (usesKeys) return judgeRecorders(region, facts);
    const unread = listings.flatMap((listing) => listing.unread);
    return unread.length > 0
      ? cannotRead(unread)
      : notApplicable(`no DMS resource in ${region} is encrypted with a key`);
  },
});
