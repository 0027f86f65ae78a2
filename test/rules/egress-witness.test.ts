import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
import { instanceEgressReachesEndpoints } from '../../src/rules/instance-egress-reaches-endpoints.ts';
import { instanceIngressIsClosed } from '../../src/rules/instance-ingress-is-closed.ts';
import {
  ACCOUNT,
  aNetworkInterface,
  anEndpoint,
  aSecurityGroup,
  cidr,
  listed,
  networkOf,
  tcpOf,
} from '../support/builders.ts';
import { archive, back, everywhere, letting, over, toBoth, withAcl } from './egress-estate.ts';

const judged = (region: Partial<RegionFacts>, rule = instanceEgressReachesEndpoints): Finding | undefined =>
  rule.evaluate(ACCOUNT, over(region), defaultSettings)[0];
const ends = { tasks: listed(toBoth), endpoints: listed(anEndpoint(), archive) };

describe('what shows a verdict on the way out', () => {
  it('is each flow with its own outcome', () => {
    expect(judged({ ...ends, ...letting(tcpOf(5432, cidr('10.0.0.0/8'))) })?.witness).toEqual({
      kind: 'list',
      items: [
        'tcp 5432 to db.internal (endpoint-1) from eni-1: unknown',
        'tcp 443 to Amazon S3 (archive) from eni-1: stopped, no rule of sg-1 lets it out',
      ],
    });
    expect(judged(ends)?.witness).toEqual({
      kind: 'list',
      items: [
        'tcp 5432 to db.internal (endpoint-1) from eni-1: allowed',
        'tcp 443 to Amazon S3 (archive) from eni-1: allowed',
      ],
    });
  });

  it('tells where the interface has other groups than DMS lists', () => {
    const interfaces = [aNetworkInterface({ groupIds: ['sg-3', 'sg-2'] })];
    const groups = [
      aSecurityGroup({ id: 'sg-2' }),
      aSecurityGroup({ id: 'sg-3', ingress: [tcpOf(22, everywhere)] }),
    ];
    const network = networkOf({ interfaces, groups });
    const note = 'eni-1 carries sg-2, sg-3, DMS lists sg-1';
    expect(judged(network)?.witness).toMatchObject({ items: [expect.any(String), note] });
    expect(judged(network, instanceIngressIsClosed)?.witness).toEqual({
      kind: 'list',
      items: ['sg-3 tcp 22 from 0.0.0.0/0', note],
    });
  });

  it('takes for granted, where an ACL stops it, that the server is in another subnet', () => {
    expect(judged(withAcl(back))?.assumes).toEqual([
      'the endpoint is in another subnet than the instance: inside one no network ACL is asked',
    ]);
  });

  it('takes nothing for granted where a group stops it, or the address shows it', () => {
    expect(judged(letting())?.assumes).toEqual([]);
    const endpoints = listed(anEndpoint({ serverName: '10.9.9.9' }));
    expect(judged({ ...withAcl(back), endpoints })).toMatchObject({ status: 'NON_COMPLIANT', assumes: [] });
  });

  it('is settled by the address, or by what was not told', () => {
    expect(judged(letting(tcpOf(5432, cidr('10.0.0.0/8'))))?.settledBy).toBe(
      'the address of db.internal, or a way out to every address',
    );
    const endpoints = listed(anEndpoint({ serverName: null, port: null }));
    expect(judged({ ...letting(tcpOf(5432, everywhere)), endpoints })?.settledBy).toBe(
      'host and port of endpoint-1 in what DMS reports (its secret names the server)',
    );
  });

  it('names some reasons and counts the rest', () => {
    const endpoints = listed(
      anEndpoint({
        engine: 'kafka',
        serverName: null,
        port: null,
        settings: { KafkaSettings: { Broker: 'a:1,b:1,c:1,d:1,e:1,f:1' } },
      }),
    );
    const found = judged({ ...letting(tcpOf(1, cidr('10.0.0.0/8'))), endpoints });
    expect(found?.because.split('; ')).toHaveLength(5);
    expect(found?.because).toMatch(/; and 2 more$/);
  });
});
