import { networkOf, pathFacts, pathParameters } from '../analysis/network/connections.ts';
import { serviceConnectionsOf } from '../analysis/network/service-connections.ts';
import { judgeServices } from '../analysis/network/service-verdict.ts';
import { neededFrom } from '../analysis/network/services.ts';
import { reachesServicesThroughVpc } from '../analysis/network/through-vpc.ts';
import { defineRule } from '../model/define-rule.ts';
import { notApplicable, notReported } from '../model/verdict.ts';

export const instanceReachesServices = defineRule({
  id: 'instance-reaches-services',
  title: 'Replication instances reach the AWS services that their endpoints use',
  judgement:
    'From engine 3.4.7 on, each AWS service that the endpoints use (staging and assessment buckets and Secrets Manager included) must have a VPC endpoint that admits the instance by its groups and policy, or a public route that works. Serverless replications have no public address, so NAT alone is UNKNOWN. Older engines are not judged; the finding says what the upgrade will need.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R45'],
  controls: [],
  rationale:
    'From engine 3.4.7 on DMS asks S3, Kinesis, DynamoDB, Secrets Manager and other services from inside the VPC of the instance. Without a VPC endpoint or a public route, or where the groups or the policy of the VPC endpoint keep it out, connections hang and tasks fail.',
  remediation:
    'Give the instance a way to the service named in the finding: a gateway endpoint for S3 and DynamoDB in the route tables of its subnets, an interface endpoint with private DNS for others, with groups that admit tcp 443 from the instance and a policy that admits what the role asks.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_VPC_Endpoints.html',
    'https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
  ],
  judges: ['instances', 'serverlessConfigs'],
  needs: [...pathFacts, 'assessmentBuckets', 'buckets', 'organization'],
  parameters: pathParameters,

  judge(resource, context) {
    const serverless = resource.type === 'AWS::DMS::ReplicationConfig';
    const isThroughVpc = reachesServicesThroughVpc(resource);
    if (isThroughVpc === false) {
      const needed = neededFrom(resource, context).join(', ');
      const upgrade = `an upgrade to 3.4.7 or later needs ${needed === '' ? 'none' : `a way to ${needed}`}`;
      return notApplicable(`its engine has a way of its own to AWS services; ${upgrade}`);
    }
    const found = serviceConnectionsOf(resource, context);
    if (isThroughVpc === null && found.connections.length > 0)
      return notReported('dms:DescribeReplicationInstances', 'a readable EngineVersion');
    const scope = { ...context, network: networkOf(context), serverless };
    return judgeServices(found, scope);
  },
});
