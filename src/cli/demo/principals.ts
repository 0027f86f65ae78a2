import { known } from '../../model/lookup.ts';
import type { Principal } from '../../model/resources.ts';
import { account, roleArn } from './parts.ts';

const allow = (action: string | readonly string[], resource: string): object => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
});
const inline = (name: string, ...statements: readonly object[]): Principal['inline'] =>
  known([{ name, document: known(JSON.stringify({ Version: '2012-10-17', Statement: statements })) }]);

const principal = (
  type: Principal['type'],
  parts: Pick<Principal, 'id' | 'arn' | 'inline' | 'accessKeys'>,
): Principal => ({ type, path: '/', boundaryArn: null, attached: known([]), ...parts });

/** Who migrates: a role that may hand any role to DMS, and a user from the first days who still has a key. */
export const principals: readonly Principal[] = [
  principal('AWS::IAM::Role', {
    id: 'migration-operator',
    arn: roleArn('migration-operator'),
    inline: inline('migrate', allow('dms:*', '*'), allow('iam:PassRole', '*')),
    accessKeys: known([]),
  }),
  principal('AWS::IAM::User', {
    id: 'pilot-migration',
    arn: `arn:aws:iam::${account}:user/pilot-migration`,
    inline: inline(
      'group/pilots/start-tasks',
      allow(['dms:StartReplicationTask', 'dms:DescribeReplicationTasks'], '*'),
    ),
    accessKeys: known([{ active: true }]),
  }),
];
