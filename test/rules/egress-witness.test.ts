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
  it('is each flow with its way and its own outcome', () => {
    const paths = (region: Partial<RegionFacts>) => {
      const witness = judged({ ...ends, ...region })?.witness;
      return witness?.kind === 'path' ? witness.paths : [];
    };
    const some = paths(letting(tcpOf(5432, cidr('10.0.0.0/8'))));
    expect(some.map(({ endpoint, judged: outcome }) => `${endpoint} ${outcome}`)).toEqual([
      'endpoint-1 unknown',
      'archive stopped',
    ]);
    expect(some[1]?.flow).toMatchObject({ from: 'eni-1', to: 'Amazon S3 (archive)', fromPort: 443 });
    expect(
      some[1]?.hops.map(({ kind, ids, part, outcome, rule }) => [kind, ...ids, part, outcome, rule]),
    ).toEqual([
      ['security-groups', 'sg-1', 'departure', 'stopped', 'no rule of sg-1 lets it out'],
      ['network-acl', 'acl-1', 'departure', 'allowed', 'rule 100 allows it'],
      ['route-table', 'rtb-1', 'route', 'allowed', '0.0.0.0/0 → virtual-private-gateway-1'],
      ['virtual-private-gateway', 'virtual-private-gateway-1', 'route', 'allowed', 'to the other network'],
      ['network-acl', 'acl-1', 'departure', 'allowed', 'rule 100 allows answers on tcp 32768–60999'],
    ]);
    expect(paths({}).map(({ endpoint, judged: outcome }) => `${endpoint} ${outcome}`)).toEqual([
      'endpoint-1 allowed',
      'archive allowed',
    ]);
  });

  it('tells where the interface has other groups than DMS lists', () => {
    const interfaces = [aNetworkInterface({ groupIds: ['sg-3', 'sg-2'] })];
    const groups = [
      aSecurityGroup({ id: 'sg-2' }),
      aSecurityGroup({ id: 'sg-3', ingress: [tcpOf(22, everywhere)] }),
    ];
    const network = networkOf({ interfaces, groups });
    const note = 'eni-1 carries sg-2, sg-3, DMS lists sg-1';
    expect(judged(network)?.witness).toMatchObject({ notes: [note] });
    expect(judged(network, instanceIngressIsClosed)?.witness).toEqual({
      kind: 'list',
      items: ['sg-3 tcp 22 from 0.0.0.0/0', note],
    });
  });

  it('comes with the rules that would let the flow out', () => {
    const endpoints = listed(anEndpoint({ serverName: '10.9.9.9' }));
    expect(judged({ ...withAcl(back), endpoints })?.remediation.summary).toBe(
      'Add to acl-1 an outbound entry that allows tcp 5432 to 10.9.9.9/32, number 100.',
    );
    expect(judged({ ...letting(), endpoints })?.remediation.summary).toBe(
      'Add to sg-1 an outbound rule for tcp 5432 to 10.9.9.9/32.',
    );
  });

  it('is no rule where the instance has no address of the family', () => {
    const endpoints = listed(anEndpoint({ serverName: '2600:1f18::5' }));
    expect(judged({ ...letting(), endpoints })).toMatchObject({
      because: 'tcp 5432 to 2600:1f18::5 (endpoint-1) cannot leave eni-1: eni-1 has no IPv6 address',
      remediation: {
        summary:
          'Let the name of the server resolve to an address of a family that the instance speaks, or make the instance dual-stack (NetworkType DUAL, in subnets that have ranges of both families).',
      },
    });
  });

  it('is settled by the address, or by what was not told', () => {
    expect(judged(letting(tcpOf(5432, cidr('10.0.0.0/8'))))?.settledBy).toBe(
      'the address of db.internal, or the same way for every address; the address of db.internal (endpoint-1)',
    );
    const endpoints = listed(anEndpoint({ serverName: null, port: null }));
    expect(judged({ ...letting(tcpOf(5432, everywhere)), endpoints })?.settledBy).toBe(
      'host and port of endpoint-1 in what DMS reports (its secret names the server); host and port of endpoint-1',
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
    expect(found?.because).toMatch(/; and 8 more$/);
  });
});
