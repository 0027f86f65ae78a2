import { configTriggerOf, isAccountWide } from '../src/model/config-trigger.ts';
import { profiles, type Rule } from '../src/model/rule.ts';
import { catalogue } from '../src/rules/index.ts';
import {
  arnOf,
  both,
  equal,
  logicalId,
  type Resource,
  ref,
  sub,
  type Template,
  yamlOf,
} from './cloudformation.ts';
import { configRuleParameters, inputParametersOf, parameterConditions } from './config-rule-parameters.ts';

/** How a template differs from the others that hold the rules. */
interface Form {
  /** The ARN of config-rule. */
  readonly functionArn: unknown;
  /** It is deployed in several Regions, of which one is home to the rules on the account as a whole. */
  readonly hasOtherRegions: boolean;
  /**
   * It is a stack that holds the function as well: it lets AWS Config invoke it, and can do without the rules, which
   * AWS Config refuses where it has no recorder (PutConfigRule, NoAvailableConfigurationRecorderException).
   */
  readonly isStack: boolean;
}

/** Name of the resource that lets AWS Config invoke config-rule. */
const permission = 'ConfigMayInvoke';

/** Parameters, conditions and AWS Config rules of the whole catalogue. */
export function configRulesFor(form: Form): Template {
  const { functionArn, hasOtherRegions, isStack } = form;
  return {
    Parameters: {
      ...(hasOtherRegions ? { HomeRegion: homeRegion } : {}),
      ...(isStack ? { WithRules: withRules } : {}),
      ...configRuleParameters(),
    },
    Conditions: {
      ...(hasOtherRegions ? { IsHomeRegion: { 'Fn::Equals': [ref('AWS::Region'), ref('HomeRegion')] } } : {}),
      ...(isStack ? { HasRules: equal('WithRules', 'true') } : {}),
      ...Object.fromEntries(catalogue.flatMap((rule) => conditionsOf(rule, form))),
      ...parameterConditions(),
    },
    Resources: {
      ...(isStack ? { [permission]: mayInvoke(functionArn) } : {}),
      ...Object.fromEntries(catalogue.map((rule) => [logicalId(rule.id), configRule(rule, form)])),
    },
  };
}

const withRules = {
  Type: 'String',
  Default: 'true',
  AllowedValues: ['true', 'false'],
  Description: 'false where AWS Config has no recorder, or a conformance pack brings the rules.',
};

export const homeRegion = {
  Type: 'String',
  AllowedPattern: '[a-z]{2,4}(-[a-z]+)+-[0-9]+',
  Description: 'The one Region of the account in which rules on roles and principals report.',
};

const mayInvoke = (functionArn: unknown): Resource => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    FunctionName: functionArn,
    Action: 'lambda:InvokeFunction',
    Principal: 'config.amazonaws.com',
    // Without this the rule of any account could invoke the function.
    SourceAccount: ref('AWS::AccountId'),
  },
});

/** The profiles that hold it, as the name of a condition: `RecommendedDocumentedAll`. */
const profileCondition = ({ profiles: own }: Rule): string => own.map(logicalId).join('');

/** Where a rule is deployed: in its profiles; in the home Region, if it is on the whole account. */
function conditionOf(rule: Rule, { hasOtherRegions, isStack }: Form): readonly string[] {
  return [
    ...(isStack ? ['HasRules'] : []),
    ...(hasOtherRegions && isAccountWide(rule) ? ['IsHomeRegion'] : []),
    ...(rule.profiles.length === profiles.length ? [] : [profileCondition(rule)]),
  ];
}

/** The one condition that says so. */
const conditionName = (conditions: readonly string[]): string => conditions.join('And');

function conditionsOf(rule: Rule, form: Form): readonly (readonly [name: string, condition: unknown])[] {
  const parts = conditionOf(rule, form);
  const [first, ...others] = rule.profiles.map((profile) => equal('Profile', profile));
  const inProfile = others.length === 0 ? first : { 'Fn::Or': [first, ...others] };
  return [
    ...(parts.includes(profileCondition(rule)) ? [[profileCondition(rule), inProfile] as const] : []),
    ...(parts.length > 1 ? [[conditionName(parts), both(...parts)] as const] : []),
  ];
}

const fromConfig = (MessageType: string) => ({ EventSource: 'aws.config', MessageType });

/** A change that is too large for an event comes as a message of another type (API Reference, *SourceDetail*). */
const changes = [
  fromConfig('ConfigurationItemChangeNotification'),
  fromConfig('OversizedConfigurationItemChangeNotification'),
];
const schedule = [{ ...fromConfig('ScheduledNotification'), MaximumExecutionFrequency: ref('Frequency') }];
/** By the calendar and by settings a verdict turns without a change of the resource: support or an exception ends. */
const changesAndSchedule = [...changes, ...schedule];

function configRule(rule: Rule, form: Form): Resource {
  const isScheduled = configTriggerOf(rule) === 'schedule';
  const conditions = conditionOf(rule, form);
  return {
    Type: 'AWS::Config::ConfigRule',
    ...(conditions.length === 0 ? {} : { Condition: conditionName(conditions) }),
    ...(form.isStack ? { DependsOn: permission } : {}),
    Properties: {
      ConfigRuleName: `dms-auditor-${rule.id}`,
      Description: rule.title,
      InputParameters: inputParametersOf(rule, isScheduled),
      ...(isScheduled ? {} : { Scope: { ComplianceResourceTypes: rule.judges } }),
      Source: {
        Owner: 'CUSTOM_LAMBDA',
        SourceIdentifier: form.functionArn,
        SourceDetails: isScheduled ? schedule : changesAndSchedule,
      },
    },
  };
}

/** What `serverless.yml` takes in: the stack's Region is the home Region, and `--param` sets the parameters. */
export function configRules(): string {
  const rules = configRulesFor({
    functionArn: arnOf('ConfigRuleLambdaFunction'),
    hasOtherRegions: false,
    isStack: true,
  });
  return yamlOf(
    { ...rules, Parameters: setByServerless(rules.Parameters ?? {}) },
    'Every rule of the catalogue in AWS Config. Written by npm run generate; what a parameter is by default, --param\nof the deployment says.',
  );
}

/** `Profile` is `--param="profile=…"`: what CloudFormation is not given on an update is the template's default. */
export const setByServerless = (
  parameters: Readonly<Record<string, unknown>>,
): Readonly<Record<string, object>> =>
  Object.fromEntries(
    Object.entries(parameters).map(([id, declaration]) => {
      const { Default, ...others } = declaration as { readonly Default?: string | number };
      const name = `${id.charAt(0).toLowerCase()}${id.slice(1)}`;
      return [id, { ...others, Default: `\${param:${name}, '${String(Default)}'}` }];
    }),
  );

/**
 * The rules alone, to deploy where config-rule is already. A pack holds rules and remediations, nothing else
 * (AWS Config Developer Guide, *Conformance packs*), so the function comes with a stack of its own.
 */
export function conformancePack(): string {
  const rules = configRulesFor({
    functionArn: sub(
      'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${ConfigRuleFunction}',
    ),
    hasOtherRegions: true,
    isStack: false,
  });
  const Parameters = {
    ConfigRuleFunction: {
      Type: 'String',
      Default: 'dms-auditor-prod-config-rule',
      Description: "Name of the function config-rule, which is in the rules' own account and Region.",
    },
    ...rules.Parameters,
  };
  return yamlOf(
    { ...rules, Parameters },
    'Every rule of the catalogue as a conformance pack. Written by npm run generate.',
  );
}
