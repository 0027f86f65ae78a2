import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ShownPath } from '../../src/model/finding.ts';
import type { Result } from '../../src/model/result.ts';
import { findProxy, freshAccount, region } from './support/aws.ts';
import { dmsAuditor, judged } from './support/command.ts';
import { expectedJudgements, expectedPaths } from './support/plan/expected-paths.ts';
import type { Plan } from './support/plan/plan.ts';
import { buildPlanEstate, planSettings } from './support/plan/plan-estate.ts';

const proxy = await findProxy();
const rules = Object.keys(expectedJudgements);
const instances = Object.keys(expectedPaths);

describe('an estate with every way to connect', () => {
  const fresh = freshAccount();
  const settings = `coverage/${fresh.account}.settings.yaml`;
  const saved = `coverage/${fresh.account}.result.json`;
  let plan: Plan;
  let result: Result;
  let byAction: Readonly<Record<string, number>>;

  beforeAll(async () => {
    mkdirSync('coverage', { recursive: true });
    writeFileSync(settings, planSettings);
    plan = await buildPlanEstate(fresh, { attached: true });
    await proxy?.inject({});
    const arguments_ = ['--regions', region, '--settings', settings, '--rules', rules.join(',')];
    result = await judged(['--role-arn', fresh.roleArn, ...arguments_]);
    byAction = (await proxy?.stats())?.byAction ?? {};
    writeFileSync(saved, JSON.stringify(result));
  });

  const findingOn = (rule: string, instance: string) => {
    const finding = result.findings.find((each) => each.rule === rule && each.resource.id === instance);
    if (finding === undefined) throw new Error(`there is no finding of ${rule} on ${instance}`);
    return finding;
  };
  const pathsOf = (rule: string, instance: string): readonly ShownPath[] => {
    const { witness } = findingOn(rule, instance);
    return witness?.kind === 'path' ? witness.paths : [];
  };

  /** As the expectation has it; the instance's own interface and address, which nobody knows before, have a word each. */
  const linesOf = ({ configuration, outcome, hops, flow }: ShownPath): readonly string[] =>
    [
      `${configuration ?? 'none'}: ${outcome}`,
      ...hops.map(({ kind, ids, way, outcome: does, rule }) => {
        const hop = `${kind} ${ids.join(', ')} ${does}${does === 'stopped' ? `: ${rule}` : ''}`;
        return way === 'back' ? `back ${hop}` : hop;
      }),
    ].map((line) =>
      plan
        .named(line)
        .replaceAll(flow.from, 'PLACE')
        .replaceAll(hops[0]?.source ?? flow.from, 'OWN'),
    );

  describe.each(rules)('%s', (rule) => {
    it.each(instances)('%s', (instance) => {
      const expected = expectedJudgements[rule]?.[instance];
      expect(findingOn(rule, instance).status).toBe(expected?.status);
      const paths = pathsOf(rule, instance);
      expect(Object.fromEntries(paths.map((path) => [path.endpoint, path.judged]))).toEqual(expected?.judged);
      for (const path of paths)
        expect(linesOf(path), path.endpoint).toEqual(expectedPaths[instance]?.[path.endpoint]);
    });
  });

  it('shows every path that is expected', () => {
    const shown = instances.map((instance) => [
      instance,
      pathsOf('instance-egress-reaches-endpoints', instance)
        .map(({ endpoint }) => endpoint)
        .sort(),
    ]);
    const wanted = instances.map((name) => [name, Object.keys(expectedPaths[name] ?? {}).sort()]);
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(wanted));
  });

  it('shows the database the address of the NAT gateway', () => {
    const [path] = pathsOf('database-admits-instance', 'well').filter(({ endpoint }) => endpoint === 'shop');
    const hop = path?.hops.find(({ ids }) => ids.includes(plan.id('shop-db')));
    expect(hop).toMatchObject({ source: '54.90.0.1', destination: '54.90.0.2', vpc: plan.id('open') });
  });

  it('names the call that the transit gateway was not read by', () => {
    const { because, settledBy } = findingOn('instance-routes-to-endpoints', 'transit');
    expect(plan.named(because)).toContain('ec2:SearchTransitGatewayRoutes of roundabout-table');
    expect(settledBy).toContain('ec2:SearchTransitGatewayRoutes');
  });

  it('explain draws the ladder of one of them', async () => {
    const { id } = findingOn('database-admits-instance', 'public');
    const { code, stdout } = await dmsAuditor(['explain', id, '--result', saved]);
    expect(code).toBe(0);
    const lines = plan
      .named(stdout)
      .split('\n')
      .map((line) => line.trim().replaceAll(/\s+/g, ' '));
    const from = lines.findIndex((line) => line.startsWith('in front-a'));
    const place = pathsOf('database-admits-instance', 'public')[0]?.flow.from ?? '';
    const [own = '', seenAs = ''] = /(\S+) goes on as (\S+)/.exec(lines.join('\n'))?.slice(1) ?? [];
    expect(own).toMatch(/^10\.1\.2\.\d+$/);
    expect(lines.slice(from, from + 17)).toEqual([
      'in front-a, us-east-1a',
      `${place} ${own}`,
      'asks out tcp 5432 to 0.0.0.0/0',
      'home-acl out rule 100 allows it',
      'front 0.0.0.0/0 → door',
      `door ${own} goes on as ${seenAs}`,
      'in open-a, us-east-1a',
      'open-acl in rule 100 allows it',
      '> shop-db in stopped: no rule of shop-db lets it in',
      'database 54.90.0.2',
      'back in open-a, us-east-1a',
      'open-acl out rule 100 allows answers on tcp 32768–60999',
      'open-main 0.0.0.0/0 → open-door',
      'back in front-a, us-east-1a',
      'home-acl in rule 100 allows answers on tcp 32768–60999',
      `to try it: tcp 5432 from ${own} to 54.90.0.2`,
      'what would open it:',
    ]);
    expect(lines).toContain(`Add to shop-db an inbound rule for tcp 5432 from ${seenAs}/32.`);
  });

  it.skipIf(proxy === null)('is read with each needed call once', () => {
    const { 'ec2:SearchTransitGatewayRoutes': tries = 0, ...once } = byAction;
    const network = Object.fromEntries(Object.entries(once).filter(([call]) => /^(ec2|rds):/.test(call)));
    expect(network).toEqual({
      // Behind the instances' own addresses, at the endpoints' hosts, and where routes lead to.
      'ec2:DescribeNetworkInterfaces': 3,
      'ec2:DescribeSecurityGroups': 1,
      'ec2:DescribeNetworkAcls': 1,
      'ec2:GetManagedPrefixListEntries': 1,
      // Those of the instances first, then those that routes and databases lead to.
      'ec2:DescribeVpcs': 2,
      'ec2:DescribeSubnets': 2,
      'ec2:DescribeRouteTables': 2,
      // Two attributes of each of the six: home, hub; far, gone, spoke, open.
      'ec2:DescribeVpcAttribute': 12,
      'ec2:DescribeNatGateways': 1,
      'ec2:DescribeVpcEndpoints': 1,
      // As the one that asked for it, and as the one that accepted.
      'ec2:DescribeVpcPeeringConnections': 2,
      'ec2:DescribeTransitGateways': 1,
      'ec2:DescribeTransitGatewayAttachments': 1,
      'ec2:DescribeTransitGatewayVpcAttachments': 1,
      'rds:DescribeDBInstances': 1,
    });
    // The stand-in fails, so that it is asked for again.
    expect(tries).toBeGreaterThan(1);
  });
});
