import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../src/model/settings.ts';
import type { AccountFacts } from '../../../src/model/snapshot.ts';
import { instanceRoutesToEndpoints } from '../../../src/rules/instance-routes-to-endpoints.ts';
import { natHostAdmitsInstance } from '../../../src/rules/nat-host-admits-instance.ts';
import {
  at,
  byNat,
  led,
  overTransit,
  peered,
  peeredBack,
  stranger,
  toInternet,
} from '../../rules/route-estate.ts';
import {
  ACCOUNT,
  aNetworkAcl,
  anEndpoint,
  aSecurityGroup,
  listed,
  members,
  networkOf,
  tcpOf,
} from '../../support/builders.ts';
import { breaches, forgetOne } from '../../support/laws.ts';
import { aNatHost, aPeering, aRoute } from '../../support/vpc-builders.ts';

// Ways on which all was read, so that each answer that is forgotten may tip a verdict.

const bridged = (sourceDestCheck: boolean): AccountFacts =>
  led(
    [aRoute('192.168.0.0/16', 'network-interface')],
    { natHosts: [aNatHost({ subnetId: 'subnet-2', groupIds: ['sg-host'], sourceDestCheck })] },
    {
      ...at('192.168.4.5'),
      ...networkOf({
        groups: [
          aSecurityGroup(),
          aSecurityGroup({ id: 'sg-host', ingress: [tcpOf(5432, members('sg-1'))] }),
        ],
        acls: [aNetworkAcl({ subnetIds: ['subnet-1', 'subnet-2', 'subnet-9'] })],
      }),
    },
  );

const ways: Readonly<Record<string, AccountFacts>> = {
  'one VPC': led([]),
  'a blackhole': led([aRoute('10.0.1.0/24', 'network-interface', 'eni-0', { state: 'blackhole' })]),
  'a prefix list beside': led([aRoute('pl-1', 'virtual-private-gateway')]),
  'a peering': peered(peeredBack),
  'a peering without a route back': peered([]),
  'a peering that is not accepted': peered(peeredBack, { peerings: [aPeering({ status: 'deleted' })] }),
  'a transit gateway': overTransit(),
  'a transit gateway without routes': overTransit({ transitRoutes: { 'tgw-rtb-1': [] } }),
  'a NAT gateway': byNat([toInternet]),
  'a NAT gateway without a route': byNat([]),
  'an internet gateway without a public address': led([toInternet], {}, stranger),
  'no route': led([], {}, at('192.168.4.5')),
  'a bridge': bridged(false),
  'a bridge that forwards nothing': bridged(true),
  'a name that nobody knows': led(
    [toInternet],
    {},
    { endpoints: listed(anEndpoint({ serverName: 'db.far' })) },
  ),
};

describe.each([instanceRoutesToEndpoints, natHostAdmitsInstance])('$id', (rule) => {
  it.each(Object.keys(ways))('knows no better for having forgotten something of %s', (name) => {
    const account = ways[name] ?? led([]);
    const before = rule.evaluate(ACCOUNT, account, defaultSettings);
    for (const less of forgetOne(account)) expect(breaches(rule, before, less), less.forgotten).toEqual([]);
  });
});
