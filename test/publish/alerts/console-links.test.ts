import { expect, it } from 'vitest';
import { linkToObject, linkToResource } from '../../../src/publish/alerts/console-links.ts';
import { ACCOUNT } from '../../support/builders.ts';
import { direct } from './notices.ts';

const address = (type: string, region: string, id = 'orders') =>
  linkToResource({ type, id, account: ACCOUNT, region }, { ...direct, region: 'us-gov-west-1' }).map(
    (link) => link.address,
  );

it.each([
  [
    'AWS::DMS::ReplicationInstance',
    'eu-west-1',
    'https://console.aws.amazon.com/dms/v2/home?region=eu-west-1#replicationInstances',
  ],
  [
    'AWS::DMS::Endpoint',
    'cn-north-1',
    'https://console.amazonaws.cn/dms/v2/home?region=cn-north-1#endpointList',
  ],
  [
    'AWS::DMS::Certificate',
    'us-gov-east-1',
    'https://console.amazonaws-us-gov.com/dms/v2/home?region=us-gov-east-1',
  ],
  ['AWS::IAM::Role', 'global', 'https://console.amazonaws-us-gov.com/iam/home#/roles/details/orders'],
])('%s in %s is shown at %s', (type, region, shown) => {
  expect(address(type, region)).toEqual([shown]);
});

it('there is no link to a console whose address is not known', () => {
  expect(address('AWS::DMS::Endpoint', 'us-iso-east-1')).toEqual([]);
});

it('names hold nothing that an address could break out by', () => {
  expect(address('AWS::IAM::Role', 'global', 'a|b> <c&"')).toEqual([
    'https://console.amazonaws-us-gov.com/iam/home#/roles/details/a%7Cb%3E%20%3Cc%26%22',
  ]);
});

it('people enter as the settings say', () => {
  const entry = 'https://sso.example/start/#/console?account_id={account}&destination={destination}';
  const [link] = linkToObject(
    { bucket: 'results', key: 'a/b.json.gz', account: ACCOUNT },
    { ...direct, entry },
  );
  expect(link?.address).toBe(
    `https://sso.example/start/#/console?account_id=${ACCOUNT}&destination=https%3A%2F%2Fconsole.aws.amazon.com%2Fs3%2Fobject%2Fresults%3Fprefix%3Da%252Fb.json.gz`,
  );
});
