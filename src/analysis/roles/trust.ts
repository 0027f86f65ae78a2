import type { DmsRole } from '../../model/account-view.ts';
import { given, notApplicable, unknown, type Verdict } from '../../model/verdict.ts';
import { parsed } from '../parsed.ts';
import type { PolicyDocument } from '../policy/document.ts';

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
    const { document, problems } = parsed(found.trust);
    if (document === null) {
      const [{ path, message } = { path: '', message: 'no reason given' }] = problems;
      return unknown(
        `its trust policy cannot be read: ${[path, message].join(' ').trimStart()}`,
        'a trust policy that IAM accepts',
      );
    }
    return judge(document, found.trust);
  });
