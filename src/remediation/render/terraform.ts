import type { IpPermission } from '../calls.ts';
import type { Change } from '../patch.ts';
import type { Plan } from '../plan.ts';
import { numbered } from './numbered.ts';
import { oneLine } from './one-line.ts';
import { summaryOf, toldOf, toldOfLeft, toldOfTogether } from './told.ts';

type Value = string | number | boolean | readonly string[];

interface Block {
  readonly type: string;
  readonly arguments: Readonly<Record<string, Value | undefined>>;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/**
 * A string of HCL that stands for exactly this text: control characters are written by their number, and so is what
 * would begin a template, as how many `$` escape another is read differently. (Terraform, *Strings and Templates*)
 */
export const hclString = (text: string): string =>
  `"${text
    .replace(/["\\\n\r\t]/g, (character) => escapes[character] ?? character)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]|[$%](?=\{)/gu, byNumber)}"`;

const byNumber = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const hcl = (value: Value): string => {
  if (typeof value === 'string') return hclString(value);
  return typeof value === 'object' ? `[${value.map(hclString).join(', ')}]` : String(value);
};

/** Resources of their own; what exists already is told as comments, to be merged into the configuration that has it. */
export function renderTerraform(plans: readonly Plan[]): string {
  let count = 0;
  const lines = numbered(plans).flatMap((plan) => [
    ...plan.fixes.flatMap((fix) => [
      ...toldOf(fix).map((text) => `# ${text}`),
      ...fix.changes.flatMap((change) => {
        const blocks = blocksOf(change);
        return blocks === null
          ? fragmentOf(change)
          : blocks.flatMap((block) => {
              count += 1;
              return [...blockLines(block, `fix_${count}`), ''];
            });
      }),
      '',
    ]),
    ...[...toldOfTogether(plan), ...plan.left.map(toldOfLeft)].map((text) => `# ${text}`),
  ]);
  return [...lines, `# ${summaryOf(plans)}`, ''].join('\n').replace(/\n{3,}/g, '\n\n');
}

function blockLines({ type, arguments: given }: Block, name: string): readonly string[] {
  const pairs = Object.entries(given).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  const width = Math.max(...pairs.map(([key]) => key.length));
  return [
    `resource "${type}" "${name}" {`,
    ...pairs.map(([key, value]) => `  ${key.padEnd(width)} = ${hcl(value)}`),
    '}',
  ];
}

function fragmentOf({ resource: { type, id, arn }, properties }: Change): readonly string[] {
  return [
    `# Merge by hand into the resource that is ${type} ${arn ?? id}; the names are those of CloudFormation:`,
    ...properties.flatMap(({ property, from, to }) => {
      const [before, after] = [JSON.stringify(from), JSON.stringify(to)];
      if (to === null) return [`#   remove: ${property} = ${before}`];
      if (from === null) return [`#   add: ${property} = ${after}`];
      return [`#   change: ${property} = ${after}`, `#     from: ${before}`];
    }),
  ].map(oneLine);
}

/** null: the provider has no resource for it but the one that exists. */
function blocksOf(change: Change): readonly Block[] | null {
  const { api } = change;
  switch (api.call) {
    case 'ec2:AuthorizeSecurityGroupIngress':
    case 'ec2:AuthorizeSecurityGroupEgress': {
      const type = `aws_vpc_security_group_${api.call.endsWith('Ingress') ? 'ingress' : 'egress'}_rule`;
      return api.input.IpPermissions.flatMap((permission) =>
        rulesOf(permission).map((peer) => ({
          type,
          arguments: {
            security_group_id: api.input.GroupId,
            ip_protocol: permission.IpProtocol,
            from_port: permission.FromPort,
            to_port: permission.ToPort,
            ...peer,
          },
        })),
      );
    }
    case 'ec2:CreateNetworkAclEntry': {
      const { NetworkAclId, RuleNumber, Egress, RuleAction, Protocol, PortRange } = api.input;
      return [
        {
          type: 'aws_network_acl_rule',
          arguments: {
            network_acl_id: NetworkAclId,
            rule_number: RuleNumber,
            egress: Egress,
            rule_action: RuleAction,
            protocol: Protocol,
            from_port: PortRange.From,
            to_port: PortRange.To,
            cidr_block: api.input.CidrBlock,
            ipv6_cidr_block: api.input.Ipv6CidrBlock,
          },
        },
      ];
    }
    case 'ec2:CreateRoute':
      return [
        {
          type: 'aws_route',
          arguments: {
            route_table_id: api.input.RouteTableId,
            destination_cidr_block: api.input.DestinationCidrBlock,
            destination_ipv6_cidr_block: api.input.DestinationIpv6CidrBlock,
            gateway_id: api.input.GatewayId,
            nat_gateway_id: api.input.NatGatewayId,
            transit_gateway_id: api.input.TransitGatewayId,
            vpc_peering_connection_id: api.input.VpcPeeringConnectionId,
            network_interface_id: api.input.NetworkInterfaceId,
            egress_only_gateway_id: api.input.EgressOnlyInternetGatewayId,
          },
        },
      ];
    default:
      return policyBlocksOf(change);
  }
}

function policyBlocksOf({ api, properties }: Change): readonly Block[] | null {
  switch (api.call) {
    case 'iam:CreateRole': {
      const { RoleName, Path, AssumeRolePolicyDocument } = api.input;
      return [
        {
          type: 'aws_iam_role',
          arguments: { name: RoleName, path: Path, assume_role_policy: AssumeRolePolicyDocument },
        },
      ];
    }
    case 'iam:CreateServiceLinkedRole':
      return [
        { type: 'aws_iam_service_linked_role', arguments: { aws_service_name: api.input.AWSServiceName } },
      ];
    case 'iam:AttachRolePolicy': {
      const { RoleName, PolicyArn } = api.input;
      return [
        { type: 'aws_iam_role_policy_attachment', arguments: { role: RoleName, policy_arn: PolicyArn } },
      ];
    }
    case 'iam:PutRolePolicy':
    case 'iam:PutUserPolicy': {
      if (properties.some(({ from }) => from !== null)) return null;
      const { PolicyName: name, PolicyDocument: policy } = api.input;
      return api.call === 'iam:PutRolePolicy'
        ? [{ type: 'aws_iam_role_policy', arguments: { name, role: api.input.RoleName, policy } }]
        : [{ type: 'aws_iam_user_policy', arguments: { name, user: api.input.UserName, policy } }];
    }
    case 'kms:PutKeyPolicy':
      return [
        { type: 'aws_kms_key_policy', arguments: { key_id: api.input.KeyId, policy: api.input.Policy } },
      ];
    case 'sns:SetTopicAttributes': {
      const { TopicArn: arn, AttributeValue: policy } = api.input;
      return [{ type: 'aws_sns_topic_policy', arguments: { arn, policy } }];
    }
    default:
      return null;
  }
}

function rulesOf(permission: IpPermission): readonly Readonly<Record<string, string>>[] {
  const { IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs } = permission;
  return [
    ...(IpRanges ?? []).map(({ CidrIp }) => ({ cidr_ipv4: CidrIp })),
    ...(Ipv6Ranges ?? []).map(({ CidrIpv6 }) => ({ cidr_ipv6: CidrIpv6 })),
    ...(PrefixListIds ?? []).map(({ PrefixListId }) => ({ prefix_list_id: PrefixListId })),
    ...(UserIdGroupPairs ?? []).map(({ GroupId, UserId }) => ({
      referenced_security_group_id: UserId === undefined ? GroupId : `${UserId}/${GroupId}`,
    })),
  ];
}
