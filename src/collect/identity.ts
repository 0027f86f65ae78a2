import type { Lookup } from '../model/lookup.ts';
import { ask } from './ask.ts';
import type { Clients } from './clients.ts';
import { required } from './fields.ts';

/** Whose credentials these are. */
export interface Identity {
  readonly account: string;
  readonly partition: string;
  readonly arn: string;
}

/** STS GetCallerIdentity, which needs no permission. */
export async function callerIdentity(clients: Clients): Promise<Lookup<Identity>> {
  const sts = await clients.sts();
  return ask(clients.limit, { call: 'sts:GetCallerIdentity', resource: null }, async () => {
    const { Account, Arn } = await sts.getCallerIdentity();
    const arn = required(Arn, 'Arn');
    return {
      account: required(Account, 'Account'),
      partition: required(arn.split(':')[1], 'a partition in Arn'),
      arn,
    };
  });
}
