import { connectionsOf, networkOf, pathFacts, pathParameters } from '../analysis/network/connections.ts';
import { needsOf } from '../analysis/network/egress-needs.ts';
import { judgeNarrowness } from '../analysis/network/narrowness.ts';
import { differencesOf, placesOf } from '../analysis/network/places.ts';
import { serviceConnectionsOf } from '../analysis/network/service-connections.ts';
import { defineRule } from '../model/define-rule.ts';

export const instanceEgressIsNarrow = defineRule({
  id: 'instance-egress-is-narrow',
  title: 'Security groups of replication instances let out only their flows and the AWS services in use',
  judgement:
    'What the groups let out is compared exactly with what the flows and AWS services in use need; anything beyond fails, with the traffic that nobody needs.',
  severity: 'LOW',
  profiles: ['all'],
  conflictsWith: ['instance-egress-is-open'],
  requirements: ['R36'],
  controls: [],
  rationale:
    'An instance reads whole databases. What its security groups let out beyond its sources, its targets and the AWS services that these use is a way for the data to go where nobody meant it to.',
  remediation:
    'Replace the outbound rules named in the finding by one for each flow: the port of the database, to its security group or the ranges of its subnets; for AWS services tcp 443 to the prefix list of the gateway endpoint or to the security group of the interface endpoint.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  ],
  judges: ['instances', 'serverlessConfigs'],
  needs: [...pathFacts, 'assessmentBuckets'],
  parameters: pathParameters,

  judge(resource, context) {
    const places = placesOf(resource, context);
    const flows = connectionsOf(resource, context);
    const services = serviceConnectionsOf(resource, context);
    return judgeNarrowness({
      ...{ places, source: context, notes: differencesOf(resource, places) },
      needs: needsOf({ flows, services, network: networkOf(context) }),
    });
  },
});
