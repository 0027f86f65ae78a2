import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Rule } from '../../src/model/rule.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { databaseAdmitsDurably } from '../../src/rules/database-admits-durably.ts';
import { databaseAdmitsInstance } from '../../src/rules/database-admits-instance.ts';
import { databaseIngressIsNarrow } from '../../src/rules/database-ingress-is-narrow.ts';
import { endpointConnectionSucceeds } from '../../src/rules/endpoint-connection-succeeds.ts';
import { flowsStayPrivate } from '../../src/rules/flows-stay-private.ts';
import { ACCOUNT, anEndpoint, anInstance, cidr, listed, tcpOf } from '../support/builders.ts';
import { aDatabase, aPeering } from '../support/vpc-builders.ts';
import { far, fromInstance, groups, near, over, overNat, plan, publicOne } from './database-estate.ts';

function onlyFinding(rule: Rule, account: AccountFacts): Finding {
  const [finding, ...more] = rule.evaluate(ACCOUNT, account, defaultSettings);
  if (finding === undefined || more.length > 0) throw new Error('not one finding');
  return finding;
}

/** What decides on the paths that a finding shows: hops by outcome, and what the rule says of each. */
function shownBy(rule: Rule, account: AccountFacts) {
  const { witness } = onlyFinding(rule, account);
  if (witness?.kind !== 'path') throw new Error('the witness is no path');
  return {
    notes: witness.notes,
    paths: witness.paths.map(({ judged, configuration, parts, hops }) => ({
      ...{ judged, configuration },
      hops: hops
        .filter(({ part }) => parts.includes(part))
        .map(({ ids, outcome, rule: text }) => `${ids.join()} ${outcome}: ${text}`),
    })),
  };
}

const itself = tcpOf(5432, cidr('10.0.0.10/32'));
const acrossRegions = plan(undefined, {
  databases: [far],
  peerings: [aPeering({ accepter: { ...aPeering().accepter, region: 'us-east-1' } })],
});
const test = { endpointArn: anEndpoint().arn, instanceArn: anInstance().arn } as const;

describe('what a finding on a database shows', () => {
  it('the groups and the ACL that let a flow in', () => {
    expect(shownBy(databaseAdmitsInstance, over())).toEqual({
      notes: [],
      paths: [
        {
          judged: 'allowed',
          configuration: 'one VPC',
          hops: [
            'acl-2 allowed: rule 100 allows it',
            'sg-2 allowed: sg-2 tcp 5432 from sg-1',
            'acl-2 allowed: rule 100 allows answers on tcp 32768–60999',
          ],
        },
      ],
    });
  });

  it('the rule that names the address, as it is', () => {
    const [path] = shownBy(databaseAdmitsDurably, over(groups([itself]))).paths;
    expect(path?.judged).toBe('stopped');
    expect(path?.hops).toContain('sg-2 allowed: sg-2 tcp 5432 from 10.0.0.10/32');
  });

  it('the way over the internet', () => {
    const [path] = shownBy(flowsStayPrivate, over(overNat({ databases: [publicOne] }))).paths;
    expect(path).toMatchObject({ judged: 'stopped', configuration: 'NAT gateway' });
    expect(path?.hops).toContain('igw-1 allowed: as 52.1.1.1');
  });

  it('the path that a test contradicts', () => {
    const succeeded = listed({ ...test, status: 'successful', lastFailure: null });
    const shown = shownBy(endpointConnectionSucceeds, over({ ...groups([]), connections: succeeded }));
    expect(shown.notes).toHaveLength(1);
    expect(shown.paths[0]?.hops).toContain('sg-2 stopped: no rule of sg-2 lets it in');
  });
});

const timedOut = listed({ ...test, status: 'failed', lastFailure: 'timed-out' as const });

describe('what a finding on a database asks for', () => {
  it.each([
    {
      name: 'by group inside a VPC',
      rule: databaseAdmitsInstance,
      account: over(groups([])),
      fix: 'Add to sg-2 an inbound rule for tcp 5432 from sg-1.',
    },
    {
      name: 'by the address that arrives, through NAT',
      rule: databaseAdmitsInstance,
      account: over(overNat({ databases: [publicOne] })),
      fix: 'Add to sg-2 an inbound rule for tcp 5432 from 52.1.1.1/32.',
    },
    {
      name: 'by group in place of the address',
      rule: databaseAdmitsDurably,
      account: over(groups([itself])),
      fix: 'Add to sg-2 an inbound rule for tcp 5432 from sg-1.',
    },
    {
      name: 'by the subnet in place of the address, where no group can be named',
      rule: databaseAdmitsDurably,
      account: over({ ...groups([itself]), ...acrossRegions }),
      fix: 'Add to sg-2 an inbound rule for tcp 5432 from 10.0.0.0/24.',
    },
    {
      name: 'by group in place of everybody',
      rule: databaseIngressIsNarrow,
      account: over(groups([fromInstance, tcpOf(5432, cidr('0.0.0.0/0'))])),
      fix: 'Let tcp 5432 into sg-2 from sg-1, test the connection, and then remove: sg-2 tcp 5432 from 0.0.0.0/0.',
    },
    {
      name: 'by the private address of what stands in the same VPC',
      rule: flowsStayPrivate,
      account: over({
        ...overNat({ databases: [aDatabase({ ...near, publicAddresses: ['52.9.9.9'] })] }),
        endpoints: listed(anEndpoint({ serverName: '52.9.9.9' })),
      }),
      fix: 'Let endpoint-1 name the server by its private address, or by a name that resolves to it, so that the flow stays inside vpc-1; then take the public address away if nothing else needs it.',
    },
    {
      name: 'what would let a test through that timed out',
      rule: endpointConnectionSucceeds,
      account: over({ ...groups([]), connections: timedOut }),
      fix: 'Add to sg-2 an inbound rule for tcp 5432 from sg-1.',
    },
  ])('$name', ({ rule, account, fix }) => {
    expect(onlyFinding(rule, account).remediation.summary).toBe(fix);
  });
});
