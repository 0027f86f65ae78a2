import type { Rule } from '../model/rule.ts';
import { accountRoleExists } from './account-role-exists.ts';
import { accountRoleTrustsDms } from './account-role-trusts-dms.ts';
import { endpointRequiresTls } from './endpoint-requires-tls.ts';
import { instanceEngineSupportsGuard } from './instance-engine-supports-guard.ts';
import { instanceIsPrivate } from './instance-is-private.ts';
import { instanceSpansZones } from './instance-spans-zones.ts';
import { instanceUpgradesMinorVersions } from './instance-upgrades-minor-versions.ts';
import { kafkaEndpointRequiresTls } from './kafka-endpoint-requires-tls.ts';
import { mongodbEndpointAuthenticates } from './mongodb-endpoint-authenticates.ts';
import { neptuneEndpointUsesIam } from './neptune-endpoint-uses-iam.ts';
import { redisEndpointRequiresTls } from './redis-endpoint-requires-tls.ts';
import { resourceHasRequiredTags } from './resource-has-required-tags.ts';
import { roleTrustAdmitsOnlyExpected } from './role-trust-admits-only-expected.ts';
import { roleTrustIsGuarded } from './role-trust-is-guarded.ts';
import { taskLogsSource } from './task-logs-source.ts';
import { taskLogsTarget } from './task-logs-target.ts';

/** Every rule, in the order of the files. */
export const catalogue: readonly Rule[] = [
  accountRoleExists,
  accountRoleTrustsDms,
  endpointRequiresTls,
  instanceEngineSupportsGuard,
  instanceIsPrivate,
  instanceSpansZones,
  instanceUpgradesMinorVersions,
  kafkaEndpointRequiresTls,
  mongodbEndpointAuthenticates,
  neptuneEndpointUsesIam,
  redisEndpointRequiresTls,
  resourceHasRequiredTags,
  roleTrustAdmitsOnlyExpected,
  roleTrustIsGuarded,
  taskLogsSource,
  taskLogsTarget,
];
