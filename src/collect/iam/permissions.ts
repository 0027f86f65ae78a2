import { known, type Lookup } from '../../model/lookup.ts';
import type { InlinePolicy, Permissions } from '../../model/resources.ts';
import { ask } from '../ask.ts';
import type { Iam } from '../clients/iam.ts';
import type { Clients } from '../clients.ts';
import { required } from '../fields.ts';
import { pageThrough, whole } from '../page-through.ts';
import { decodeDocument } from './document.ts';

/** What carries policies. */
export type CarrierKind = keyof Iam['policiesOf'];

interface Carrier {
  readonly kind: CarrierKind;
  readonly name: string;
}

/** IAM ListAttached…Policies, List…Policies and Get…Policy of a role, a user or a group: each fails on its own. */
export async function readPermissions(iam: Iam, clients: Clients, carrier: Carrier): Promise<Permissions> {
  const [attached, inline] = await Promise.all([
    attachedPolicies(iam, clients, carrier),
    inlinePolicies(iam, clients, carrier),
  ]);
  return { attached, inline };
}

async function attachedPolicies(
  iam: Iam,
  { limit }: Clients,
  { kind, name }: Carrier,
): Promise<Permissions['attached']> {
  return whole(
    await pageThrough(limit, {
      question: { call: `iam:ListAttached${kind}Policies`, resource: name },
      page: (marker) => iam.policiesOf[kind].attached(name, marker),
      map: ({ PolicyArn }) => required(PolicyArn, 'PolicyArn'),
    }),
  );
}

async function inlinePolicies(
  iam: Iam,
  clients: Clients,
  { kind, name }: Carrier,
): Promise<Permissions['inline']> {
  const names = whole(
    await pageThrough(clients.limit, {
      question: { call: `iam:List${kind}Policies`, resource: name },
      page: (marker) => iam.policiesOf[kind].inline(name, marker),
      map: (policy) => required(policy, 'PolicyNames'),
    }),
  );
  if (!names.known) return names;
  const document = (policy: string): Promise<Lookup<string>> =>
    ask(clients.limit, { call: `iam:Get${kind}Policy`, resource: `${name}/${policy}` }, async () => {
      const { PolicyDocument } = await iam.policiesOf[kind].document(name, policy);
      return decodeDocument(required(PolicyDocument, 'PolicyDocument'));
    });
  return known(
    await Promise.all(
      names.value.map(
        async (policy): Promise<InlinePolicy> => ({ name: policy, document: await document(policy) }),
      ),
    ),
  );
}
