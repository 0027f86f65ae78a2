import type { RuleRemedy } from '../around.ts';
import * as endpointSettings from './endpoint-settings.ts';
import * as endpoints from './endpoints.ts';
import * as events from './events.ts';
import * as instances from './instances.ts';
import * as keyAccess from './key-access.ts';
import * as keys from './keys.ts';
import { resourcesNarrowed } from './narrowed-resources.ts';
import * as network from './network.ts';
import * as permissions from './permissions.ts';
import * as principals from './principals.ts';
import * as storage from './storage.ts';
import * as tasks from './tasks.ts';
import * as trusts from './trusts.ts';
import * as unpatched from './unpatched.ts';
import * as zones from './zones.ts';

/** How failures of each rule are fixed, or why not, by the rule's id. */
export const remedies: Readonly<Record<string, RuleRemedy>> = {
  'account-role-exists': trusts.rolesMade,
  'account-role-has-permissions': permissions.managedAttached,
  'account-role-is-not-overbroad': permissions.excessTaken,
  'account-role-policy-is-current': permissions.managedAttached,
  'account-role-trusts-dms': trusts.trustMended,
  'assessment-results-are-protected': storage.protectedResults,
  'certificate-is-valid': unpatched.validCertificates,
  'database-admits-durably': network.durableAdmission,
  'database-admits-instance': network.pathsOpened,
  'database-ingress-is-narrow': network.narrowDatabases,
  'endpoint-connection-succeeds': unpatched.connectionTests,
  'endpoint-requires-tls': endpoints.requiringTls,
  'endpoint-uses-secret': unpatched.secrets,
  'endpoint-verifies-tls': endpoints.verifyingTls,
  'event-subscription-works': events.workingSubscriptions,
  'failure-events-are-covered': events.coveredFailures,
  'flows-stay-private': network.privateFlows,
  'instance-egress-is-narrow': network.narrowEgress,
  'instance-egress-is-open': network.everythingOut,
  'instance-egress-reaches-endpoints': network.pathsOpened,
  'instance-engine-is-supported': instances.enginesUpgrade,
  'instance-engine-supports-guard': instances.enginesUpgrade,
  'instance-ingress-is-closed': network.closedIngress,
  'instance-is-private': instances.privacy,
  'instance-reaches-services': network.servicesReached,
  'instance-routes-to-endpoints': network.pathsOpened,
  'instance-spans-zones': zones.standbys,
  'instance-upgrades-minor-versions': instances.minorVersions,
  'kafka-endpoint-requires-tls': endpointSettings.kafkaTls,
  'key-admits-endpoint-role': keys.keysForEndpoints,
  'key-admits-migration-principal': keys.keysForMigrants,
  'key-admits-only-trusted': keyAccess.trustedKeys,
  'key-admits-serverless-role': keys.keysForServerless,
  'key-is-customer-managed': unpatched.customerKeys,
  'key-is-symmetric': unpatched.symmetricKeys,
  'key-is-usable': keys.usableKeys,
  'key-rotates': keys.rotatingKeys,
  'key-use-is-audited': storage.auditedKeys,
  'mongodb-endpoint-authenticates': unpatched.credentials,
  'nat-host-admits-instance': network.pathsOpened,
  'neptune-endpoint-uses-iam': endpointSettings.neptuneIam,
  'policy-is-well-formed': trusts.policiesMended,
  'principal-has-permissions': principals.permissionsAdded,
  'principal-may-use-task-endpoints': principals.requestAllowed,
  'principal-passrole-is-scoped': principals.passingScoped,
  'principal-permissions-are-minimal': principals.extrasDenied,
  'principal-policy-is-effective': principals.effectivePolicies,
  'principal-tag-conditions-match': principals.matchingTags,
  'principal-uses-temporary-credentials': principals.temporaryCredentials,
  'redis-endpoint-authenticates': unpatched.credentials,
  'redis-endpoint-requires-tls': endpointSettings.redisTls,
  'resource-has-required-tags': tasks.tags,
  'role-trust-admits-only-expected': trusts.strangersOut,
  'role-trust-fits-use': trusts.trustMended,
  'role-trust-is-consistent': trusts.trustMended,
  'role-trust-is-guarded': trusts.trustMended,
  'role-trust-is-narrow': trusts.trustMended,
  's3-endpoint-names-bucket-owner': storage.bucketOwners,
  'serverless-role-exists': trusts.serverlessRoleMade,
  'service-role-exists': trusts.serviceRoles,
  'service-role-has-permissions': permissions.permissionsGiven,
  'service-role-is-not-overbroad': resourcesNarrowed,
  'service-role-trusts-dms': trusts.trustMended,
  'subnet-group-spans-zones': zones.subnetZones,
  'target-data-is-encrypted': unpatched.encryptedTargets,
  'task-credentials-are-fresh': tasks.freshCredentials,
  'task-log-detail-is-temporary': tasks.logDetail,
  'task-logs-source': tasks.loggingOf('SOURCE_CAPTURE', 'SOURCE_UNLOAD'),
  'task-logs-target': tasks.loggingOf('TARGET_APPLY', 'TARGET_LOAD'),
  'topic-policy-is-guarded': events.guardedTopics,
};
