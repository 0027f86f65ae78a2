import { describe, expect, it } from 'vitest';
import { declaredServer, destinationsOf } from '../../../src/analysis/network/destinations.ts';
import type { Endpoint } from '../../../src/model/resources.ts';
import { anEndpoint } from '../../support/builders.ts';

const servers = (over: Partial<Endpoint>): readonly string[] =>
  destinationsOf(anEndpoint(over)).map(({ host, port }) => `${String(host)} ${String(port)}`);
const unnamed = { serverName: null, port: null, credentials: 'stored' } as const;

describe('the servers of an endpoint', () => {
  it.each<[string, Partial<Endpoint>, readonly string[]]>([
    ['its own', {}, ['db.internal 5432']],
    [
      'its own on the port of its engine',
      { engine: 'oracle', port: null, credentials: 'stored' },
      ['db.internal 1521'],
    ],
    ['an IPv6 address', { serverName: '2001:db8::7' }, ['2001:db8::7 5432']],
    [
      'an IPv6 address in brackets, with its port',
      { serverName: '[2001:db8::7]:6000' },
      ['2001:db8::7 6000'],
    ],
    ['a name with its port', { serverName: 'db.internal:6000' }, ['db.internal 6000']],
    ['its own, on a port that only its secret may name', { port: null }, ['db.internal null']],
    ['a URI', { serverName: 'https://db.internal:6000/path?x=1' }, ['db.internal 6000']],
    ['what is no host', { serverName: '(DESCRIPTION=(ADDRESS=(HOST=db)(PORT=1)))' }, ['null null']],
    ['none that is reported', { serverName: null }, ['null 5432']],
    ['an engine of which nothing is known', { engine: 'odd', port: null }, ['db.internal null']],
    ['one that its secret names', { ...unnamed, credentials: 'secret' }, ['null null']],
    [
      'in the settings of its engine',
      { ...unnamed, engine: 'redis', settings: { RedisSettings: { ServerName: 'cache', Port: 6380 } } },
      ['cache 6380'],
    ],
    [
      'in settings without a port',
      { ...unnamed, engine: 'docdb', settings: { DocDbSettings: { ServerName: 'docs' } } },
      ['docs 27017'],
    ],
    [
      'every broker',
      { ...unnamed, engine: 'kafka', settings: { KafkaSettings: { Broker: 'k1:9094, k2' } } },
      ['k1 9094', 'k2 9092'],
    ],
    ['no broker that is reported', { ...unnamed, engine: 'kafka' }, ['null 9092']],
    [
      'the members of a replica set',
      { engine: 'mongodb', serverName: 'm1:27018,m2', port: null, credentials: 'stored' },
      ['m1 27018', 'm2 27017'],
    ],
    [
      'an SRV record',
      { engine: 'mongodb', serverName: 'mongodb+srv://cluster.example' },
      ['cluster.example null'],
    ],
    [
      'Neptune',
      { engine: 'neptune', serverName: 'graph', port: null, credentials: 'stored' },
      ['graph 8182'],
    ],
    ['Redshift', { engine: 'redshift', serverName: 'wh', port: null, credentials: 'stored' }, ['wh 5439']],
    ['S3', { ...unnamed, engine: 's3' }, ['Amazon S3 443']],
    ['Kinesis', { ...unnamed, engine: 'kinesis' }, ['Amazon Kinesis 443']],
    ['DynamoDB', { ...unnamed, engine: 'dynamodb' }, ['Amazon DynamoDB 443']],
    [
      'an OpenSearch domain',
      {
        ...unnamed,
        engine: 'opensearch',
        settings: { ElasticsearchSettings: { EndpointUri: 'https://search.example' } },
      },
      ['search.example 443'],
    ],
    [
      'a domain over plain HTTP',
      {
        ...unnamed,
        engine: 'elasticsearch',
        settings: { ElasticsearchSettings: { EndpointUri: 'http://search.example' } },
      },
      ['search.example 80'],
    ],
    ['no domain that is reported', { ...unnamed, engine: 'opensearch' }, ['null 443']],
    [
      'the ASM server of Oracle beside its own',
      { engine: 'oracle', settings: { OracleSettings: { AsmServer: 'asm.internal:1522/+ASM' } } },
      ['db.internal 5432', 'asm.internal 1522'],
    ],
  ])('are %s', (_, over, expected) => {
    expect(servers(over)).toEqual(expected);
  });

  it('say why they are not known', () => {
    const why = (over: Partial<Endpoint>) => destinationsOf(anEndpoint(over)).map(({ untold }) => untold);
    expect(why({})).toEqual([null]);
    expect(why({ ...unnamed, credentials: 'secret' })).toEqual(['its secret names the server']);
    expect(why({ serverName: null, credentials: 'stored' })).toEqual(['DMS does not report a server name']);
    expect(why({ serverName: 'a b' })).toEqual(['what it has as server name is no host']);
    expect(why({ engine: 'odd', port: null })).toEqual(['DMS does not report the port']);
  });
});

describe('the server of an endpoint that takes it from a secret', () => {
  const secretive = anEndpoint({ ...unnamed, credentials: 'secret' });
  const orders = { endpoint: 'end*-1', host: 'orders.example', port: 5433 };
  const others = { endpoint: '*', host: 'others.example', port: 5434 };

  it.each([
    ['by its id', secretive, [orders, others], orders],
    [
      'by its ARN',
      secretive,
      [{ ...orders, endpoint: secretive.arn }],
      { ...orders, endpoint: secretive.arn },
    ],
    ['by the first that fits', secretive, [{ ...orders, endpoint: 'another' }, others, orders], others],
    ['by none', secretive, [{ ...orders, endpoint: 'another' }], null],
    ['by none where DMS reports it', anEndpoint({ credentials: 'secret' }), [others], null],
    ['by none where a password is stored', anEndpoint({ ...unnamed }), [others], null],
  ])('is declared %s', (_, endpoint, declared, expected) => {
    expect(declaredServer(endpoint, declared)).toEqual(expected);
  });

  it.each([
    ['one', orders, {}, ['orders.example 5433']],
    ['its port, whatever DMS has', orders, { port: 1 }, ['orders.example 5433']],
    [
      'the members of a replica set',
      { ...orders, host: 'a.example, b.example:27018' },
      { engine: 'mongodb' },
      ['a.example 5433', 'b.example 27018'],
    ],
  ])('is %s', (_, declared, over, expected) => {
    const found = destinationsOf({ ...secretive, ...over }, declared);
    expect(found.map(({ host, port }) => `${String(host)} ${String(port)}`)).toEqual(expected);
    expect(found.map(({ untold }) => untold)).toEqual(expected.map(() => null));
  });
});
