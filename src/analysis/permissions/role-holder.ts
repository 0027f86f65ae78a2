import type { DmsRole, Facts } from '../../model/account-view.ts';
import { given, notApplicable, type Verdict } from '../../model/verdict.ts';
import { type Around, isServiceLinked } from '../organization/guardrails.ts';
import { type Held, withHolder } from './holder.ts';

export interface RoleAround extends Around {
  readonly account: string;
  readonly facts: Around['facts'] & Pick<Facts, 'policiesOf'>;
}

/** The verdict on what a role of the account may do, if it exists, is the account's own to edit, and was read. */
export const withRole = (role: DmsRole, around: RoleAround, judge: (held: Held) => Verdict): Verdict =>
  given(role.role, (found) => {
    if (found === null) return notApplicable('the role does not exist');
    if (isServiceLinked(found.arn))
      return notApplicable('it is a service-linked role, which AWS owns and nobody can edit');
    const { account, facts } = around;
    return withHolder({ arn: found.arn, account, policies: facts.policiesOf(role.id) }, around, judge);
  });
