import { effectOf } from '../analysis/principals/effect.ts';
import { withMigrant } from '../analysis/principals/migrant.ts';
import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, notApplicable, unknown } from '../model/verdict.ts';

export const principalPolicyIsEffective = defineRule({
  id: 'principal-policy-is-effective',
  title: 'Statements about DMS can match requests to DMS',
  judgement:
    'Each statement on DMS must be able to match something: an action that exists, an ARN where the action takes one, a resource type that the action takes, a colon where DMS has a colon, a condition key that exists. dms:ResourceTag, which the guide prints, does not.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R02', 'R03', 'R04', 'R07'],
  controls: [],
  rationale:
    'A statement that matches nothing grants nothing, or denies nothing, and IAM stores it without a word: an action that does not exist, an ARN with a slash as the guide prints it, a list action scoped to an ARN, a condition key that AWS does not have.',
  remediation:
    'Write the actions, ARNs and condition keys of the Service Authorization Reference: arn:PARTITION:dms:REGION:ACCOUNT:TYPE:ID with colons, Resource "*" for actions that take no resource, aws:ResourceTag or dms:TYPE-tag for tags.',
  sources: [
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdatabasemigrationservice.html',
    'https://docs.aws.amazon.com/dms/latest/userguide/security_iam_service-with-iam.html',
  ],
  judges: ['principals'],

  judge: (subject, { partition }) =>
    withMigrant(subject, ({ identity }) => {
      // What AWS wrote, nobody here can change.
      const own = identity.filter(({ name }) => !name.startsWith(`arn:${partition}:iam::aws:policy/`));
      const judged = own.flatMap(({ name, document: { statements, version } }) =>
        statements.flatMap((statement) => {
          const effect = effectOf(statement, { version, partition });
          const sid = statement.sid === null ? '' : ` (${statement.sid})`;
          return effect === null ? [] : [{ at: `${name} Statement[${statement.index}]${sid}`, ...effect }];
        }),
      );
      const dead = judged.flatMap((each) => each.dead.map((what) => `${each.at}: ${what}`));
      const [first, ...more] = dead;
      if (first !== undefined) {
        return nonCompliant(
          more.length === 0
            ? first
            : `${first}; ${more.length} more such ${more.length === 1 ? 'part' : 'parts'}`,
          {
            kind: 'list',
            items: dead,
          },
        );
      }
      const [open] = judged.flatMap((each) => each.undecided.map((what) => `${each.at}: ${what}`));
      if (open !== undefined)
        return unknown(`${open} is too intricate to decide`, 'a pattern with fewer wildcards');
      return judged.length === 0
        ? notApplicable('no policy of its own writes of DMS')
        : compliant('everything that its statements about DMS name can match something');
    }),
});
