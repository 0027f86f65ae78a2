import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meaningOf } from '../../src/collect/databases/host-meaning.ts';
import { hostsOf } from '../../src/collect/databases/hosts.ts';
import { complete } from '../../src/model/lookup.ts';
import { aDataProvider, anEndpoint } from '../support/builders.ts';
import { randomCases } from '../support/random-snapshots.ts';

const here = { account: '111122223333', region: 'eu-west-1' };
const rds = (tail: string) => `${tail}.eu-west-1.rds.amazonaws.com`;

describe('a host can mean', () => {
  it.each([
    [rds('orders.c0ffee'), { kind: 'instance', family: 'rds', id: 'orders' }],
    [rds('orders.cluster-c0ffee'), { kind: 'cluster', family: 'rds', id: 'orders' }],
    [rds('orders.cluster-ro-c0ffee'), { kind: 'cluster', family: 'rds', id: 'orders' }],
    [rds('reports.cluster-custom-c0ffee'), { kind: 'cluster-endpoint', family: 'rds', id: 'reports' }],
    [rds('pool.proxy-c0ffee'), { kind: 'proxy', id: 'pool' }],
    [rds('readers.endpoint.proxy-c0ffee'), { kind: 'proxy-endpoint', id: 'readers' }],
    ['docs.cluster-c0.eu-west-1.docdb.amazonaws.com', { kind: 'cluster', family: 'docdb', id: 'docs' }],
    ['docs-1.c0.eu-west-1.docdb.amazonaws.com', { kind: 'instance', family: 'docdb', id: 'docs-1' }],
    ['graph.cluster-c0.eu-west-1.neptune.amazonaws.com', { kind: 'cluster', family: 'neptune', id: 'graph' }],
    ['wh.c0ffee.eu-west-1.redshift.amazonaws.com', { kind: 'redshift', id: 'wh' }],
    ['wg.111122223333.eu-west-1.redshift-serverless.amazonaws.com', { kind: 'workgroup', id: 'wg' }],
    ['master.quotes.c0ffee.euw1.cache.amazonaws.com', { kind: 'cache' }],
    ['quotes-c0.serverless.euw1.cache.amazonaws.com', { kind: 'serverless-cache' }],
    ['b-1.events.c0ffee.c2.kafka.eu-west-1.amazonaws.com', { kind: 'kafka' }],
    ['boot-c0ffee.c1.kafka-serverless.eu-west-1.amazonaws.com', { kind: 'kafka' }],
    ['vpc-my-logs-c0ffee.eu-west-1.es.amazonaws.com', { kind: 'domain', ids: ['my-logs', 'vpc-my-logs'] }],
    ['search-logs-c0ffee.eu-west-1.es.amazonaws.com', { kind: 'domain', ids: ['logs', 'search-logs'] }],
    ['logs-c0ffee.aos.eu-west-1.on.aws', { kind: 'domain', ids: ['logs'] }],
    ['internal-front-123.eu-west-1.elb.amazonaws.com', { kind: 'load-balancer', id: 'front' }],
    ['my-front-0a1b.elb.eu-west-1.amazonaws.com', { kind: 'load-balancer', id: 'my-front' }],
    ['ip-10-0-0-5.eu-west-1.compute.internal', { kind: 'ipv4', id: '10.0.0.5' }],
    ['ec2-203-0-113-7.eu-west-1.compute.amazonaws.com', { kind: 'ipv4', id: '203.0.113.7' }],
    ['i-0123456789abcdef0.eu-west-1.compute.internal', { kind: 'ec2-instance', id: 'i-0123456789abcdef0' }],
    ['10.0.0.5', { kind: 'ipv4', id: '10.0.0.5' }],
    ['2001:db8::5', { kind: 'ipv6', id: '2001:db8::5' }],
  ])('%s: %j', (host, meaning) => {
    expect(meaningOf(host, here)).toEqual(meaning);
  });

  it.each([
    'db.internal',
    'db.corp.example',
    'orders.c0ffee.us-east-1.rds.amazonaws.com',
    'wg.999999999999.eu-west-1.redshift-serverless.amazonaws.com',
    'ip-10-0-0-5.us-east-2.compute.internal',
    'ip-10-0-0-5.ec2.internal',
    'ip-10-0-0.eu-west-1.compute.internal',
    'rds.amazonaws.com',
    'orders.c0ffee.eu-west-1.rds.amazonaws.com.example',
    's3.eu-west-1.amazonaws.com',
    '__proto__.eu-west-1.constructor.amazonaws.com',
    '...amazonaws.com',
    '',
  ])('nothing here: %s', (host) => {
    expect(meaningOf(host, here)).toBeNull();
  });

  it.each([
    ['cn-north-1', 'db.c0.rds.cn-north-1.amazonaws.com.cn', { kind: 'instance', family: 'rds', id: 'db' }],
    ['us-east-1', 'ip-10-0-0-5.ec2.internal', { kind: 'ipv4', id: '10.0.0.5' }],
    ['us-east-1', 'ec2-203-0-113-7.compute-1.amazonaws.com', { kind: 'ipv4', id: '203.0.113.7' }],
  ])('another thing in %s: %s', (region, host, meaning) => {
    expect(meaningOf(host, { ...here, region })).toEqual(meaning);
  });

  it('something or nothing, whatever it is', () => {
    const label = fc.constantFrom(
      'rds',
      'amazonaws',
      'com',
      'eu-west-1',
      'cache',
      'es',
      'elb',
      'x-y',
      '',
      'i-',
      'ec2-',
    );
    const host = fc.oneof(
      fc.string(),
      fc.array(label).map((labels) => labels.join('.')),
    );
    fc.assert(
      fc.property(host, (text) => {
        meaningOf(text, here);
      }),
      { numRuns: randomCases },
    );
  });
});

describe('the hosts of endpoints', () => {
  const named = (...servers: readonly string[]) =>
    hostsOf(
      {
        endpoints: complete(servers.map((serverName) => anEndpoint({ serverName }))),
        dataProviders: complete([]),
      },
      [],
    );

  it.each([
    ['DB.Example.', ['db.example']],
    ['db.example:5432', ['db.example']],
    ['mongodb+srv://db.example:27017/admin?tls=true', ['db.example']],
    ['10.0.0.5', ['10.0.0.5']],
    ['[2001:DB8::5]:5432', ['2001:db8::5']],
    ['2001:db8::5', ['2001:db8::5']],
    ['a.example:1, b.example;c.example d.example', ['a.example', 'b.example', 'c.example', 'd.example']],
    ['', []],
    ['://', []],
  ])('in %j: %j', (server, hosts) => {
    expect([...named(server)]).toEqual(hosts);
  });

  it('are what the settings name, too', () => {
    const none = { endpoints: complete([anEndpoint({ serverName: null })]), dataProviders: complete([]) };
    expect([...hostsOf(none, ['DB.Example', 'a.example, b.example'])]).toEqual([
      'db.example',
      'a.example',
      'b.example',
    ]);
  });

  it('stand in settings and in data providers too', () => {
    const settings = {
      KafkaSettings: { Broker: 'b-1.example:9092,b-2.example:9092' },
      ElasticsearchSettings: { EndpointUri: 'https://search.example/' },
      OracleSettings: { AsmServer: 'asm.example:1521/+ASM' },
    };
    const endpoints = complete([anEndpoint({ serverName: null, settings })]);
    const dataProviders = complete([aDataProvider({ serverName: 'provider.example' })]);
    expect([...hostsOf({ endpoints, dataProviders }, [])].toSorted()).toEqual([
      'asm.example',
      'b-1.example',
      'b-2.example',
      'provider.example',
      'search.example',
    ]);
  });
});
