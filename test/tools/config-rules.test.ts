import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseParameters } from '../../src/audit/config-parameters.ts';
import { selectRules } from '../../src/audit/select-rules.ts';
import { configTriggerOf, isAccountWide, recordedTypes } from '../../src/model/config-trigger.ts';
import { profiles } from '../../src/model/rule.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { catalogue } from '../../src/rules/index.ts';
import { sharedParameters } from '../../tools/config-rule-parameters.ts';
import { isMade, type Resource, resourcesOf, type Template, templateIn, valueOf } from './templates.ts';

const forms = ['config-rules', 'member-stack', 'conformance-pack'] as const;
const home = { 'AWS::Region': 'eu-central-1', HomeRegion: 'eu-central-1', Profile: 'all' };
const other = { ...home, 'AWS::Region': 'us-east-1' };

const rulesOf = (template: Template) => resourcesOf('AWS::Config::ConfigRule', template);
const inputOf = ({ Properties }: Resource, template: Template, values = home) =>
  valueOf(Properties['InputParameters'], template, values) as Readonly<Record<string, string | undefined>>;
const madeWith = (template: Template, values: Readonly<Record<string, string>>): readonly string[] =>
  rulesOf(template)
    .filter(([, resource]) => isMade(resource, template, values))
    .map(([, resource]) => String(inputOf(resource, template)['rule']));

describe.each(forms)('%s', (form) => {
  const template = templateIn(form);
  const source = ({ Properties }: Resource) =>
    Properties['Source'] as {
      readonly Owner: string;
      readonly SourceDetails: readonly {
        readonly EventSource: string;
        readonly MessageType: string;
        readonly MaximumExecutionFrequency?: unknown;
      }[];
    };

  it('has every rule of the catalogue once, by its name and its title', () => {
    expect(rulesOf(template).map(([, { Properties }]) => Properties['ConfigRuleName'])).toEqual(
      catalogue.map(({ id }) => `dms-auditor-${id}`),
    );
    expect(rulesOf(template).map(([, { Properties }]) => Properties['Description'])).toEqual(
      catalogue.map(({ title }) => title),
    );
  });

  it('keeps to what AWS Config takes', () => {
    const over = rulesOf(template).filter(([, { Properties }]) => {
      const { ConfigRuleName: name, Description: description } = Properties;
      // Of names above 64 characters, GetComplianceDetailsByConfigRule does not tell.
      return String(name).length > 64 || String(description).length > 256;
    });
    expect(over).toEqual([]);
  });

  it.each(catalogue.map((rule) => [rule.id, rule] as const))('triggers %s', (id, rule) => {
    const [, resource] = rulesOf(template).find(([, one]) => inputOf(one, template)['rule'] === id) ?? [];
    if (resource === undefined) throw new Error(`no rule ${id}`);
    const types = resource.Properties['Scope'] as
      | { readonly ComplianceResourceTypes: readonly string[] }
      | undefined;
    const { Owner, SourceDetails } = source(resource);
    expect(Owner).toBe('CUSTOM_LAMBDA');
    expect(new Set(SourceDetails.map(({ EventSource }) => EventSource))).toEqual(new Set(['aws.config']));
    if (configTriggerOf(rule) === 'change') {
      expect(types?.ComplianceResourceTypes).toEqual(rule.judges);
      expect(rule.judges.filter((type) => !recordedTypes.includes(type))).toEqual([]);
      expect(SourceDetails.map(({ MessageType }) => MessageType)).toEqual([
        'ConfigurationItemChangeNotification',
        'OversizedConfigurationItemChangeNotification',
        'ScheduledNotification',
      ]);
    } else {
      expect(types).toBeUndefined();
      expect(SourceDetails.map(({ MessageType }) => MessageType)).toEqual(['ScheduledNotification']);
    }
    // By the calendar and by settings verdicts turn with no change. A frequency on what tells of changes is refused.
    expect(
      SourceDetails.map(({ MessageType, MaximumExecutionFrequency: often }) => [MessageType, often]).filter(
        ([, often]) => often !== undefined,
      ),
    ).toEqual([['ScheduledNotification', { Ref: 'Frequency' }]]);
  });

  it.each(profiles)('has the rules of the profile %s', (profile) => {
    const ids = selectRules(catalogue, { profile, ids: null, settings: defaultSettings }).map(({ id }) => id);
    expect(madeWith(template, { ...home, Profile: profile })).toEqual(ids);
  });

  it('sends nothing that is not set, so that the settings decide', () => {
    const sent = rulesOf(template)
      .flatMap(([, resource]) => Object.entries(inputOf(resource, template)))
      .filter(([, value]) => value !== undefined);
    expect(new Set(sent.map(([name]) => name))).toEqual(
      new Set(['rule', 'unknown-as', 'exceptions-as', 'max-age']),
    );
  });

  it('takes what config-rule takes, each value that is allowed, in no more than 1,024 characters', () => {
    const widest: Readonly<Record<string, string>> = { EphemeralPorts: '32768-60999', MaxAge: '744' };
    for (const { id } of sharedParameters) {
      const { AllowedValues: options = [widest[id] ?? '3650'] } = template.Parameters[id] ?? {};
      for (const option of options) {
        const values = { ...home, ...widest, [id]: option };
        for (const [, resource] of rulesOf(template)) {
          const json = JSON.stringify(inputOf(resource, template, values));
          expect(json.length).toBeLessThanOrEqual(1_024);
          expect(() => parseParameters(json, catalogue, defaultSettings)).not.toThrow();
        }
      }
    }
  });

  it.each([
    ['EphemeralPorts', ['', '1024-65535'], ['1024', '-', 'x-y', '1024-65535 ']],
    ['CertificateIsValidExpiryDays', ['', '0', '3650'], ['-1', '1.5', '36500', 'soon']],
  ])('asks for %s as rules do', (id, right, wrong) => {
    const pattern = new RegExp(template.Parameters[id]?.AllowedPattern ?? '');
    expect(right.filter((text) => !pattern.test(text))).toEqual([]);
    expect(wrong.filter((text) => pattern.test(text))).toEqual([]);
  });
});

describe.each(['member-stack', 'conformance-pack'] as const)('%s in another than the home Region', (form) => {
  it('leaves out what reports once an account', () => {
    const ids = catalogue
      .filter((rule) => rule.profiles.includes('all') && !isAccountWide(rule))
      .map(({ id }) => id);
    expect(madeWith(templateIn(form), other)).toEqual(ids);
  });
});

describe.each(['config-rules', 'member-stack'] as const)('%s', (form) => {
  const template = templateIn(form);

  it('lets AWS Config invoke the function for rules of its own account alone', () => {
    const [, permission, ...more] = resourcesOf('AWS::Lambda::Permission', template).flat();
    expect(more).toEqual([]);
    expect((permission as Resource).Properties).toEqual({
      FunctionName: { 'Fn::GetAtt': ['ConfigRuleLambdaFunction', 'Arn'] },
      Action: 'lambda:InvokeFunction',
      Principal: 'config.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
  });

  it('can do without rules, where AWS Config takes none', () => {
    expect(madeWith(template, { ...home, WithRules: 'false' })).toEqual([]);
  });
});

describe('the limits of AWS', () => {
  const sizeOf = (form: string): number => readFileSync(`infra/${form}.yml`).length;

  it('for a conformance pack: rules alone, 130 of them, 60 parameters, 300 KB by way of S3', () => {
    const pack = templateIn('conformance-pack');
    expect(rulesOf(pack)).toHaveLength(Object.keys(pack.Resources).length);
    expect(rulesOf(pack).length).toBeLessThanOrEqual(130);
    expect(Object.keys(pack.Parameters).length).toBeLessThanOrEqual(60);
    expect(sizeOf('conformance-pack')).toBeLessThanOrEqual(300_000);
  });

  it.each(['member-stack', 'iam-calls'])('for the template %s by way of S3', (form) => {
    const { Parameters, Resources } = templateIn(form);
    expect(Object.keys(Parameters).length).toBeLessThanOrEqual(200);
    expect(Object.keys(Resources).length).toBeLessThanOrEqual(500);
    expect(sizeOf(form)).toBeLessThanOrEqual(1_000_000);
  });

  it('for the stack of an account, the fragments together', () => {
    const fragments = ['roles', 'state', 'results', 'schedule', 'config-rules', 'starts', 'alerts'];
    const ids = fragments.flatMap((name) => Object.keys(templateIn(name).Resources));
    expect(new Set(ids).size).toBe(ids.length);
    // osls adds the functions, their logs and a bucket.
    expect(ids.length).toBeLessThanOrEqual(480);
  });
});

describe('parameters', () => {
  it('that several rules ask for in the same words are one', () => {
    const ports = sharedParameters.filter(({ name }) => name === 'ephemeral-ports');
    expect(ports.map(({ id }) => id)).toEqual(['EphemeralPorts']);
    expect(ports[0]?.rules.length).toBeGreaterThan(5);
  });

  it('leave out none of the catalogue, and tell of each whose it is', () => {
    const wanted = catalogue.flatMap(({ id, parameters }) =>
      Object.keys(parameters).map((name) => `${id} ${name}`),
    );
    const had = sharedParameters.flatMap(({ name, rules }) => rules.map(({ id }) => `${id} ${name}`));
    expect(had.sort()).toEqual(wanted.sort());
    const { Parameters } = templateIn('conformance-pack');
    for (const { id, rules, parameter } of sharedParameters) {
      expect(Parameters[id]?.Description).toContain(parameter.description);
      for (const rule of rules) expect(Parameters[id]?.Description).toContain(rule.id);
    }
  });
});
