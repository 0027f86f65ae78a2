import { DescribeEndpointsCommand } from '@aws-sdk/client-database-migration-service';
import { describe, expect, it } from 'vitest';
import { readNames } from '../../src/collect/dns/resolved-names.ts';
import { type DnsServer, dnsResolver } from '../../src/collect/dns/resolver.ts';
import type { FactName } from '../../src/model/facts.ts';
import { complete, known, unread } from '../../src/model/lookup.ts';
import { aDataProvider, anEndpoint, listed } from '../support/builders.ts';
import { aDatabase } from '../support/vpc-builders.ts';
import { anAws, collect } from './support/aws.ts';

const failing = (code: string) => (): Promise<never> =>
  Promise.reject(Object.assign(new Error(code), { code }));
const answering =
  (...addresses: readonly string[]) =>
  (): Promise<string[]> =>
    Promise.resolve([...addresses]);
const server = (over: object): DnsServer => ({
  resolve4: failing('ENODATA'),
  resolve6: failing('ENODATA'),
  ...over,
});

describe('a host', () => {
  const notAnswered = (error: string, transient: boolean) =>
    unread({ call: 'dns:Query', resource: 'db.corp', error, transient });
  it.each([
    [
      'has addresses of both families',
      { resolve4: answering('192.0.2.2', '192.0.2.1'), resolve6: answering('2001:db8::1') },
      known(['192.0.2.1', '192.0.2.2', '2001:db8::1']),
    ],
    ['has none of IPv6', { resolve4: answering('192.0.2.1') }, known(['192.0.2.1'])],
    ['has no address', {}, known([])],
    ['is not there', { resolve4: failing('ENOTFOUND'), resolve6: failing('ENOTFOUND') }, known([])],
    [
      'is asked for in vain',
      { resolve4: failing('ETIMEOUT'), resolve6: failing('ETIMEOUT') },
      notAnswered('ETIMEOUT', true),
    ],
    [
      'is half answered',
      { resolve4: answering('192.0.2.1'), resolve6: failing('ESERVFAIL') },
      notAnswered('ESERVFAIL', true),
    ],
    [
      'is refused',
      { resolve4: failing('EREFUSED'), resolve6: failing('EREFUSED') },
      notAnswered('EREFUSED', false),
    ],
  ])('%s', async (_, over, expected) => {
    expect(await dnsResolver(server(over))('db.corp')).toEqual(expected);
  });

  it('throws an error of our own', async () => {
    const broken = server({ resolve4: () => Promise.reject(new TypeError('broken')) });
    await expect(dnsResolver(broken)('db.corp')).rejects.toThrow('broken');
  });

  it('is one of few that are asked for at once', async () => {
    let running = 0;
    let most = 0;
    const slow = async (): Promise<string[]> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((done) => setTimeout(done, 1));
      running -= 1;
      return [];
    };
    const resolve = dnsResolver(server({ resolve4: slow, resolve6: slow }));
    await Promise.all(Array.from({ length: 40 }, (_, index) => resolve(`db${index}.corp`)));
    expect(most).toBe(16);
  });
});

describe('the names of a Region', () => {
  const listings = {
    endpoints: listed(
      anEndpoint({ serverName: 'DB.corp.' }),
      anEndpoint({ id: 'known', serverName: 'db.internal' }),
      anEndpoint({ id: 'literal', serverName: '192.0.2.7' }),
      anEndpoint({ id: 'odd', serverName: 'a b;c' }),
      anEndpoint({ id: 'odder', serverName: '-%zz' }),
      anEndpoint({
        id: 'kafka',
        engine: 'kafka',
        settings: { KafkaSettings: { Broker: 'b1.corp:9092,b2.corp:9092' } },
      }),
    ),
    dataProviders: listed(aDataProvider({ serverName: 'provider.corp' })),
  };
  const databases = { 'AWS::RDS::DBInstance': complete([aDatabase()]) };
  const asked: string[] = [];
  const source = {
    region: 'eu-west-1',
    track: <T>(_region: string, _what: string, work: Promise<T>) => work,
    facts: new Set<FactName>(['databases']),
    hosts: ['Declared.corp', 'db.corp'],
    resolveHost: (host: string) => {
      asked.push(host);
      return Promise.resolve(known(['192.0.2.1']));
    },
  };

  it('are those that no database has, each once', async () => {
    const names = await readNames(listings, databases, source);
    expect(Object.keys(names)).toEqual([
      ...['a', 'b', 'b1.corp', 'b2.corp', 'c', 'db.corp', 'declared.corp', 'provider.corp'],
    ]);
    expect(asked).toEqual(Object.keys(names));
  });

  it('are not asked for where nobody wants it', async () => {
    expect(await readNames(listings, databases, { ...source, resolveHost: null })).toEqual({});
    expect(
      await readNames(listings, databases, { ...source, facts: new Set<FactName>(['endpoints']) }),
    ).toEqual({});
  });

  it('enter a snapshot where somebody asks for them', async () => {
    const aws = anAws();
    const endpoint = {
      EndpointIdentifier: 'e',
      EndpointArn: 'arn:e',
      EngineName: 'mysql',
      ServerName: 'db.corp',
    };
    aws.dms.on(DescribeEndpointsCommand).resolves({ Endpoints: [endpoint] });
    const facts = new Set<FactName>(['databases']);
    const names = async (more: object) =>
      (await collect({ facts, ...more })).regions['eu-west-1']?.resolvedNames;
    expect(await names({})).toEqual({});
    expect(await names({ resolveHost: source.resolveHost })).toEqual({ 'db.corp': known(['192.0.2.1']) });
  });
});
