import { expect, it } from 'vitest';
import { describeOpenings } from '../../src/model/openings.ts';
import type { Opening } from '../../src/model/path.ts';

const tcp = { protocol: 'tcp', fromPort: 5432, toPort: 5432 } as const;
const entry: Extract<Opening, { readonly numbers: unknown }> = {
  ...tcp,
  ...{ add: 'network ACL entry', acl: 'acl-1', egress: false, numbers: [89], cidrs: ['10.0.0.10/32'] },
};
const route = { add: 'route', routeTable: 'rtb-1', cidrs: ['10.2.0.0/16'] } as const;

it.each<readonly [string, Opening, string]>([
  [
    'a rule that lets in a group',
    { ...tcp, add: 'ingress rule', group: 'sg-db', peer: { group: 'sg-dms' } },
    'Add to sg-db an inbound rule for tcp 5432 from sg-dms.',
  ],
  [
    'a rule that lets out to addresses',
    {
      ...tcp,
      toPort: 5434,
      add: 'egress rule',
      group: 'sg-dms',
      peer: { cidrs: ['10.0.0.0/24', '10.1.0.5/32'] },
    },
    'Add to sg-dms an outbound rule for tcp 5432–5434 to 10.0.0.0/24, 10.1.0.5/32.',
  ],
  [
    'an entry of an ACL',
    entry,
    'Add to acl-1 an inbound entry that allows tcp 5432 from 10.0.0.10/32, number 89.',
  ],
  [
    'several entries at once',
    { ...entry, egress: true, numbers: [89, 88], cidrs: ['10.0.0.10/32', '10.0.0.12/32'] },
    'Add to acl-1 an outbound entry that allows tcp 5432 to 10.0.0.10/32, 10.0.0.12/32, numbers 89, 88.',
  ],
  ['a route to something', { ...route, target: 'pcx-1' }, 'Add to rtb-1 a route for 10.2.0.0/16 to pcx-1.'],
  [
    'a route to any of a kind',
    { ...route, target: 'nat-gateway' },
    'Add to rtb-1 a route for 10.2.0.0/16 to a NAT gateway.',
  ],
  [
    'a route that nobody knows the target of',
    { ...route, target: null },
    'Add to rtb-1 a route for 10.2.0.0/16 to what leads to the database.',
  ],
  [
    'a switch',
    { turnOff: 'source/destination check', networkInterface: 'eni-1' },
    'Turn the source/destination check of eni-1 off, so that it may forward.',
  ],
])('%s is one sentence', (_, opening, sentence) => {
  expect(describeOpenings([opening])).toEqual([sentence]);
});

it('the same is said once, and one number in a list is given once', () => {
  const other = { ...entry, cidrs: ['10.0.0.12/32'] };
  const elsewhere = { ...entry, acl: 'acl-2' };
  const outwards = { ...entry, egress: true };
  const said = describeOpenings([entry, { ...entry }, other, elsewhere, outwards]);
  expect(said.map((sentence) => sentence.split(', ').at(-1))).toEqual([
    'number 89.',
    'a free number below 89.',
    'number 89.',
    'number 89.',
  ]);
});
