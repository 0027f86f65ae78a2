import type { KmsKey } from '../../model/keys.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { evaluatePolicy, type Reading } from '../policy/evaluate.ts';
import type { PolicyRequest, RequestPrincipal } from '../policy/request.ts';
import type { Tried } from '../roles/service-requests.ts';
import { type Source, sourceAccountKey, sourceArnKey } from '../roles/sources.ts';
import { accountOf } from '../written-principal.ts';
import { type Chosen, isChosenByCaller } from './caller-choices.ts';
import { callerAccountKey } from './closing-conditions.ts';
import { filled } from './filled.ts';

/** Who asks, and what it says of itself; `stranger`: of an account that nothing mentions. */
export type Caller =
  | { readonly kind: 'identity'; readonly arn: string; readonly stranger: boolean; readonly chosen: Chosen }
  | { readonly kind: 'service'; readonly service: string; readonly source: Source };

const readings: readonly Reading[] = ['refused-parts-ignored', 'refused-parts-match-nothing'];

/** What a caller need not send: there are callers in no organisation, and such as come through no VPC endpoint. */
const absentFromSome: readonly string[] = ['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip'];
const organizationOfCaller: readonly string[] = ['aws:principalorgid', 'aws:principalorgpaths'];
const organizationOfSource: readonly string[] = ['aws:sourceorgid', 'aws:sourceorgpaths'];

/**
 * A request that the key policy lets in, whichever way what is not certain is read: parts that KMS would
 * refuse, and keys of which nobody can say from here whether and how they are sent. Null if there is none.
 */
export function letIn(document: PolicyDocument, key: KmsKey, action: string, caller: Caller): Tried | null {
  const sent = contextOf(key, caller);
  const uncertain = keysOf(document).filter((name) => !Object.hasOwn(sent, name) && !isLeftOut(name, caller));
  const contexts =
    uncertain.length === 0
      ? [sent]
      : [sent, { ...written(document, uncertain), ...sent }, { ...others(uncertain), ...sent }];
  const tried = contexts.flatMap((context) =>
    readings.map((reading) => {
      const request: PolicyRequest = { principal: principalOf(caller), action, resource: key.arn, context };
      return { request, decision: evaluatePolicy(document, request, { kind: 'resource', reading }) };
    }),
  );
  const [first] = tried;
  return first !== undefined && tried.every(({ decision }) => decision.effect === 'allowed') ? first : null;
}

const principalOf = (caller: Caller): RequestPrincipal =>
  caller.kind === 'identity' ? { aws: caller.arn } : { service: caller.service };

/** What is certain of a request: who asks, and about what key. */
function contextOf({ arn, spec, usage, origin }: KmsKey, caller: Caller): Chosen {
  const [, , , region = '', owner = ''] = arn.split(':');
  const ofKey = {
    'aws:requestedregion': region,
    'aws:resourceaccount': owner,
    'aws:securetransport': 'true',
    ...(spec === null ? {} : { 'kms:keyspec': spec }),
    ...(usage === null ? {} : { 'kms:keyusage': usage }),
    ...(origin === null ? {} : { 'kms:keyorigin': origin }),
  };
  if (caller.kind === 'service') {
    const { service, source } = caller;
    return {
      ...ofKey,
      'aws:principalisawsservice': 'true',
      'aws:principalservicename': service,
      ...(source.account === null ? {} : { [sourceAccountKey]: source.account }),
      ...(source.arn === null ? {} : { [sourceArnKey]: source.arn }),
    };
  }
  const account = accountOf(caller.arn);
  return {
    ...ofKey,
    ...caller.chosen,
    'aws:principalisawsservice': 'false',
    'aws:principalarn': roleOfSession(caller.arn),
    'aws:principalaccount': account,
    [callerAccountKey]: account,
  };
}

/** "For assumed roles, the request context returns the ARN of the role, not of the session" (aws:PrincipalArn). */
const roleOfSession = (arn: string): string =>
  arn.replace(/^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');

const keysOf = (document: PolicyDocument): readonly string[] => [
  ...new Set(document.statements.flatMap(({ conditions }) => conditions.map(({ key }) => key.toLowerCase()))),
];

/** Whether it is certain that the request does not carry a key. */
function isLeftOut(name: string, caller: Caller): boolean {
  if (absentFromSome.includes(name)) return true;
  if (caller.kind === 'service') {
    return (
      name === sourceAccountKey ||
      name === sourceArnKey ||
      [...organizationOfSource, ...organizationOfCaller].includes(name)
    );
  }
  // Only services say on whose behalf they act, and what the caller chooses is there if it chose it.
  if (name.startsWith('aws:source') && name !== 'aws:sourceip' && name !== 'aws:sourceidentity') return true;
  return isChosenByCaller(name) || (caller.stranger && organizationOfCaller.includes(name));
}

function written(document: PolicyDocument, names: readonly string[]): Chosen {
  const conditions = document.statements.flatMap((statement) => statement.conditions);
  return Object.fromEntries(
    names.map((name) => {
      const [value = ''] =
        conditions.find(({ key, operator }) => key.toLowerCase() === name && operator !== 'Null')?.values ??
        [];
      return [name, filled(value)];
    }),
  );
}

const others = (names: readonly string[]): Chosen =>
  Object.fromEntries(names.map((name) => [name, 'something-else']));
