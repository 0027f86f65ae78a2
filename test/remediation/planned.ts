import { defaultSettings, type Settings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import type { Change } from '../../src/remediation/patch.ts';
import { planFixes } from '../../src/remediation/plan.ts';
import { catalogue } from '../../src/rules/index.ts';
import { ACCOUNT } from '../support/builders.ts';

const rules = catalogue.filter(({ profiles }) => profiles.includes('all'));

/** What the patches of some rules' failures come to, with all rules of the catalogue watching. */
interface Planned {
  /** The statements of the policies that they put, by the kind of resource. */
  readonly statements: Readonly<Record<string, unknown>>;
  /** Why a failure has no patch that holds, by its rule. */
  readonly left: Readonly<Record<string, string | null>>;
}

export function planned(
  whole: AccountFacts,
  asked: readonly string[],
  settings: Partial<Settings> = {},
): Planned {
  const { fixes, left } = planFixes(
    { account: ACCOUNT, whole, rules, settings: { ...defaultSettings, ...settings } },
    ({ rule }) => asked.includes(rule),
  );
  const changes = fixes.flatMap((fix) => fix.changes);
  return {
    statements: Object.fromEntries(changes.map((change) => [change.resource.type, statementsIn(change)])),
    left: Object.fromEntries(
      left.map(({ finding, noPatch, notProved }) => [finding.rule, noPatch?.way ?? notProved]),
    ),
  };
}

function statementsIn({ api }: Change): unknown {
  switch (api.call) {
    case 'iam:UpdateAssumeRolePolicy':
      return read(api.input.PolicyDocument);
    case 'kms:PutKeyPolicy':
      return read(api.input.Policy);
    case 'sns:SetTopicAttributes':
      return read(api.input.AttributeValue);
    default:
      return api;
  }
}

const read = (document: string): unknown =>
  (JSON.parse(document) as { readonly Statement: unknown }).Statement;
