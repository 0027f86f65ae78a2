import { ListRegionsCommand } from '@aws-sdk/client-account';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { callerIdentity } from '../../src/collect/identity.ts';
import { accountRegions } from '../../src/collect/regions.ts';
import { known } from '../../src/model/lookup.ts';
import { awsError, denied } from './support/answers.ts';
import { anAws, someClients } from './support/aws.ts';

describe('callerIdentity', () => {
  it('takes the partition from the ARN', async () => {
    const Arn = 'arn:aws-cn:sts::111122223333:assumed-role/a/b';
    anAws().sts.on(GetCallerIdentityCommand).resolves({ Account: '111122223333', Arn });
    expect(await callerIdentity(someClients())).toEqual(
      known({ account: '111122223333', partition: 'aws-cn', arn: Arn }),
    );
  });

  it('is unread where the token is not valid', async () => {
    anAws().sts.on(GetCallerIdentityCommand).rejects(awsError('InvalidClientTokenId'));
    expect(await callerIdentity(someClients())).toMatchObject({
      unread: { call: 'sts:GetCallerIdentity', error: 'InvalidClientTokenId' },
    });
  });

  it.each([{}, { Account: '1', Arn: 'nonsense' }, { Arn: 'arn:aws:sts::1:user/a' }])(
    'is malformed: %o',
    async (answer) => {
      anAws().sts.on(GetCallerIdentityCommand).resolves(answer);
      expect(await callerIdentity(someClients())).toMatchObject({ unread: { error: 'MalformedAnswer' } });
    },
  );
});

describe('accountRegions', () => {
  it('reads all pages and tells enabled from known', async () => {
    const { account } = anAws();
    account.on(ListRegionsCommand).resolves({
      Regions: [
        { RegionName: 'us-east-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' },
        { RegionName: 'me-south-1', RegionOptStatus: 'DISABLED' },
      ],
      NextToken: 'n',
    });
    account.on(ListRegionsCommand, { NextToken: 'n' }).resolves({
      Regions: [
        { RegionName: 'af-south-1', RegionOptStatus: 'ENABLED' },
        { RegionName: 'eu-south-2', RegionOptStatus: 'ENABLING' },
      ],
    });
    expect(await accountRegions(someClients())).toEqual(
      known({
        enabled: ['af-south-1', 'us-east-1'],
        known: ['af-south-1', 'eu-south-2', 'me-south-1', 'us-east-1'],
      }),
    );
  });

  it('is unread where a part is missing: some of the Regions are not all', async () => {
    const { account } = anAws();
    account.on(ListRegionsCommand).rejects(denied);
    expect(await accountRegions(someClients())).toMatchObject({
      unread: { call: 'account:ListRegions', error: 'AccessDeniedException' },
    });
  });
});
