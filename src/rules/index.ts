import type { Rule } from '../model/rule.ts';
import { accountRoleExists } from './account-role-exists.ts';
import { accountRoleHasPermissions } from './account-role-has-permissions.ts';
import { accountRoleIsNotOverbroad } from './account-role-is-not-overbroad.ts';
import { accountRolePolicyIsCurrent } from './account-role-policy-is-current.ts';
import { accountRoleTrustsDms } from './account-role-trusts-dms.ts';
import { assessmentResultsAreProtected } from './assessment-results-are-protected.ts';
import { certificateIsValid } from './certificate-is-valid.ts';
import { databaseAdmitsDurably } from './database-admits-durably.ts';
import { databaseAdmitsInstance } from './database-admits-instance.ts';
import { databaseIngressIsNarrow } from './database-ingress-is-narrow.ts';
import { endpointConnectionSucceeds } from './endpoint-connection-succeeds.ts';
import { endpointRequiresTls } from './endpoint-requires-tls.ts';
import { endpointUsesSecret } from './endpoint-uses-secret.ts';
import { endpointVerifiesTls } from './endpoint-verifies-tls.ts';
import { eventSubscriptionWorks } from './event-subscription-works.ts';
import { failureEventsAreCovered } from './failure-events-are-covered.ts';
import { flowsStayPrivate } from './flows-stay-private.ts';
import { instanceEgressIsNarrow } from './instance-egress-is-narrow.ts';
import { instanceEgressIsOpen } from './instance-egress-is-open.ts';
import { instanceEgressReachesEndpoints } from './instance-egress-reaches-endpoints.ts';
import { instanceEngineIsSupported } from './instance-engine-is-supported.ts';
import { instanceEngineSupportsGuard } from './instance-engine-supports-guard.ts';
import { instanceIngressIsClosed } from './instance-ingress-is-closed.ts';
import { instanceIsPrivate } from './instance-is-private.ts';
import { instanceReachesServices } from './instance-reaches-services.ts';
import { instanceRoutesToEndpoints } from './instance-routes-to-endpoints.ts';
import { instanceSpansZones } from './instance-spans-zones.ts';
import { instanceUpgradesMinorVersions } from './instance-upgrades-minor-versions.ts';
import { kafkaEndpointRequiresTls } from './kafka-endpoint-requires-tls.ts';
import { keyAdmitsEndpointRole } from './key-admits-endpoint-role.ts';
import { keyAdmitsMigrationPrincipal } from './key-admits-migration-principal.ts';
import { keyAdmitsOnlyTrusted } from './key-admits-only-trusted.ts';
import { keyAdmitsServerlessRole } from './key-admits-serverless-role.ts';
import { keyIsCustomerManaged } from './key-is-customer-managed.ts';
import { keyIsSymmetric } from './key-is-symmetric.ts';
import { keyIsUsable } from './key-is-usable.ts';
import { keyRotates } from './key-rotates.ts';
import { keyUseIsAudited } from './key-use-is-audited.ts';
import { mongodbEndpointAuthenticates } from './mongodb-endpoint-authenticates.ts';
import { natHostAdmitsInstance } from './nat-host-admits-instance.ts';
import { neptuneEndpointUsesIam } from './neptune-endpoint-uses-iam.ts';
import { policyIsWellFormed } from './policy-is-well-formed.ts';
import { principalHasPermissions } from './principal-has-permissions.ts';
import { principalMayUseTaskEndpoints } from './principal-may-use-task-endpoints.ts';
import { principalPassroleIsScoped } from './principal-passrole-is-scoped.ts';
import { principalPermissionsAreMinimal } from './principal-permissions-are-minimal.ts';
import { principalPolicyIsEffective } from './principal-policy-is-effective.ts';
import { principalTagConditionsMatch } from './principal-tag-conditions-match.ts';
import { principalUsesTemporaryCredentials } from './principal-uses-temporary-credentials.ts';
import { redisEndpointAuthenticates } from './redis-endpoint-authenticates.ts';
import { redisEndpointRequiresTls } from './redis-endpoint-requires-tls.ts';
import { resourceHasRequiredTags } from './resource-has-required-tags.ts';
import { roleTrustAdmitsOnlyExpected } from './role-trust-admits-only-expected.ts';
import { roleTrustFitsUse } from './role-trust-fits-use.ts';
import { roleTrustIsConsistent } from './role-trust-is-consistent.ts';
import { roleTrustIsGuarded } from './role-trust-is-guarded.ts';
import { roleTrustIsNarrow } from './role-trust-is-narrow.ts';
import { s3EndpointNamesBucketOwner } from './s3-endpoint-names-bucket-owner.ts';
import { serverlessRoleExists } from './serverless-role-exists.ts';
import { serviceRoleExists } from './service-role-exists.ts';
import { serviceRoleHasPermissions } from './service-role-has-permissions.ts';
import { serviceRoleIsNotOverbroad } from './service-role-is-not-overbroad.ts';
import { serviceRoleTrustsDms } from './service-role-trusts-dms.ts';
import { subnetGroupSpansZones } from './subnet-group-spans-zones.ts';
import { targetDataIsEncrypted } from './target-data-is-encrypted.ts';
import { taskCredentialsAreFresh } from './task-credentials-are-fresh.ts';
import { taskLogDetailIsTemporary } from './task-log-detail-is-temporary.ts';
import { taskLogsSource } from './task-logs-source.ts';
import { taskLogsTarget } from './task-logs-target.ts';
import { topicPolicyIsGuarded } from './topic-policy-is-guarded.ts';

/** Every rule, in the order of the files. */
export const catalogue: readonly Rule[] = [
  accountRoleExists,
  accountRoleHasPermissions,
  accountRoleIsNotOverbroad,
  accountRolePolicyIsCurrent,
  accountRoleTrustsDms,
  assessmentResultsAreProtected,
  certificateIsValid,
  databaseAdmitsDurably,
  databaseAdmitsInstance,
  databaseIngressIsNarrow,
  endpointConnectionSucceeds,
  endpointRequiresTls,
  endpointUsesSecret,
  endpointVerifiesTls,
  eventSubscriptionWorks,
  failureEventsAreCovered,
  flowsStayPrivate,
  instanceEgressIsNarrow,
  instanceEgressIsOpen,
  instanceEgressReachesEndpoints,
  instanceEngineIsSupported,
  instanceEngineSupportsGuard,
  instanceIngressIsClosed,
  instanceIsPrivate,
  instanceReachesServices,
  instanceRoutesToEndpoints,
  instanceSpansZones,
  instanceUpgradesMinorVersions,
  kafkaEndpointRequiresTls,
  keyAdmitsEndpointRole,
  keyAdmitsMigrationPrincipal,
  keyAdmitsOnlyTrusted,
  keyAdmitsServerlessRole,
  keyIsCustomerManaged,
  keyIsSymmetric,
  keyIsUsable,
  keyRotates,
  keyUseIsAudited,
  mongodbEndpointAuthenticates,
  natHostAdmitsInstance,
  neptuneEndpointUsesIam,
  policyIsWellFormed,
  principalHasPermissions,
  principalMayUseTaskEndpoints,
  principalPassroleIsScoped,
  principalPermissionsAreMinimal,
  principalPolicyIsEffective,
  principalTagConditionsMatch,
  principalUsesTemporaryCredentials,
  redisEndpointAuthenticates,
  redisEndpointRequiresTls,
  resourceHasRequiredTags,
  roleTrustAdmitsOnlyExpected,
  roleTrustFitsUse,
  roleTrustIsConsistent,
  roleTrustIsGuarded,
  roleTrustIsNarrow,
  s3EndpointNamesBucketOwner,
  serverlessRoleExists,
  serviceRoleExists,
  serviceRoleHasPermissions,
  serviceRoleIsNotOverbroad,
  serviceRoleTrustsDms,
  subnetGroupSpansZones,
  targetDataIsEncrypted,
  taskCredentialsAreFresh,
  taskLogDetailIsTemporary,
  taskLogsSource,
  taskLogsTarget,
  topicPolicyIsGuarded,
];
