import { assessmentRolePath } from '../../model/assessments.ts';
import type { DmsResource, Endpoint, RoleReference } from '../../model/resources.ts';
import type { UseName } from './documented-uses.ts';

/** The part of a task's settings that sends time travel logs to S3. */
const timeTravel = 'TTSettings.TTS3Settings.';

/** What the role at a place of a DMS resource is for; `undocumented` where AWS does not list what it must be allowed. */
type UsesAt = readonly UseName[] | 'undocumented' | 'direction not reported';

export function usesAt(resource: DmsResource, { path }: RoleReference): UsesAt {
  if (path === assessmentRolePath) return ['assessment results'];
  if (path.includes(timeTravel)) {
    const hasKey = resource.keys.some((key) => key.path.includes(timeTravel));
    return hasKey ? ['time travel', 'time travel key'] : ['time travel'];
  }
  if (resource.type !== 'AWS::DMS::Endpoint') return 'undocumented';
  if (path.toLowerCase().includes('secret')) return ['secret'];
  return usesOfEndpoint(resource);
}

function usesOfEndpoint(endpoint: Endpoint): UsesAt {
  const { engine, direction, settings, extraConnectionAttributes } = endpoint;
  switch (engine) {
    case 's3':
      if (direction === null) return 'direction not reported';
      if (direction === 'source') return ['S3 source'];
      return setsAcl(endpoint) ? ['S3 target', 'S3 ACL'] : ['S3 target'];
    case 'dynamodb':
      return ['DynamoDB target'];
    case 'kinesis':
      return ['Kinesis target'];
    case 'opensearch':
    case 'elasticsearch':
      return ['OpenSearch target'];
    case 'redshift':
    case 'redshift-serverless':
      return ['Redshift target'];
    case 'neptune':
      return String(settings.NeptuneSettings?.IamAuthEnabled) === 'true'
        ? ['Neptune target', 'Neptune IAM']
        : ['Neptune target'];
    default: {
      const methods = [
        settings.PostgreSQLSettings?.AuthenticationMethod,
        settings.MySQLSettings?.AuthenticationMethod,
        extraConnectionAttributes['authenticationmethod'],
      ];
      return methods.some((method) => String(method).toLowerCase() === 'iam')
        ? ['database IAM']
        : 'undocumented';
    }
  }
}

/** "none" is the default. (DMS API, S3Settings, `CannedAclForObjects`) */
function setsAcl({ settings, extraConnectionAttributes }: Endpoint): boolean {
  const acl = settings.S3Settings?.CannedAclForObjects ?? extraConnectionAttributes['cannedaclforobjects'];
  return acl !== undefined && acl !== '' && String(acl).toLowerCase() !== 'none';
}
