import { known } from '../../model/lookup.ts';
import type { AccountFacts, IamFacts, RegionFacts } from '../../model/snapshot.ts';
import type { ApiCall } from '../calls.ts';
import type { Change } from '../patch.ts';
import * as dms from './dms.ts';
import * as ec2 from './ec2.ts';
import { type Edit, inEachRegion, inIam, inRegion } from './edit.ts';
import * as iam from './iam.ts';
import * as others from './others.ts';

/** The account as it is told after these changes: each call changes the few fields that a snapshot keeps of it. */
export const applyChanges = (account: AccountFacts, changes: readonly Change[]): AccountFacts =>
  changes.reduce((whole, { resource, api }) => applyCall(whole, resource, api), account);

interface At {
  readonly account: string;
  readonly region: string;
}

type CallOf<Service extends string> = Extract<ApiCall, { readonly call: `${Service}:${string}` }>;

const isOf = <Service extends string>(service: Service, api: ApiCall): api is CallOf<Service> =>
  api.call.startsWith(`${service}:`);

function applyCall(account: AccountFacts, at: At, api: ApiCall): AccountFacts {
  if (isOf('dms', api)) return inRegion(account, at.region, dmsEdit(api));
  if (isOf('ec2', api)) return inRegion(account, at.region, ec2Edit(api));
  if (isOf('iam', api)) return inIam(account, iamEdit(api, { id: at.account, partition: account.partition }));
  // What is shared is told in each Region where something uses it.
  return inEachRegion(account, sharedEdit(api));
}

function dmsEdit(api: CallOf<'dms'>): Edit<RegionFacts> {
  switch (api.call) {
    case 'dms:ModifyReplicationInstance':
      return (facts) => dms.modifyReplicationInstance(facts, api.input);
    case 'dms:ModifyReplicationConfig':
      return (facts) => dms.modifyReplicationConfig(facts, api.input);
    case 'dms:ModifyReplicationTask':
      return (facts) => dms.modifyReplicationTask(facts, api.input);
    case 'dms:ModifyDataMigration':
      return (facts) => dms.modifyDataMigration(facts, api.input);
    case 'dms:ModifyEndpoint':
      return (facts) => dms.modifyEndpoint(facts, api.input);
    case 'dms:ModifyDataProvider':
      return (facts) => dms.modifyDataProvider(facts, api.input);
    case 'dms:ModifyInstanceProfile':
      return (facts) => dms.modifyInstanceProfile(facts, api.input);
    case 'dms:ModifyEventSubscription':
      return (facts) => dms.modifyEventSubscription(facts, api.input);
    case 'dms:ModifyReplicationSubnetGroup':
      return (facts) => dms.modifySubnetGroup(facts, api.input);
  }
}

function ec2Edit(api: CallOf<'ec2'>): Edit<RegionFacts> {
  switch (api.call) {
    case 'ec2:AuthorizeSecurityGroupIngress':
      return (facts) => ec2.authorize('ingress')(facts, api.input);
    case 'ec2:AuthorizeSecurityGroupEgress':
      return (facts) => ec2.authorize('egress')(facts, api.input);
    case 'ec2:RevokeSecurityGroupIngress':
      return (facts) => ec2.revoke('ingress')(facts, api.input);
    case 'ec2:RevokeSecurityGroupEgress':
      return (facts) => ec2.revoke('egress')(facts, api.input);
    case 'ec2:CreateNetworkAclEntry':
      return (facts) => ec2.createNetworkAclEntry(facts, api.input);
    case 'ec2:CreateRoute':
      return (facts) => ec2.createRoute(facts, api.input);
    case 'ec2:ModifyNetworkInterfaceAttribute':
      return (facts) => ec2.modifyNetworkInterface(facts, api.input);
  }
}

function iamEdit(
  api: CallOf<'iam'>,
  place: { readonly id: string; readonly partition: string },
): Edit<IamFacts> {
  switch (api.call) {
    case 'iam:CreateRole':
      return (facts) => iam.createRole(facts, api.input, place);
    case 'iam:CreateServiceLinkedRole':
      return (facts) => iam.createServiceLinkedRole(facts, place);
    case 'iam:UpdateAssumeRolePolicy':
      return (facts) => iam.updateAssumeRolePolicy(facts, api.input);
    case 'iam:AttachRolePolicy':
      return (facts) => iam.attachRolePolicy(facts, api.input);
    case 'iam:DetachRolePolicy':
      return (facts) => iam.detachRolePolicy(facts, api.input);
    case 'iam:PutRolePolicy':
      return (facts) => iam.putPolicy(facts, { role: api.input.RoleName }, api.input);
    case 'iam:PutUserPolicy':
      return (facts) => iam.putPolicy(facts, { user: api.input.UserName }, api.input);
    case 'iam:DeleteRolePolicy':
      return (facts) => iam.deletePolicy(facts, { role: api.input.RoleName }, api.input.PolicyName);
    case 'iam:DeleteUserPolicy':
      return (facts) => iam.deletePolicy(facts, { user: api.input.UserName }, api.input.PolicyName);
    // What is shared is told in each Region where something uses it.
  }
}

function sharedEdit(api: Exclude<ApiCall, CallOf<'dms' | 'ec2' | 'iam'>>): Edit<RegionFacts> {
  switch (api.call) {
    case 'kms:EnableKey':
      return (facts) => others.inKey(facts, api.input.KeyId, (key) => ({ ...key, state: 'Enabled' }));
    case 'kms:CancelKeyDeletion':
      // "The key state of the KMS key is Disabled." (KMS API, CancelKeyDeletion)
      return (facts) =>
        others.inKey(facts, api.input.KeyId, (key) => ({ ...key, state: 'Disabled', deletionDate: null }));
    case 'kms:EnableKeyRotation':
      return (facts) => others.inKey(facts, api.input.KeyId, (key) => ({ ...key, rotates: known(true) }));
    case 'kms:PutKeyPolicy':
      return (facts) =>
        others.inKey(facts, api.input.KeyId, (key) => ({ ...key, policy: known(api.input.Policy) }));
    case 'kms:RevokeGrant':
      return (facts) =>
        others.inKey(facts, api.input.KeyId, (key) => ({
          ...key,
          grants: key.grants.known
            ? known(key.grants.value.filter(({ id }) => id !== api.input.GrantId))
            : key.grants,
        }));
    case 'sns:SetTopicAttributes':
      return (facts) => others.withPolicy(facts, api.input);
    case 's3:PutPublicAccessBlock':
      return (facts) => others.withPublicAccessBlock(facts, api.input);
    case 's3:PutBucketEncryption':
      return (facts) => others.withEncryption(facts, api.input);
    case 'cloudtrail:StartLogging':
      return (facts) =>
        others.inTrail(facts, api.input.Name, (trail) => ({ ...trail, logging: known(true) }));
  }
}
