import { isServiceLinked, noGuardrails } from '../organization/guardrails.ts';
import { type ArnFamily, type ArnOption, arnOptions, type Mark } from '../policy/decide/arn-dimension.ts';
import { literally } from '../policy/decide/text-set.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { accountsWrittenIn, askedIn, strangerTo } from './asked-conditions.ts';
import { callerArns } from './caller-arns.ts';
import { documentsOnCallers } from './guarded-policy.ts';
import type { Place } from './sources.ts';
import { accountOf } from './written-principal.ts';

export interface CallersQuestion extends Place {
  readonly trustsOwnAccount: boolean;
  readonly trustedAccounts: readonly string[];
  /** Principals that the settings trust: ARNs, account ids, service principals. */
  readonly trustedPrincipals: readonly string[];
  /** Keys besides aws:PrincipalAccount that hold the caller's account. */
  readonly accountKeys: readonly string[];
}

/** An identity that stands for all of which a policy says the same. */
export interface Caller {
  readonly arn: string;
  /** What tells who it is: a session shows its role. */
  readonly principalArn: string;
  readonly account: string;
  readonly isOwn: boolean;
  readonly isTrusted: boolean;
  /** The policy writes its account nowhere, so it is anybody's. */
  readonly isAnybody: boolean;
}

export interface Callers {
  readonly callers: readonly Caller[];
  readonly doubts: readonly string[];
}

export const principalArnKey = 'aws:principalarn';
export const principalAccountKey = 'aws:principalaccount';

/**
 * Every user, role, root and session that the policy, or what is over it, can tell from another. A
 * service-linked role does what AWS lets it do, and no stranger what it likes: it counts where the policy itself
 * tells such roles from others.
 */
export function callersFor(document: PolicyDocument, question: CallersQuestion): Callers {
  const { guardrails } = question;
  const told = callersIn(documentsOnCallers(document, guardrails), question);
  if (guardrails === noGuardrails || !told.callers.some(isOfAService)) return told;
  if (callersIn([document], question).callers.some(isOfAService)) return told;
  return { ...told, callers: told.callers.filter((caller) => !isOfAService(caller)) };
}

const isOfAService = ({ arn }: Caller): boolean => isServiceLinked(arn);

function callersIn(documents: readonly PolicyDocument[], question: CallersQuestion): Callers {
  const { account, partition, trustedAccounts, accountKeys } = question;
  const trustedArns = question.trustedPrincipals.filter((written) => accountIn(written) === null);
  const trusted = [
    ...(question.trustsOwnAccount ? [account] : []),
    ...trustedAccounts,
    ...question.trustedPrincipals.flatMap((each) => accountIn(each) ?? []),
  ];
  const written = accountsWrittenIn(documents);
  const statements = documents.flatMap((document) => document.statements);
  const principals = [...new Set(statements.flatMap(({ principals: set }) => set?.aws ?? []))];
  const stranger = strangerTo([account, ...trusted, ...written, ...trustedArns.map(accountOf)]);
  const family: ArnFamily = {
    arnKey: principalArnKey,
    accountKeys: [principalAccountKey, ...accountKeys],
    arns: callerArns(partition),
    preferred: [
      ...principals.map((named) => (/^\d{12}$/.test(named) ? `arn:${partition}:iam::${named}:root` : named)),
      ...[stranger, ...written, account].map((each) => `arn:${partition}:iam::${each}:role/anyone`),
    ],
    carried: [{ arn: true, account: true }],
    marks: [
      { on: 'account', set: [literally(account)] },
      { on: 'account', set: trusted.map(literally) },
      { on: 'account', set: written.map(literally) },
      { on: 'arn', set: trustedArns.map(literally) },
      ...principals.map(asMark),
    ],
  };
  const { options, doubts } = arnOptions(family, documents.flatMap(askedIn), () => ({ kind: 'open' }));
  const sessions = principals.filter((named) => accountOf(named) !== named && !isIam(named));
  return {
    callers: [
      ...options.flatMap(callerOf),
      ...sessions.map(
        (arn): Caller => ({
          arn,
          principalArn: roleOfSession(arn),
          account: accountOf(arn),
          isOwn: accountOf(arn) === account,
          isTrusted:
            trusted.includes(accountOf(arn)) ||
            trustedArns.some((each) => each === arn || each === roleOfSession(arn)),
          isAnybody: false,
        }),
      ),
    ],
    doubts,
  };
}

/** Who an option stands for, by the marks of `callersFor`. */
function callerOf({ arn, marked }: ArnOption): readonly Caller[] {
  if (arn === null) return [];
  const [isOwn = false, isOfTrusted = false, isWritten = false, isNamed = false] = marked;
  const isTrusted = isOfTrusted || isNamed;
  return [{ arn, principalArn: arn, account: accountOf(arn), isOwn, isTrusted, isAnybody: !isWritten }];
}

/** An account id, or the ARN of its root, which stands for the whole account; else null. */
const accountIn = (written: string): string | null =>
  /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(written)?.[1] ?? null;

/** (IAM User Guide, reference_policies_elements_principal) */
function asMark(named: string): Mark {
  const whole = accountIn(named);
  return whole === null ? { on: 'arn', set: [literally(named)] } : { on: 'account', set: [literally(whole)] };
}

const isIam = (arn: string): boolean => arn.split(':')[2] === 'iam';

/** "For assumed roles, the request context returns the ARN of the role, not of the session" (aws:PrincipalArn). */
const roleOfSession = (arn: string): string =>
  arn.replace(/^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');
