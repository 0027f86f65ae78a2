import { unread } from '../../src/model/lookup.ts';
import type { Endpoint } from '../../src/model/resources.ts';
import { flowsStayPrivate } from '../../src/rules/flows-stay-private.ts';
import { anEndpoint, anInstance, FOREIGN, listed } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { aDatabase, aNatGateway, aPeering, aRoute, aVpc } from '../support/vpc-builders.ts';
import { far, flow, groups, over, overNat, plan, publicOne } from './database-estate.ts';
import { denied } from './unread.ts';

const stays = 'its one flow to a database in AWS stays off the internet';
const crosses = `${flow} goes from eni-1 over the internet (igw-1)`;

const instance = anInstance({ multiAz: false, secondaryAvailabilityZone: null });
/** A publicly accessible database of another VPC, through a NAT gateway, by this endpoint. */
const publicly = (endpoint: Partial<Endpoint>) =>
  over({ ...overNat({ databases: [publicOne] }), endpoints: listed(anEndpoint(endpoint)) });
const unresolved = (resolvesForPeer: boolean) => [
  aPeering({ accepter: { ...aPeering().accepter, resolvesForPeer } }),
];

testRule(flowsStayPrivate, {
  compliant: [
    { name: 'one VPC', account: over(), because: stays },
    { name: 'over a peering', account: over(plan(undefined, { databases: [far] })), because: stays },
    {
      name: 'a publicly accessible database in its own VPC, whose name is private there',
      account: over(
        plan(undefined, {
          databases: [aDatabase({ publiclyAccessible: true, publicAddresses: ['52.9.9.9'] })],
        }),
      ),
      because: stays,
    },
    {
      name: 'a public name over a peering that resolves it privately',
      account: over(
        plan([aRoute('10.9.0.0/16', 'peering'), aRoute('0.0.0.0/0', 'nat-gateway')], {
          databases: [publicOne],
          natGateways: [aNatGateway()],
          peerings: unresolved(true),
        }),
      ),
      because: stays,
    },
    {
      name: 'a way that a group stops',
      account: over(groups([])),
      because: stays,
    },
  ],
  nonCompliant: [
    {
      name: 'through a NAT gateway to a public address',
      account: publicly({ sslMode: 'verify-full' }),
      because: crosses,
      severity: 'MEDIUM',
    },
    {
      name: 'without TLS',
      account: publicly({ sslMode: 'none' }),
      because: `${crosses}, and is not encrypted`,
      severity: 'HIGH',
    },
    {
      name: 'Redis in plain text',
      account: publicly({
        engine: 'redis',
        sslMode: 'none',
        settings: { RedisSettings: { SslSecurityProtocol: 'plaintext' } },
      }),
      because: `${crosses}, and is not encrypted`,
      severity: 'HIGH',
    },
    {
      name: 'Redis by its default',
      account: publicly({ engine: 'redis', sslMode: 'none', settings: { RedisSettings: {} } }),
      because: crosses,
      severity: 'MEDIUM',
    },
    {
      name: 'an engine that tells nothing of TLS',
      account: publicly({ engine: 'neptune' }),
      because: `${crosses}, and whether it is encrypted is not known`,
      severity: 'MEDIUM',
    },
    {
      name: 'from its own public address',
      account: over({
        instances: listed({ ...instance, publiclyAccessible: true, publicAddresses: ['52.2.2.2'] }),
        ...plan([aRoute('0.0.0.0/0', 'internet-gateway', 'igw-1')], {
          databases: [publicOne],
          peerings: [],
        }),
      }),
      because: crosses,
    },
    {
      name: 'a public name over a peering without DNS resolution',
      account: over(overNat({ databases: [publicOne], peerings: unresolved(false) })),
      because: crosses,
    },
    {
      name: 'a public address of a database that was found',
      account: over({
        ...overNat({ databases: [publicOne] }),
        endpoints: listed(anEndpoint({ serverName: '52.9.9.9' })),
      }),
      because: 'tcp 5432 to 52.9.9.9 (endpoint-1) goes from eni-1 over the internet (igw-1)',
    },
  ],
  notApplicable: [
    { name: 'no task', account: over({ tasks: listed() }), because: 'no task uses it' },
    {
      name: 'a server beyond AWS',
      account: over({ endpoints: listed(anEndpoint({ serverName: '192.168.7.7' })) }),
      because: 'its flows leave AWS, where nothing that admits them can be read',
    },
    {
      name: 'a public server that is no database of the account',
      account: over({ ...overNat(), endpoints: listed(anEndpoint({ serverName: '52.9.9.9' })) }),
      because: 'its flows leave AWS, where nothing that admits them can be read',
    },
    {
      name: 'no route to its database',
      account: over(plan([], { databases: [far] })),
      because: 'its flows end on the way to their databases',
    },
  ],
  unknown: [
    {
      name: 'a database that nobody found',
      account: over(plan(undefined, { databases: [] })),
      because: 'nothing that was read tells the address of db.internal (endpoint-1)',
    },
    {
      name: 'a database of which nobody tells whether it is public',
      account: over(
        overNat({ databases: [{ ...publicOne, publiclyAccessible: null }], peerings: unresolved(false) }),
      ),
      because: 'whether db.internal (endpoint-1) resolves to its private address is not known',
    },
    {
      name: 'a public name, asked from a VPC whose owner has the peerings',
      account: over(
        overNat({
          databases: [publicOne],
          vpcs: [aVpc({ account: FOREIGN }), aVpc({ id: 'vpc-2', cidrs: ['10.9.0.0/16'] })],
        }),
      ),
      because: 'whether db.internal (endpoint-1) resolves to its private address is not known',
    },
    {
      name: 'routes denied',
      account: over({ routeTables: { 'vpc-1': unread(denied('ec2:DescribeRouteTables', 'vpc-1')) } }),
      because: 'ec2:DescribeRouteTables of vpc-1 failed (AccessDeniedException)',
    },
  ],
});
