import type { UserDetail } from '@aws-sdk/client-iam';
import type { Lookup } from '../../model/lookup.ts';
import type { AccessKey } from '../../model/resources.ts';
import { askIfThere } from '../ask.ts';
import type { Iam } from '../clients/iam.ts';
import type { Clients } from '../clients.ts';
import { required, text } from '../fields.ts';
import { pageThrough, whole } from '../page-through.ts';

/** A user without what it may do. */
export interface User {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly boundaryArn: string | null;
}

/** IAM GetUser; null: there is no such user. */
export function readUser(iam: Iam, { limit }: Clients, name: string): Promise<Lookup<User | null>> {
  return askIfThere(limit, { call: 'iam:GetUser', resource: name }, async () =>
    toUser((await iam.getUser(name)).User),
  );
}

/** What GetUser and GetAccountAuthorizationDetails tell alike. */
export const toUser = (raw: Pick<UserDetail, UserField> | undefined): User => ({
  name: required(raw?.UserName, 'UserName'),
  arn: required(raw?.Arn, 'Arn'),
  path: required(raw?.Path, 'Path'),
  boundaryArn: text(raw?.PermissionsBoundary?.PermissionsBoundaryArn),
});

type UserField = 'UserName' | 'Arn' | 'Path' | 'PermissionsBoundary';

/** The groups that a user is in (IAM ListGroupsForUser), by name. */
export async function readGroupsOf(
  iam: Iam,
  { limit }: Clients,
  user: string,
): Promise<Lookup<readonly string[]>> {
  return whole(
    await pageThrough(limit, {
      question: { call: 'iam:ListGroupsForUser', resource: user },
      page: (marker) => iam.listGroupsForUser(user, marker),
      map: ({ GroupName }) => required(GroupName, 'GroupName'),
    }),
  );
}

/** IAM ListAccessKeys, without their ids. */
export async function readAccessKeys(
  iam: Iam,
  { limit }: Clients,
  user: string,
): Promise<Lookup<readonly AccessKey[]>> {
  return whole(
    await pageThrough(limit, {
      question: { call: 'iam:ListAccessKeys', resource: user },
      page: (marker) => iam.listAccessKeys(user, marker),
      map: ({ Status }) => ({ active: required(Status, 'Status') !== 'Inactive' }),
    }),
  );
}
