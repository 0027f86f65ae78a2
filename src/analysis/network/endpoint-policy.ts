import type { Facts } from '../../model/account-view.ts';
import type { RequestWitness } from '../../model/finding.ts';
import type { VpcEndpoint } from '../../model/vpc.ts';
import { askedIn } from '../callers/asked-conditions.ts';
import { parsed } from '../parsed.ts';
import { type Holder, mayDo } from '../permissions/permission.ts';
import { withoutVariables } from '../permissions/representatives.ts';
import { sessionKeyFacts } from '../permissions/session-keys.ts';
import { cellsOf } from '../policy/decide/cells.ts';
import type { KeyFacts } from '../policy/decide/dimension.ts';
import { anyCharacter, anyNumberOf, literally, one, type Sequence } from '../policy/decide/text-set.ts';
import { evaluatePolicy } from '../policy/evaluate.ts';
import type { PolicyRequest } from '../policy/request.ts';
import type { PolicyDocument, Statement } from '../policy/shape.ts';
import { readStored, type StoredPolicy } from '../stored-policy.ts';
import { type Doubt, open } from './doubt.ts';
import type { ServiceRequest } from './service-requests.ts';

/** Whether the policy of a VPC endpoint lets requests through. */
export type Admission =
  | { readonly answer: 'admitted' }
  | { readonly answer: 'refused'; readonly because: string; readonly witness: RequestWitness }
  | { readonly answer: 'unknown'; readonly doubts: readonly Doubt[] };

export interface PolicyScope {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
  readonly facts: Pick<Facts, 'organization'>;
}

const admitted: Admission = { answer: 'admitted' };
const settledBy = 'a policy of the endpoint that admits these requests without more conditions';

/**
 * What an endpoint's policy says to these requests, whatever else may allow or deny them: of a role's own policies
 * and the resource's others judge. "An endpoint policy does not override or replace" these. (AWS PrivateLink Guide,
 * *Control access to VPC endpoints using endpoint policies*)
 *
 * @param untold why it is not known what is asked; null: these are all requests.
 */
export function admission(
  endpoint: VpcEndpoint,
  { requests, untold }: { readonly requests: readonly ServiceRequest[]; readonly untold: string | null },
  scope: PolicyScope,
): Admission {
  const { id, policy } = endpoint;
  if (policy === null) return admitted;
  const stored = readStored(`of ${id}`, policy, 'the');
  if ('status' in stored) return unknown(stored.because, settledBy);
  if (admitsAll(stored.document)) return admitted;
  if (untold !== null) return unknown(`${id} has a policy of its own, and ${untold}`, settledBy);
  const answers = requests.map((request) => ({
    request,
    ...answerTo(request, stored.document, endpoint, scope),
  }));
  const refused = answers.find(({ refusal }) => refusal !== null);
  if (refused?.refusal) return refusalOf(refused.request, refused.refusal, stored, id);
  const undecided = answers.filter(({ hangsOn }) => hangsOn !== null);
  const reasons = [...new Set(undecided.flatMap(({ hangsOn }) => hangsOn ?? []))];
  if (reasons.length === 0) return admitted;
  const actions = [...new Set(undecided.map(({ request }) => request.action))].join(', ');
  return unknown(`whether the policy of ${id} admits ${actions} hangs on ${reasons.join(', ')}`, settledBy);
}

const unknown = (because: string, by: string): Admission => ({
  answer: 'unknown',
  doubts: [open(because, by)],
});

/** Nothing but an Allow of everything to everybody, as the default policy is that EC2 writes out. */
const admitsAll = ({ statements }: PolicyDocument): boolean =>
  statements.every(({ effect }) => effect === 'Allow') && statements.some(isUnlimited);

const isUnlimited = ({ principals, actions, resources, conditions, refused }: Statement): boolean =>
  principals?.any === true &&
  !principals.negated &&
  [actions, resources].every((set) => set?.negated === false && set.patterns.includes('*')) &&
  conditions.length === 0 &&
  refused.length === 0;

interface Answer {
  /** A request that is refused, where all of them are. */
  readonly refusal: PolicyRequest | null;
  /** What it hangs on whether they are let through; null: nothing. */
  readonly hangsOn: string | null;
}

function answerTo(
  request: ServiceRequest,
  document: PolicyDocument,
  endpoint: VpcEndpoint,
  scope: PolicyScope,
): Answer {
  const { role, resource, owner } = request;
  const hanging = (hangsOn: string): Answer => ({ refusal: null, hangsOn });
  if (owner === null && asksForOwner(document)) return hanging(`whose ${nameOf(resource)} is`);
  const resources = resource === null ? [null] : representativesOf(resource, document, scope.account);
  if (resources === null) return hanging(`which of ${nameOf(resource)} it is`);
  const readings = endpoint.type === 'Gateway' ? readingsOfPrincipals(document) : [document];
  const permissions = readings.flatMap((each) =>
    resources.map((one) => mayDo(holderOf(role, each, scope), deedOn(one, request, endpoint, scope))),
  );
  if (permissions.every(({ answer }) => answer === 'allowed')) return { refusal: null, hangsOn: null };
  const [first] = permissions;
  if (first?.answer === 'refused' && permissions.every(({ answer }) => answer === 'refused'))
    return { refusal: first.witness, hangsOn: null };
  const keys = permissions.flatMap((each) => (each.answer === 'depends' ? [...each.on, ...each.doubts] : []));
  if (keys.length > 0) return hanging([...new Set(keys)].join(', '));
  return hanging(readings.length > 1 ? 'a principal that it names' : `which of ${nameOf(resource)} it is`);
}

/** `landing/cdc/*` of its ARN. */
const nameOf = (arn: string | null): string => arn?.split(':').slice(5).join(':') ?? 'any resource';

function refusalOf(
  { action, resource }: ServiceRequest,
  request: PolicyRequest,
  { text, document }: StoredPolicy,
  id: string,
): Admission {
  const reading = 'refused-parts-ignored';
  const { effect, statement } = evaluatePolicy(document, request, { kind: 'resource', reading });
  const named = `${action}${resource === null ? '' : ` on ${resource}`}`;
  return {
    answer: 'refused',
    because: `the policy of ${id} ${effect === 'explicitDeny' ? 'denies' : 'does not allow'} ${named}`,
    witness: { kind: 'request', document: text, statement, ...request, decision: effect },
  };
}

const everything = parsed(
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
).document;

/** Somebody who may do everything but for this policy, which must allow too, as each level of an organisation must. */
function holderOf(role: string, document: PolicyDocument, { account, facts }: PolicyScope): Holder {
  const own = role.split(':')[4] ?? account;
  const { organization } = facts;
  return {
    arn: role,
    account: own,
    organization: own === account && organization.known ? (organization.value?.id ?? null) : undefined,
    policies: {
      identity: everything === null ? [] : [everything],
      boundary: null,
      session: [],
      serviceControl: [],
      resourceControl: [[document]],
    },
  };
}

/** `aws:SourceIp` is not there where a request comes by a VPC endpoint. (IAM User Guide, reference_policies_condition-keys) */
const overEndpoints: Readonly<Record<string, KeyFacts>> = {
  'aws:sourceip': { presence: 'never', multivalued: false, values: { kind: 'address' } },
  'aws:vpcsourceip': { presence: 'always', multivalued: false, values: { kind: 'address' } },
};

function deedOn(
  resource: string | null,
  { action, owner }: ServiceRequest,
  { id, vpcId }: VpcEndpoint,
  { account, region, facts }: PolicyScope,
) {
  const ofSession = sessionKeyFacts({ account: owner ?? account, region });
  const organization = facts.organization.known ? facts.organization.value?.id : undefined;
  return {
    action,
    resource,
    carries: {
      'aws:sourcevpce': id,
      'aws:sourcevpc': vpcId,
      'aws:resourceaccount': owner ?? account,
      ...(owner === account && organization !== undefined ? { 'aws:resourceorgid': organization } : {}),
    },
    keyFacts: (key: string): KeyFacts | null => overEndpoints[key] ?? ofSession(key),
  };
}

const ofOwners = ['aws:resourceaccount', 's3:resourceaccount', 'aws:resourceorgid', 'aws:resourceorgpaths'];

const asksForOwner = (document: PolicyDocument): boolean =>
  askedIn(document).some(({ condition }) => ofOwners.includes(condition.key.toLowerCase())) ||
  JSON.stringify(document).toLowerCase().includes('${aws:resourceaccount');

/** One ARN for each way in which the policy's resources can tell those that are meant apart; null: they cannot be told. */
function representativesOf(
  pattern: string,
  { statements, version }: PolicyDocument,
  account: string,
): readonly string[] | null {
  if (!/[*?]/.test(pattern)) return [pattern];
  const written = statements
    .flatMap(({ resources }) => resources?.patterns ?? [])
    .map((each) => withoutVariables(each, version, account));
  if (!written.every((each) => each !== null)) return null;
  const cells = cellsOf(
    [stepsOf(pattern)],
    written.map((each) => [stepsOf(each)]),
    [pattern.replaceAll('*', 'example').replaceAll('?', 'x')],
  );
  return cells?.map(({ text }) => text) ?? null;
}

const stepsOf = (pattern: string): Sequence =>
  Array.from(pattern).flatMap((character) => {
    if (character === '*') return [anyNumberOf(anyCharacter)];
    return character === '?' ? [one(anyCharacter)] : literally(character);
  });

/**
 * "With gateway endpoints, the Principal element must be set to *": what becomes of a statement that names somebody is
 * not told, so it is looked at with it and without it. (AWS PrivateLink Guide, *Endpoint policies for gateway endpoints*)
 */
function readingsOfPrincipals(document: PolicyDocument): readonly PolicyDocument[] {
  const plain = document.statements.filter(
    ({ principals }) => principals?.any === true && !principals.negated,
  );
  return plain.length === document.statements.length
    ? [document]
    : [document, { ...document, statements: plain }];
}
