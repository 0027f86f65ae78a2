import type { IpPermission } from '../calls.ts';
import type { Change, Json, PropertyChange } from '../patch.ts';
import { asJson } from '../remedies/as-json.ts';

/** A resource that can stand in a template by itself, beside what it belongs to. */
export interface OwnResource {
  readonly type: string;
  readonly properties: Readonly<Record<string, Json>>;
}

/** What of a resource that is in another template, or in none, has to change. */
interface Fragment {
  readonly properties: readonly PropertyChange[];
  /** Why it is no resource of its own, where it could be one. */
  readonly note?: string;
}

/** What CloudFormation puts a parameter or a secret in the place of (CloudFormation User Guide, *Dynamic references*). */
const dynamicReference = '{{resolve:';
const note = `CloudFormation would resolve ${dynamicReference}…}} in it, which is meant as text: it is no template.`;

/** How a change is declared in CloudFormation: as resources of their own, or as properties of one that exists. */
export type Declared = { readonly own: readonly OwnResource[] } | { readonly fragment: Fragment };

/** The changes of a fix as CloudFormation declares them; those of a new role are one resource. */
export function declaredOf(
  changes: readonly Change[],
): readonly { readonly change: Change; readonly declared: Declared }[] {
  const made = new Set(
    changes.flatMap(({ api }) => (api.call === 'iam:CreateRole' ? [api.input.RoleName] : [])),
  );
  return changes.flatMap((change) => {
    const { api } = change;
    // A role that is made carries its policies from the beginning.
    if (api.call === 'iam:AttachRolePolicy' && made.has(api.input.RoleName)) return [];
    return [{ change, declared: asText(declare(change, changes), change) }];
  });
}

/** What holds text that CloudFormation would put something else in the place of is told and not declared. */
const asText = (declared: Declared, { properties }: Change): Declared =>
  'own' in declared && JSON.stringify(declared.own).includes(dynamicReference)
    ? { fragment: { properties, note } }
    : declared;

function declare(change: Change, all: readonly Change[]): Declared {
  const { api } = change;
  switch (api.call) {
    case 'ec2:AuthorizeSecurityGroupIngress':
    case 'ec2:AuthorizeSecurityGroupEgress': {
      const isIngress = api.call === 'ec2:AuthorizeSecurityGroupIngress';
      const type = `AWS::EC2::SecurityGroup${isIngress ? 'Ingress' : 'Egress'}`;
      return {
        own: api.input.IpPermissions.flatMap((permission) =>
          peersOf(permission, isIngress).map((peer) => ({
            type,
            properties: { GroupId: api.input.GroupId, ...portsOf(permission), ...peer },
          })),
        ),
      };
    }
    case 'ec2:CreateNetworkAclEntry': {
      const { Protocol, PortRange, ...entry } = api.input;
      return {
        own: [
          {
            type: 'AWS::EC2::NetworkAclEntry',
            properties: { ...entry, Protocol: Number(Protocol), PortRange: { ...PortRange } },
          },
        ],
      };
    }
    case 'ec2:CreateRoute':
      return { own: [{ type: 'AWS::EC2::Route', properties: { ...api.input } }] };
    case 'sns:SetTopicAttributes':
      return {
        own: [
          {
            type: 'AWS::SNS::TopicPolicy',
            properties: { Topics: [api.input.TopicArn], PolicyDocument: asJson(api.input.AttributeValue) },
          },
        ],
      };
    default:
      return declareIam(change, all);
  }
}

function declareIam({ api, properties }: Change, all: readonly Change[]): Declared {
  switch (api.call) {
    case 'iam:CreateRole': {
      const { RoleName, Path, AssumeRolePolicyDocument } = api.input;
      const attached = all.flatMap((each) =>
        each.api.call === 'iam:AttachRolePolicy' && each.api.input.RoleName === RoleName
          ? [each.api.input.PolicyArn]
          : [],
      );
      return {
        own: [
          {
            type: 'AWS::IAM::Role',
            properties: {
              ...{ RoleName, Path },
              AssumeRolePolicyDocument: asJson(AssumeRolePolicyDocument),
              ManagedPolicyArns: attached,
            },
          },
        ],
      };
    }
    case 'iam:CreateServiceLinkedRole':
      return { own: [{ type: 'AWS::IAM::ServiceLinkedRole', properties: { ...api.input } }] };
    case 'iam:PutRolePolicy':
    case 'iam:PutUserPolicy': {
      const isNew = properties.every(({ from }) => from === null);
      const { PolicyDocument, ...named } = api.input;
      const type = `AWS::IAM::${api.call === 'iam:PutRolePolicy' ? 'Role' : 'User'}Policy`;
      return isNew
        ? { own: [{ type, properties: { ...named, PolicyDocument: asJson(PolicyDocument) } }] }
        : { fragment: { properties } };
    }
    default:
      return { fragment: { properties } };
  }
}

const portsOf = ({ IpProtocol, FromPort, ToPort }: IpPermission): Readonly<Record<string, Json>> => ({
  IpProtocol,
  ...(FromPort === undefined ? {} : { FromPort }),
  ...(ToPort === undefined ? {} : { ToPort }),
});

function peersOf(permission: IpPermission, isIngress: boolean): readonly Readonly<Record<string, Json>>[] {
  const { IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs } = permission;
  const side = isIngress ? 'Source' : 'Destination';
  return [
    ...(IpRanges ?? []).map(({ CidrIp }) => ({ CidrIp })),
    ...(Ipv6Ranges ?? []).map(({ CidrIpv6 }) => ({ CidrIpv6 })),
    ...(PrefixListIds ?? []).map(({ PrefixListId }) => ({ [`${side}PrefixListId`]: PrefixListId })),
    ...(UserIdGroupPairs ?? []).map(({ GroupId, UserId }) => ({
      [`${side}SecurityGroupId`]: GroupId,
      ...(UserId === undefined || !isIngress ? {} : { SourceSecurityGroupOwnerId: UserId }),
    })),
  ];
}
