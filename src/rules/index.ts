import type { Rule } from '../model/rule.ts';
import { accountRoleExists } from './account-role-exists.ts';
import { accountRoleTrustsDms } from './account-role-trusts-dms.ts';
import { endpointRequiresTls } from './endpoint-requires-tls.ts';
import { instanceEgressIsOpen } from './instance-egress-is-open.ts';
import { instanceEgressReachesEndpoints } from './instance-egress-reaches-endpoints.ts';
import { instanceEngineSupportsGuard } from './instance-engine-supports-guard.ts';
import { instanceIngressIsClosed } from './instance-ingress-is-closed.ts';
import { instanceIsPrivate } from './instance-is-private.ts';
import { instanceSpansZones } from './instance-spans-zones.ts';
import { instanceUpgradesMinorVersions } from './instance-upgrades-minor-versions.ts';
import { kafkaEndpointRequiresTls } from './kafka-endpoint-requires-tls.ts';
import { keyAdmitsOnlyTrusted } from './key-admits-only-trusted.ts';
import { keyIsCustomerManaged } from './key-is-customer-managed.ts';
import { keyIsSymmetric } from './key-is-symmetric.ts';
import { keyIsUsable } from './key-is-usable.ts';
import { keyRotates } from './key-rotates.ts';
import { mongodbEndpointAuthenticates } from './mongodb-endpoint-authenticates.ts';
import { neptuneEndpointUsesIam } from './neptune-endpoint-uses-iam.ts';
import { redisEndpointRequiresTls } from './redis-endpoint-requires-tls.ts';
import { resourceHasRequiredTags } from './resource-has-required-tags.ts';
import { roleTrustAdmitsOnlyExpected } from './role-trust-admits-only-expected.ts';
import { roleTrustIsGuarded } from './role-trust-is-guarded.ts';
import { subnetGroupSpansZones } from './subnet-group-spans-zones.ts';
import { targetDataIsEncrypted } from './target-data-is-encrypted.ts';
import { taskLogsSource } from './task-logs-source.ts';
import { taskLogsTarget } from './task-logs-target.ts';

/** Every rule, in the order of the files. */
export const catalogue: readonly Rule[] = [
  accountRoleExists,
  accountRoleTrustsDms,
  endpointRequiresTls,
  instanceEgressIsOpen,
  instanceEgressReachesEndpoints,
  instanceEngineSupportsGuard,
  instanceIngressIsClosed,
  instanceIsPrivate,
  instanceSpansZones,
  instanceUpgradesMinorVersions,
  kafkaEndpointRequiresTls,
  keyAdmitsOnlyTrusted,
  keyIsCustomerManaged,
  keyIsSymmetric,
  keyIsUsable,
  keyRotates,
  mongodbEndpointAuthenticates,
  neptuneEndpointUsesIam,
  redisEndpointRequiresTls,
  resourceHasRequiredTags,
  roleTrustAdmitsOnlyExpected,
  roleTrustIsGuarded,
  subnetGroupSpansZones,
  targetDataIsEncrypted,
  taskLogsSource,
  taskLogsTarget,
];
