import fc from 'fast-check';
import { known, type Lookup, unread } from '../../src/model/lookup.ts';
import type { AclEntry, GroupRule, NetworkAcl, PrefixList, SecurityGroup } from '../../src/model/network.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
import {
  aNetworkAcl,
  aNetworkInterface,
  anAclEntry,
  aPrefixList,
  aSecurityGroup,
  cidr,
  members,
  prefixList,
} from './builders.ts';
import { type RandomPlan, randomPlan } from './random-plan.ts';

// All subnet groups have these two subnets, and every interface stands in one of them, as DMS sees to.
const subnets = ['subnet-1', 'subnet-2'];
/** Addresses that random instances may have. */
export const privateAddresses = ['10.0.0.10', '10.0.0.11'];

const ranges = [
  ...['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '::/0', '10.0.0.0/8', '10.9.9.9/32'],
  ...['10.0.0.10/32', '192.168.0.0/24'],
];
const range = fc.constantFrom(...ranges);

const peer = fc.oneof(
  { weight: 6, arbitrary: range.map(cidr) },
  { weight: 1, arbitrary: fc.constantFrom('pl-1', 'pl-2').map(prefixList) },
  { weight: 1, arbitrary: fc.constantFrom('sg-1', 'sg-3').map(members) },
);

const services = fc.constantFrom(
  { protocol: '-1', fromPort: null, toPort: null },
  { protocol: 'tcp', fromPort: 5432, toPort: 5432 },
  { protocol: 'tcp', fromPort: 443, toPort: 443 },
  { protocol: 'tcp', fromPort: 0, toPort: 65_535 },
  { protocol: 'udp', fromPort: 53, toPort: 53 },
);

const rule: fc.Arbitrary<GroupRule> = fc
  .tuple(services, fc.array(peer, { minLength: 1, maxLength: 2 }))
  .map(([ports, peers]) => ({ ...ports, peers }));

const group = (id: string): fc.Arbitrary<SecurityGroup> =>
  fc
    .record({ ingress: fc.array(rule, { maxLength: 2 }), egress: fc.array(rule, { maxLength: 3 }) })
    .map((rules) => aSecurityGroup({ id, ...rules }));

const entry: fc.Arbitrary<AclEntry> = fc
  .record({
    number: fc.integer({ min: 1, max: 9 }),
    egress: fc.boolean(),
    allow: fc.constantFrom(true, true, false),
    cidr: fc.constantFrom('0.0.0.0/0', '0.0.0.0/0', '10.0.0.0/8', '10.9.9.9/32', '::/0'),
    ports: fc.constantFrom([null, null], [5432, 5432], [1024, 65_535], [32_768, 60_999]),
  })
  .map(({ ports: [fromPort = null, toPort = null], ...over }) =>
    anAclEntry({ ...over, fromPort, toPort, protocol: fromPort === null ? '-1' : '6' }),
  );

const acl = (subnet: string): fc.Arbitrary<NetworkAcl> =>
  fc
    .oneof(
      fc.constant(aNetworkAcl().entries),
      fc.array(entry, { maxLength: 4 }).map((entries) => [...aNetworkAcl().entries, ...entries]),
    )
    .map((entries) => aNetworkAcl({ id: `acl-of-${subnet}`, subnetIds: [subnet], entries }));

const list = (id: string): fc.Arbitrary<PrefixList> =>
  fc.array(range, { maxLength: 2 }).map((cidrs) => aPrefixList(id, ...cidrs));

const networkInterface = (address: string) =>
  fc
    .record({
      subnetId: fc.constantFrom(...subnets),
      groupIds: fc.subarray(['sg-1', 'sg-2', 'sg-3'], { minLength: 1 }),
      hasIpv6: fc.constantFrom(false, false, true),
    })
    .map(({ hasIpv6, ...over }) => ({
      ...over,
      // Of the range of its subnet: EC2 gives no other.
      ipv6Addresses: hasIpv6 ? [over.subnetId === 'subnet-1' ? '2001:db8:1::10' : '2001:db8:1:1::10'] : [],
    }))
    .map((over) => aNetworkInterface({ id: `eni-of-${address}`, privateAddresses: [address], ...over }));

type Answer<T> = Lookup<T | null>;

/** Mostly an answer, sometimes that there is none such, sometimes a refusal. */
const answer = <T>(value: fc.Arbitrary<T>, call: string): fc.Arbitrary<Answer<T>> =>
  fc.oneof(
    { weight: 12, arbitrary: value.map((found): Answer<T> => known(found)) },
    { weight: 1, arbitrary: fc.constant<Answer<T>>(known(null)) },
    {
      weight: 1,
      arbitrary: fc.constant<Answer<T>>(
        unread({ call, resource: null, error: 'UnauthorizedOperation', transient: false }),
      ),
    },
  );

const table = <T>(
  keys: readonly string[],
  value: (key: string) => fc.Arbitrary<T>,
  call: string,
): fc.Arbitrary<Readonly<Record<string, Answer<T>>>> =>
  fc.record(Object.fromEntries(keys.map((key) => [key, answer(value(key), call)])), {
    noNullPrototype: true,
  });

/** What EC2 says around random instances, and where routes lead from their VPC. */
export const randomNetwork: fc.Arbitrary<
  Pick<
    RegionFacts,
    'networkInterfaces' | 'securityGroups' | 'defaultGroups' | 'networkAcls' | 'prefixLists'
  > &
    RandomPlan
> = fc
  .record(
    {
      networkInterfaces: table(
        privateAddresses.map((address) => `vpc-1/${address}`),
        (key) => networkInterface(key.replace('vpc-1/', '')),
        'ec2:DescribeNetworkInterfaces',
      ),
      securityGroups: table(['sg-1', 'sg-2', 'sg-3'], group, 'ec2:DescribeSecurityGroups'),
      defaultGroups: table(
        ['vpc-1'],
        () => fc.constantFrom('sg-1', 'sg-3', null),
        'ec2:DescribeSecurityGroups',
      ),
      networkAcls: table([...subnets, 'subnet-9'], acl, 'ec2:DescribeNetworkAcls'),
      prefixLists: table(['pl-1', 'pl-2'], list, 'ec2:GetManagedPrefixListEntries'),
      plan: randomPlan,
    },
    { noNullPrototype: true },
  )
  .map(({ plan, ...around }) => ({ ...around, ...plan }));
