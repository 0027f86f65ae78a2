import { unread } from '../../src/model/lookup.ts';
import { databaseIngressIsNarrow } from '../../src/rules/database-ingress-is-narrow.ts';
import {
  allTrafficOf,
  anEndpoint,
  aPrefixList,
  aSecurityGroup,
  cidr,
  listed,
  networkOf,
  prefixList,
  tcpOf,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { aDatabase } from '../support/vpc-builders.ts';
import { far, fromInstance, groups, near, over, plan } from './database-estate.ts';
import { denied } from './unread.ts';

const narrow = 'its one database in AWS does not let the whole internet in';
const everybody = cidr('0.0.0.0/0');
const open = 'the whole internet may send tcp 5432 to database-1';
const portless = {
  endpoints: listed(anEndpoint({ port: null })),
  ...plan(undefined, {
    databases: [aDatabase({ names: [{ host: 'db.internal', port: null, role: null }] })],
  }),
};

testRule(databaseIngressIsNarrow, {
  compliant: [
    { name: 'the instance’s group', account: over(), because: narrow },
    {
      name: 'the whole internet on another port',
      account: over(groups([fromInstance, tcpOf(443, everybody)])),
      because: narrow,
    },
    {
      name: 'half of the internet',
      account: over(groups([fromInstance, tcpOf(5432, cidr('0.0.0.0/1'))])),
      because: narrow,
    },
    {
      name: 'private ranges',
      account: over(groups([tcpOf(5432, cidr('10.0.0.0/8'))])),
      because: narrow,
    },
    {
      name: 'a database that no route leads to',
      account: over(plan([], { databases: [far] })),
      because: narrow,
    },
  ],
  nonCompliant: [
    {
      name: 'everybody beside the instance',
      account: over(groups([fromInstance, tcpOf(5432, everybody)])),
      because: `${open}: sg-2 tcp 5432 from 0.0.0.0/0`,
      severity: 'MEDIUM',
    },
    {
      name: 'everybody by IPv6',
      account: over(groups([fromInstance, allTrafficOf(cidr('::/0'))])),
      because: `${open}: sg-2 all traffic from ::/0`,
    },
    {
      name: 'both halves, in two groups',
      account: over({
        ...groups(
          [tcpOf(5432, cidr('0.0.0.0/1'))],
          aSecurityGroup({ id: 'sg-3', ingress: [tcpOf(5432, cidr('128.0.0.0/1'))] }),
        ),
        ...plan(undefined, { databases: [aDatabase({ ...near, groupIds: ['sg-2', 'sg-3'] })] }),
      }),
      because: `${open}: sg-2 tcp 5432 from 0.0.0.0/1; sg-3 tcp 5432 from 128.0.0.0/1`,
    },
    {
      name: 'a prefix list of everything',
      account: over({
        ...groups([tcpOf(5432, prefixList('pl-1'))]),
        prefixLists: networkOf({ prefixLists: [aPrefixList('pl-1', '0.0.0.0/1', '128.0.0.0/1')] })
          .prefixLists,
      }),
      because: `${open}: sg-2 tcp 5432 from pl-1`,
    },
    {
      name: 'every port, where only the secret names it',
      account: over({ ...portless, ...groups([allTrafficOf(everybody)]) }),
      because: 'the whole internet may send tcp 1–65535 to database-1: sg-2 all traffic from 0.0.0.0/0',
    },
    {
      name: 'a database that its address names',
      account: over({
        ...groups([tcpOf(5432, everybody)]),
        endpoints: listed(anEndpoint({ serverName: '10.0.1.9' })),
      }),
      because: 'the whole internet may send tcp 5432 to 10.0.1.9 (endpoint-1): sg-2 tcp 5432 from 0.0.0.0/0',
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
      name: 'an AWS service',
      account: over({
        endpoints: listed(anEndpoint({ engine: 's3', serverName: null, port: null, credentials: 'none' })),
      }),
      because: 'its endpoints are AWS services and no databases',
    },
  ],
  unknown: [
    {
      name: 'some port, where only the secret names it',
      account: over({ ...portless, ...groups([tcpOf(5432, everybody)]) }),
      because: 'some of tcp 1–65535 is open to the whole internet, and it hangs on the port',
    },
    {
      name: 'a database that nobody found',
      account: over(plan(undefined, { databases: [] })),
      because: 'nothing that was read tells the address of db.internal (endpoint-1)',
    },
    {
      name: 'no group told',
      account: over(plan(undefined, { databases: [aDatabase({ groupIds: [] })] })),
      because: 'the groups of database-1 are not known',
    },
    {
      name: 'one of its groups denied',
      account: over({
        ...plan(undefined, { databases: [aDatabase({ groupIds: ['sg-2', 'sg-3'] })] }),
        securityGroups: {
          ...groups([fromInstance]).securityGroups,
          'sg-3': unread(denied('ec2:DescribeSecurityGroups', 'sg-3')),
        },
      }),
      because: 'ec2:DescribeSecurityGroups of sg-3 failed (AccessDeniedException)',
    },
  ],
});
