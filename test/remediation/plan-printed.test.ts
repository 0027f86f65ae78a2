import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Fix, WhyAfter } from '../../src/remediation/fix.ts';
import type { Change, PropertyChange } from '../../src/remediation/patch.ts';
import type { Plan } from '../../src/remediation/plan.ts';
import { renderCli } from '../../src/remediation/render/cli.ts';
import { renderCloudFormation } from '../../src/remediation/render/cloudformation.ts';
import { renderTerraform } from '../../src/remediation/render/terraform.ts';
import { ACCOUNT } from '../support/builders.ts';

const group = {
  ...{ type: 'AWS::EC2::SecurityGroup', id: 'sg-1', arn: null },
  ...{ account: ACCOUNT, region: 'eu-west-1' },
};
const failing = (id: string, because: string): Finding => ({
  ...{ id, because, rule: 'a-rule', title: 'A rule', status: 'NON_COMPLIANT', severity: 'HIGH' },
  ...{ resource: group, witness: null, remediation: { summary: '' } },
  ...{ assumes: [], settledBy: null, requirements: [], controls: [], exception: null },
});
const revoking = (...properties: readonly PropertyChange[]): Change => ({
  resource: group,
  api: { call: 'ec2:RevokeSecurityGroupIngress', input: { GroupId: 'sg-1', IpPermissions: [] } },
  properties,
});
const aFix = (over: Partial<Fix> = {}): Fix => ({
  ...{ account: ACCOUNT, changes: [revoking()], patches: [], fixes: [], open: [], after: [] },
  ...{ whyAfter: 'worse', alone: true, advice: { first: [], breaks: [], users: [], decide: [] } },
  ...over,
});
const aPlan = (fixes: readonly Fix[], fixed: readonly Finding[] = []): Plan => ({
  ...{ fixes, left: [], together: { fixed, worse: [], open: [], undecided: [] } },
});
const formats = [
  ['cli', renderCli],
  ['cloudformation', renderCloudFormation],
  ['terraform', renderTerraform],
] as const;

describe('what only all fixes together mend', () => {
  it.each(formats)('is told after the fixes, in %s', (_, render) => {
    const own = failing('own@1', 'it fails');
    const joint = failing('joint@1', 'it fails\ntoo');
    const out = render([aPlan([aFix({ fixes: [own] })], [own, joint])]);
    expect(out.match(/^# together they also mend .*$/gm)).toEqual([
      '# together they also mend joint@1: it fails too',
    ]);
    expect(out.indexOf('together they')).toBeGreaterThan(out.lastIndexOf('# Fix '));
  });
});

describe('a fix that comes after another', () => {
  it.each([
    ['worse', '# after fix 1: without it another verdict gets worse'],
    ['repairs', '# after fix 1: it also mends what that one brings about'],
    ['engines', '# after fix 1, as older engines may be locked out'],
  ] as const satisfies readonly (readonly [WhyAfter, string])[])('says why: %s', (whyAfter, line) => {
    expect(renderCli([aPlan([aFix(), aFix({ after: [0], whyAfter })])])).toContain(`${line}\n`);
  });
});

describe('a fix that repairs what others bring about', () => {
  it('names it', () => {
    const patch = { changes: [], first: [], breaks: [], users: [], decide: [] };
    const patches = [{ finding: failing('new@1', 'it may do more'), patch }];
    expect(renderCli([aPlan([aFix({ patches })])])).toContain('# keeps new@1 from failing: it may do more\n');
  });
});

describe('what Terraform has no resource of its own for', () => {
  it('is told in full, by the names of CloudFormation', () => {
    const rule = {
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      CidrIp: '0.0.0.0/0',
      Description: 'x'.repeat(80),
    };
    const out = renderTerraform([
      aPlan([
        aFix({
          changes: [
            revoking(
              { property: 'SecurityGroupIngress', from: rule, to: null },
              { property: 'Name', from: null, to: 'a' },
              { property: 'Size', from: 1, to: 2 },
            ),
          ],
        }),
      ]),
    ]);
    expect(out).toContain(
      [
        '# Merge by hand into the resource that is AWS::EC2::SecurityGroup sg-1; the names are those of CloudFormation:',
        `#   remove: SecurityGroupIngress = ${JSON.stringify(rule)}`,
        '#   add: Name = "a"',
        '#   change: Size = 2',
        '#     from: 1',
        '',
      ].join('\n'),
    );
  });
});
