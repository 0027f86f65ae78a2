import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../../src/model/databases.ts';
import { known } from '../../../src/model/lookup.ts';
import type { AclEntry, GroupRule } from '../../../src/model/network.ts';
import type { Rule } from '../../../src/model/rule.ts';
import { defaultSettings } from '../../../src/model/settings.ts';
import type { AccountFacts } from '../../../src/model/snapshot.ts';
import { instanceEgressIsNarrow } from '../../../src/rules/instance-egress-is-narrow.ts';
import { instanceEgressIsOpen } from '../../../src/rules/instance-egress-is-open.ts';
import { instanceEgressReachesEndpoints } from '../../../src/rules/instance-egress-reaches-endpoints.ts';
import { instanceIngressIsClosed } from '../../../src/rules/instance-ingress-is-closed.ts';
import {
  ACCOUNT,
  accountWith,
  aNetworkAcl,
  aNetworkInterface,
  anAclEntry,
  anEndpoint,
  anInstance,
  aPrefixList,
  aSecurityGroup,
  aSubnetGroup,
  aTask,
  cidr,
  listed,
  members,
  networkOf,
  prefixList,
} from '../../support/builders.ts';
import { breaches, forgetOne } from '../../support/laws.ts';
import { planOf } from '../../support/plan-builders.ts';
import { randomCases } from '../../support/random-snapshots.ts';
import { aDatabase, aSubnet, aVpcEndpoint } from '../../support/vpc-builders.ts';

// Networks in which everything was read, so that most verdicts are decided; the laws are those of networks.

const rules: readonly Rule[] = [
  instanceEgressReachesEndpoints,
  instanceEgressIsNarrow,
  instanceEgressIsOpen,
  instanceIngressIsClosed,
];
const ranges = [
  ...['0.0.0.0/0', '0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '::/0', '10.0.0.0/8', '10.9.9.9/32'],
  ...['10.0.1.0/24', '10.0.0.99/32', '10.0.0.0/24'],
];

const rule: fc.Arbitrary<GroupRule> = fc
  .record({
    peers: fc.array(
      fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(...ranges).map(cidr) },
        { weight: 1, arbitrary: fc.constantFrom('sg-1', 'sg-2', 'sg-3').map(members) },
        { weight: 1, arbitrary: fc.constant(prefixList('pl-1')) },
      ),
      { minLength: 1, maxLength: 2 },
    ),
    services: fc.constantFrom(['-1', null, null], ['tcp', 5432, 5432], ['tcp', 443, 443], ['tcp', 0, 65_535]),
  })
  .map(({ peers, services: [protocol, fromPort, toPort] }) => ({ protocol, fromPort, toPort, peers }));

const entry: fc.Arbitrary<AclEntry> = fc
  .record({
    number: fc.integer({ min: 1, max: 200 }),
    egress: fc.boolean(),
    allow: fc.boolean(),
    cidr: fc.constantFrom('0.0.0.0/0', '10.0.0.0/8', '10.9.9.9/32', '::/0'),
    port: fc.constantFrom(null, 443, 5432, 40_000),
  })
  .map(({ port, ...over }) =>
    anAclEntry({ ...over, protocol: port === null ? '-1' : '6', fromPort: port, toPort: port }),
  );

const named = ['db.internal', 'orders.internal', 'archive', '10.9.9.9', '10.0.0.99', '2001:db8::1'];

const subnets = [
  { id: 'subnet-1', zone: 'eu-west-1a' },
  { id: 'subnet-2', zone: 'eu-west-1b' },
  { id: 'subnet-3', zone: 'eu-west-1b' },
];

interface Estate {
  readonly egress: readonly (readonly GroupRule[])[];
  readonly ingress: readonly GroupRule[];
  readonly entries: readonly AclEntry[];
  readonly hosts: readonly string[];
  readonly groupIds: readonly string[];
  readonly ipv6: boolean;
  readonly multiAz: boolean;
  /** Where a second interface stands, if there is one. */
  readonly second: string | null;
  readonly databases: readonly Database[];
  /** Whether there is one for S3. */
  readonly interfaceEndpoint: boolean;
  /** Whose ACL has the entries; that of the others lets everything through. */
  readonly guarded: readonly string[];
}

const estate: fc.Arbitrary<Estate> = fc.record({
  egress: fc.tuple(fc.array(rule, { maxLength: 3 }), fc.array(rule, { maxLength: 3 })),
  ingress: fc.array(rule, { maxLength: 3 }),
  entries: fc.uniqueArray(entry, { maxLength: 3, selector: ({ number, egress }) => `${number}${egress}` }),
  hosts: fc.array(fc.constantFrom(...named), {
    minLength: 1,
    maxLength: 2,
  }),
  groupIds: fc.constantFrom(['sg-1', 'sg-2'], ['sg-1']),
  ipv6: fc.boolean(),
  multiAz: fc.boolean(),
  second: fc.constantFrom(null, 'subnet-2', 'subnet-3'),
  guarded: fc.subarray(subnets.map(({ id }) => id)),
  databases: fc.subarray([
    aDatabase({ privateAddresses: ['10.0.1.5'] }),
    aDatabase({ id: 'database-2', names: [{ host: 'orders.internal', port: 5432, role: 'writer' }] }),
  ]),
  interfaceEndpoint: fc.boolean(),
});

function accountOf({
  egress: [first = [], second = []],
  ingress,
  entries,
  hosts,
  ...its
}: Estate): AccountFacts {
  const endpoints = hosts.map((serverName, index) =>
    anEndpoint({
      ...{ id: `e-${index}`, arn: `arn:aws:dms:eu-west-1:${ACCOUNT}:endpoint:E${index}` },
      ...(serverName === 'archive' ? { engine: 's3', serverName: null, port: null } : { serverName }),
      credentials: 'none',
    }),
  );
  return accountWith({
    instances: listed(
      anInstance({
        multiAz: its.multiAz,
        securityGroups: its.groupIds,
        privateAddresses: its.second === null ? ['10.0.0.10'] : ['10.0.0.10', '10.0.16.10'],
      }),
    ),
    subnetGroups: listed(aSubnetGroup({ subnets })),
    endpoints: listed(...endpoints),
    tasks: listed(
      aTask({
        sourceEndpointArn: endpoints[0]?.arn ?? null,
        targetEndpointArn: endpoints.at(-1)?.arn ?? null,
      }),
    ),
    ...networkOf({
      interfaces: interfacesOf(its),
      groups: [aSecurityGroup({ egress: first, ingress }), aSecurityGroup({ id: 'sg-2', egress: second })],
      acls: subnets.map(({ id }) =>
        aNetworkAcl({
          id: `acl-of-${id}`,
          subnetIds: [id],
          entries: [...aNetworkAcl().entries, ...(its.guarded.includes(id) ? entries : [])],
        }),
      ),
      prefixLists: [aPrefixList('pl-1', '52.0.0.0/8')],
    }),
    ...planOf({
      subnets: [
        aSubnet({ cidrs: ['10.0.0.0/24', '2001:db8:0:1::/64'] }),
        aSubnet({ id: 'subnet-2', zone: 'eu-west-1b', cidrs: ['10.0.1.0/24'] }),
        aSubnet({ id: 'subnet-3', zone: 'eu-west-1b', cidrs: ['10.0.16.0/24'] }),
      ],
      databases: its.databases,
      ...(its.interfaceEndpoint
        ? {
            vpcEndpoints: [
              aVpcEndpoint({
                type: 'Interface',
                subnetIds: ['subnet-1'],
                groupIds: ['sg-3'],
                privateDns: true,
              }),
            ],
          }
        : {}),
    }),
  });
}

function interfacesOf({ groupIds, ipv6, second }: Pick<Estate, 'groupIds' | 'ipv6' | 'second'>) {
  const ipv6Addresses = ipv6 ? ['2001:db8::10'] : [];
  const first = aNetworkInterface({ groupIds, ipv6Addresses });
  if (second === null) return [first];
  const its = { id: 'eni-2', subnetId: second, privateAddresses: ['10.0.16.10'] };
  return [first, aNetworkInterface({ ...its, ipv6Addresses })];
}

const statusOf = (judge: Rule, account: AccountFacts): string =>
  judge.evaluate(ACCOUNT, account, defaultSettings)[0]?.status ?? 'none';
const property = (check: (estate: Estate, more: GroupRule) => void): void => {
  fc.assert(fc.property(estate, rule, check), {
    numRuns: Math.ceil(randomCases / 3),
    includeErrorInReport: true,
  });
};

describe('the laws of networks', () => {
  it('to know one thing less leaves a verdict alone or makes it UNKNOWN', () => {
    // Each estate is forgotten in some sixty ways, for each rule.
    const numRuns = Math.ceil(randomCases / 30);
    const forgotten = fc.property(estate, (one) => {
      const account = accountOf(one);
      for (const judge of rules) {
        const before = judge.evaluate(ACCOUNT, account, defaultSettings);
        for (const less of forgetOne(account)) expect(breaches(judge, before, less)).toEqual([]);
      }
    });
    fc.assert(forgotten, { numRuns, includeErrorInReport: true });
  });

  it('one more rule of a group never closes a way', () => {
    property((one, more) => {
      const [first = [], second = []] = one.egress;
      const wider = accountOf({
        ...one,
        egress: [[...first, more], second],
        ingress: [...one.ingress, more],
      });
      const before = accountOf(one);
      if (statusOf(instanceEgressReachesEndpoints, before) !== 'NON_COMPLIANT')
        expect(statusOf(instanceEgressReachesEndpoints, wider)).not.toBe('NON_COMPLIANT');
      if (statusOf(instanceEgressReachesEndpoints, before) === 'COMPLIANT')
        expect(statusOf(instanceEgressReachesEndpoints, wider)).toBe('COMPLIANT');
      if (statusOf(instanceEgressIsNarrow, before) === 'NON_COMPLIANT')
        // What the rule lets reach may be where an AWS service is looked for.
        expect(['NON_COMPLIANT', 'UNKNOWN']).toContain(statusOf(instanceEgressIsNarrow, wider));
      if (statusOf(instanceEgressIsOpen, before) === 'COMPLIANT')
        expect(statusOf(instanceEgressIsOpen, wider)).toBe('COMPLIANT');
      if (statusOf(instanceIngressIsClosed, before) === 'NON_COMPLIANT')
        expect(statusOf(instanceIngressIsClosed, wider)).toBe('NON_COMPLIANT');
    });
  });

  it('the order of groups, of their rules and of ACL entries changes nothing', () => {
    property((one) => {
      const turned = {
        ...one,
        groupIds: one.groupIds.toReversed(),
        egress: one.egress.map((each) => each.toReversed()),
        ingress: one.ingress.toReversed(),
        entries: one.entries.toReversed(),
      };
      for (const judge of rules)
        expect(statusOf(judge, accountOf(turned))).toBe(statusOf(judge, accountOf(one)));
    });
  });

  it('a group that nothing carries changes nothing', () => {
    property((one, more) => {
      const account = accountOf(one);
      const { 'eu-west-1': region } = account.regions;
      if (region === undefined) throw new Error('the Region is missing');
      const stray = known(aSecurityGroup({ id: 'sg-9', egress: [more], ingress: [more] }));
      const with9 = accountWith({ ...region, securityGroups: { ...region.securityGroups, 'sg-9': stray } });
      for (const judge of rules) expect(statusOf(judge, with9)).toBe(statusOf(judge, account));
    });
  });

  it('all outcomes are tried', () => {
    const seen = new Set<string>();
    for (const one of fc.sample(estate, { numRuns: 200, seed: 1 })) {
      for (const judge of rules) seen.add(`${judge.id} ${statusOf(judge, accountOf(one))}`);
    }
    expect([...seen].filter((each) => !/open|closed/.test(each)).toSorted()).toEqual([
      'instance-egress-is-narrow COMPLIANT',
      'instance-egress-is-narrow NON_COMPLIANT',
      'instance-egress-is-narrow UNKNOWN',
      'instance-egress-reaches-endpoints COMPLIANT',
      'instance-egress-reaches-endpoints NON_COMPLIANT',
      'instance-egress-reaches-endpoints UNKNOWN',
    ]);
    expect(seen.size).toBeGreaterThanOrEqual(10);
  });
});
