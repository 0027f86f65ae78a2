import type { Role } from '../../model/resources.ts';
import { account, formerAgency, frankfurt, roleArn } from './parts.ts';

const lets = (principal: object, condition?: object): object => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'sts:AssumeRole',
  ...(condition === undefined ? {} : { Condition: condition }),
});
const dms = { Service: 'dms.amazonaws.com' };
const forThisAccount = { StringEquals: { 'aws:SourceAccount': account } };

const role = (name: string, ...statements: readonly object[]): Role => ({
  name,
  arn: roleArn(name),
  path: '/',
  trust: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
  boundaryArn: null,
});

export const roles: readonly Role[] = [
  role('dms-vpc-role', lets(dms, forThisAccount)),
  role('dms-cloudwatch-logs-role', lets(dms)),
  role('dms-access-for-endpoint', lets(dms)),
  role(
    'dms-secrets-reader',
    lets(
      { Service: [`dms.${frankfurt}.amazonaws.com`] },
      { ...forThisAccount, ArnLike: { 'aws:SourceArn': `arn:aws:dms:*:${account}:endpoint:*` } },
    ),
  ),
  role('dms-archive-writer', lets(dms, forThisAccount), lets({ AWS: `arn:aws:iam::${formerAgency}:root` })),
];
