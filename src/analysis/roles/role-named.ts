import { type DmsRole, type Facts, roleNameIn } from '../../model/account-view.ts';
import type { RoleReference } from '../../model/resources.ts';
import { unknown, type Verdict } from '../../model/verdict.ts';
import { indexedBy } from '../indexed.ts';

const rolesCalled = indexedBy<DmsRole>(({ id }) => [id]);

/** Judges the role that a reference names. One of another account is not read: UNKNOWN. */
export function withRoleNamed(
  { path, arn }: Pick<RoleReference, 'path' | 'arn'>,
  { account, facts }: { readonly account: string; readonly facts: Pick<Facts, 'roles'> },
  judge: (role: DmsRole) => Verdict,
): Verdict {
  const name = roleNameIn(arn, account);
  if (name === null)
    return unknown(`${path} names ${arn}, a role of another account`, 'an audit of that account');
  const [role] = rolesCalled(facts.roles.items, name);
  if (role === undefined) throw new Error(`the role ${name} is not among the account's`);
  return judge(role);
}
