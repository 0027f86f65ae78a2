import type { RoleUse } from '../../model/account-view.ts';
import { isDmsService, serviceDomain } from '../callers/service-principals.ts';
import type { Place } from '../callers/sources.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { type Fit, judgeFit, whyLockedOut } from './fit.ts';
import { sendersFor } from './sent-keys.ts';
import { judgeUsability } from './usability.ts';
import { type DmsEstate, userAt } from './users.ts';
import { useFacts } from './uses.ts';

/** Whether every service that a use of a role needs can assume it: DMS for the resource, others for this account. */
export function judgeUse(
  document: PolicyDocument,
  use: RoleUse,
  place: Place,
  estate: DmsEstate,
): readonly Fit[] {
  const user = userAt(use);
  const { services, sourceTypes } = useFacts[user.use];
  const others = services
    .map((service) => `${service}.${serviceDomain(place.partition)}`)
    .filter((service) => !isDmsService(service));
  return [
    judgeFit(document, user, sendersFor(user, estate), place),
    ...others.map((service): Fit => {
      const usability = judgeUsability(document, {
        ...place,
        service,
        types: sourceTypes,
        knownArns: [user.resource.arn],
        sendsAccount: false,
        sendsArn: false,
      });
      switch (usability.answer) {
        case 'let-in':
          return usability;
        case 'refused':
          return {
            answer: 'locked-out',
            witness: usability.witness,
            because: whyLockedOut(usability.witness),
          };
        case 'undecided':
          return usability;
        case 'hangs-on-keys':
          return {
            answer: 'undecided',
            because: `${service} is let in only with source keys, and AWS does not document that it sends aws:SourceAccount or aws:SourceArn`,
          };
      }
    }),
  ];
}
