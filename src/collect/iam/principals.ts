import { complete, cutShort, known, type Lookup, notCollected, unread } from '../../model/lookup.ts';
import { type PrincipalName, principalIn, principalName } from '../../model/principal-view.ts';
import type { AccessKey, Permissions, Principal } from '../../model/resources.ts';
import type { IamFacts } from '../../model/snapshot.ts';
import { askedOnce } from '../asked-once.ts';
import { type AccountDetails, detailsCall } from './account-details.ts';
import { mayAllowDms } from './generous.ts';
import type { IamReader } from './iam-reader.ts';
import type { IamSource } from './iam-source.ts';
import { readAccessKeys } from './user.ts';

export type PrincipalTables = Pick<IamFacts, 'principals' | 'namedPrincipals'>;
/** A principal whose access keys have not been asked for. */
type Candidate = Omit<Principal, 'accessKeys'>;

/**
 * The roles and users that the settings name, and those whose policies may allow some action of DMS. Others
 * never enter a snapshot; nor, unless they are named, do roles that AWS owns.
 */
export async function collectPrincipals(
  source: IamSource,
  reader: IamReader,
  details: Promise<AccountDetails>,
): Promise<PrincipalTables> {
  if (!source.facts.has('principals'))
    return { principals: cutShort([], notCollected(detailsCall)), namedPrincipals: {} };
  const named = new Map(
    source.principals.flatMap((arn) => {
      const name = principalIn(arn, source.account);
      return name === null ? [] : [[name.key, name] as const];
    }),
  );
  const told = await details;
  const others = namesIn(told).filter(({ key }) => !named.has(key));
  const [namedPrincipals, found] = await Promise.all([
    Promise.all(
      [...named.values()].map(async (name) => [name.key, await read(name, reader, source)] as const),
    ),
    findAmong(others, reader, source),
  ]);
  return {
    principals: told.unread === null ? complete(found) : cutShort(found, told.unread),
    namedPrincipals: Object.fromEntries(namedPrincipals),
  };
}

/** Everyone that the details tell of; a role under this path is AWS's own (IAM User Guide, *Service-linked roles*). */
function namesIn({ users, roles }: AccountDetails): readonly PrincipalName[] {
  const own = [...roles.values()].filter(({ role }) => !role.path.startsWith('/aws-service-role/'));
  return [
    ...own.map(({ role }) => principalName('AWS::IAM::Role', role.name)),
    ...[...users.keys()].map((name) => principalName('AWS::IAM::User', name)),
  ];
}

async function findAmong(
  names: readonly PrincipalName[],
  reader: IamReader,
  source: IamSource,
): Promise<readonly Principal[]> {
  const mayActOnDms = reachOf(reader);
  const found = await Promise.all(
    names.map(async (name): Promise<readonly Principal[]> => {
      const candidate = await readCandidate(name, reader);
      if (!candidate.known || candidate.value === null || !(await mayActOnDms(candidate.value))) return [];
      return [await withAccessKeys(candidate.value, source)];
    }),
  );
  return found.flat();
}

async function read(
  name: PrincipalName,
  reader: IamReader,
  source: IamSource,
): Promise<Lookup<Principal | null>> {
  const candidate = await readCandidate(name, reader);
  if (!candidate.known) return candidate;
  return known(candidate.value === null ? null : await withAccessKeys(candidate.value, source));
}

async function readCandidate(
  { type, id }: PrincipalName,
  reader: IamReader,
): Promise<Lookup<Candidate | null>> {
  const isRole = type === 'AWS::IAM::Role';
  const carrier = await (isRole ? reader.role(id) : reader.user(id));
  if (!carrier.known) return carrier;
  if (carrier.value === null) return known(null);
  const { arn, path, boundaryArn } = carrier.value;
  const permissions = await (isRole ? reader.rolePermissions(id) : reader.userPermissions(id));
  return known({ type, id, arn, path, boundaryArn, ...permissions });
}

/** Whether policies may allow some action of DMS. What could not be read may. */
function reachOf({ managedPolicy }: IamReader): (permissions: Permissions) => Promise<boolean> {
  const reaches = askedOnce(async (arn) => {
    const policy = await managedPolicy(arn);
    return !policy.known || (policy.value !== null && mayAllowDms(policy.value.document));
  });
  return async ({ attached, inline }) => {
    if (!attached.known || !inline.known) return true;
    if (inline.value.some(({ document }) => !document.known || mayAllowDms(document.value))) return true;
    return (await Promise.all(attached.value.map(reaches))).includes(true);
  };
}

async function withAccessKeys(
  candidate: Candidate,
  { clients, facts, track }: IamSource,
): Promise<Principal> {
  const ask = async (): Promise<Lookup<readonly AccessKey[]>> => {
    const call = 'iam:ListAccessKeys';
    if (candidate.type === 'AWS::IAM::Role') return known([]);
    if (!facts.has('accessKeys')) return unread(notCollected(call, candidate.id));
    return track('global', call, readAccessKeys(await clients.iam(), clients, candidate.id));
  };
  return { ...candidate, accessKeys: await ask() };
}
