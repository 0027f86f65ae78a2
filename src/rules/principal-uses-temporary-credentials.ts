import { withMigrant, withPrincipal } from '../analysis/principals/migrant.ts';
import { defineRule } from '../model/define-rule.ts';
import type { Principal } from '../model/resources.ts';
import { compliant, given, nonCompliant, type Verdict } from '../model/verdict.ts';

export const principalUsesTemporaryCredentials = defineRule({
  id: 'principal-uses-temporary-credentials',
  title: 'Nobody migrates with the access keys of a user',
  judgement:
    'No IAM user with an active access key may migrate; roles bring credentials that expire by themselves.',
  severity: 'MEDIUM',
  // The guide says that temporary credentials work, not that they are to be preferred.
  profiles: ['recommended', 'all'],
  requirements: ['R10'],
  controls: [],
  rationale:
    'An access key is valid until somebody remembers to deactivate it, and migrations are often set up from machines that others use. DMS takes temporary credentials everywhere.',
  remediation:
    'Let people assume a role, by federation or AssumeRole, then deactivate and delete the access keys of the user.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/security_iam_service-with-iam.html#security_iam_service-with-iam-roles-tempcreds',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  ],
  judges: ['principals'],
  needs: ['accessKeys'],

  judge: (subject) =>
    subject.named === null
      ? withMigrant(subject, ({ principal }) => judgeKeys(principal))
      : withPrincipal(subject, judgeKeys),
});

const judgeKeys = ({ type, accessKeys }: Principal): Verdict => {
  if (type === 'AWS::IAM::Role') return compliant('it is a role, whose credentials are temporary');
  return given(accessKeys, (keys) => {
    const active = keys.filter((key) => key.active).length;
    if (active === 0) return compliant('it has no active access key');
    return nonCompliant(
      active === 1
        ? 'it is a user with an active access key'
        : `it is a user with ${active} active access keys`,
      { kind: 'value', field: 'AccessKeyMetadata[].Status', value: 'Active' },
    );
  });
};
