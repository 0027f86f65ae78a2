import { known, type Lookup } from '../../model/lookup.ts';
import type { InlinePolicy, RolePermissions } from '../../model/resources.ts';
import { ask } from '../ask.ts';
import type { Iam } from '../clients/iam.ts';
import type { Clients } from '../clients.ts';
import { required } from '../fields.ts';
import { pageThrough, whole } from '../page-through.ts';
import { decodeDocument } from './document.ts';

/** IAM ListAttachedRolePolicies, ListRolePolicies and GetRolePolicy: each fails on its own. */
export async function readRolePermissions(
  iam: Iam,
  clients: Clients,
  role: string,
): Promise<Lookup<RolePermissions>> {
  const [attached, inline] = await Promise.all([
    attachedPolicies(iam, clients, role),
    inlinePolicies(iam, clients, role),
  ]);
  return known({ attached, inline });
}

async function attachedPolicies(
  iam: Iam,
  { limit }: Clients,
  role: string,
): Promise<RolePermissions['attached']> {
  return whole(
    await pageThrough(limit, {
      question: { call: 'iam:ListAttachedRolePolicies', resource: role },
      page: (marker) => iam.listAttachedRolePolicies(role, marker),
      map: ({ PolicyArn }) => required(PolicyArn, 'PolicyArn'),
    }),
  );
}

async function inlinePolicies(iam: Iam, clients: Clients, role: string): Promise<RolePermissions['inline']> {
  const names = whole(
    await pageThrough(clients.limit, {
      question: { call: 'iam:ListRolePolicies', resource: role },
      page: (marker) => iam.listRolePolicies(role, marker),
      map: (name) => required(name, 'PolicyNames'),
    }),
  );
  if (!names.known) return names;
  const document = (name: string): Promise<Lookup<string>> =>
    ask(clients.limit, { call: 'iam:GetRolePolicy', resource: `${role}/${name}` }, async () =>
      decodeDocument(required((await iam.getRolePolicy(role, name)).PolicyDocument, 'PolicyDocument')),
    );
  return known(
    await Promise.all(
      names.value.map(async (name): Promise<InlinePolicy> => ({ name, document: await document(name) })),
    ),
  );
}
