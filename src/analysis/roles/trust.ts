import type { DmsRole } from '../../model/account-view.ts';
import type { RequestWitness } from '../../model/finding.ts';
import { given, notApplicable, unknown, type Verdict } from '../../model/verdict.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { parsePolicy } from '../policy/document.ts';
import type { Tried } from './service-requests.ts';

/** What every verdict on a trust takes for granted while organisation policies are not read. */
export const noOrganizationPolicies: readonly string[] = ['no SCP/RCP'];

/** The verdict on a role's trust policy, if the role exists, is the account's own to edit, and was read. */
export const withTrust = (
  { role }: DmsRole,
  judge: (document: PolicyDocument, text: string) => Verdict,
): Verdict =>
  given(role, (found) => {
    if (found === null) return notApplicable('the role does not exist');
    if (found.path.startsWith('/aws-service-role/')) {
      return notApplicable('it is a service-linked role, which AWS owns and nobody can edit');
    }
    const { document, problems } = parsePolicy(found.trust);
    if (document === null) {
      const [{ path, message } = { path: '', message: 'no reason given' }] = problems;
      return unknown(
        `its trust policy cannot be read: ${[path, message].join(' ').trimStart()}`,
        'a trust policy that IAM accepts',
      );
    }
    return judge(document, found.trust);
  });

/** A tried request as a witness: it holds all that is needed to check the decision by hand. */
export const requestWitness = (document: string, { request, decision }: Tried): RequestWitness => ({
  kind: 'request',
  document,
  statement: decision.statement,
  principal: request.principal,
  action: request.action,
  resource: request.resource,
  context: request.context,
  decision: decision.effect,
});
