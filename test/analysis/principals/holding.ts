import type { Held } from '../../../src/analysis/permissions/holder.ts';
import { parsePolicy } from '../../../src/analysis/policy/document.ts';
import { ACCOUNT, policy, roleArn } from '../../support/builders.ts';

/** Somebody with one policy of these statements, in an account without an organisation. */
export function holding(statements: readonly object[], arn = roleArn('migrator')): Held {
  const text = policy(...statements);
  const { document } = parsePolicy(text);
  if (document === null) throw new Error('the policy cannot be read');
  return {
    holder: {
      arn,
      account: ACCOUNT,
      organization: null,
      policies: {
        identity: [document],
        boundary: null,
        session: [],
        serviceControl: [],
        resourceControl: [],
      },
    },
    stored: {
      identity: [{ name: 'own', text, document }],
      boundary: null,
      serviceControl: [],
      resourceControl: [],
    },
    assumes: [],
  };
}
