import type { RoleDetail } from '@aws-sdk/client-iam';
import type { Lookup } from '../../model/lookup.ts';
import type { Role } from '../../model/resources.ts';
import { askIfThere } from '../ask.ts';
import type { Iam } from '../clients/iam.ts';
import type { Clients } from '../clients.ts';
import { required, text } from '../fields.ts';
import { decodeDocument } from './document.ts';

/** IAM GetRole; null: there is no such role. */
export function readRole(iam: Iam, { limit }: Clients, name: string): Promise<Lookup<Role | null>> {
  return askIfThere(limit, { call: 'iam:GetRole', resource: name }, async () =>
    toRole((await iam.getRole(name)).Role),
  );
}

/** What GetRole and GetAccountAuthorizationDetails tell alike. */
export const toRole = (raw: Pick<RoleDetail, RoleField> | undefined): Role => ({
  name: required(raw?.RoleName, 'RoleName'),
  arn: required(raw?.Arn, 'Arn'),
  path: required(raw?.Path, 'Path'),
  trust: decodeDocument(required(raw?.AssumeRolePolicyDocument, 'AssumeRolePolicyDocument')),
  boundaryArn: text(raw?.PermissionsBoundary?.PermissionsBoundaryArn),
});

type RoleField = 'RoleName' | 'Arn' | 'Path' | 'AssumeRolePolicyDocument' | 'PermissionsBoundary';
