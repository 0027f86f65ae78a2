import type { PathWitness, ShownHop, ShownPath } from '../../src/model/finding.ts';

/** A hop on the way there, in the instance's subnet, that lets the flow through. */
export const aShownHop = (over: Partial<ShownHop> = {}): ShownHop => ({
  kind: 'security-groups',
  ids: ['sg-dms'],
  vpc: 'vpc-1',
  subnet: 'subnet-1',
  zone: 'eu-west-1a',
  way: 'there',
  direction: 'out',
  source: '10.1.0.10',
  leavesAs: null,
  destination: '10.2.0.5',
  outcome: 'allowed',
  rule: 'sg-dms tcp 5432 to 10.0.0.0/8',
  part: 'departure',
  ...over,
});

/** A path over a peering that is allowed, judged as a whole; of its hops those that a test names. */
export const aShownPath = (over: Partial<ShownPath> = {}): ShownPath => ({
  flow: {
    from: 'eni-1',
    to: 'db.internal (orders)',
    protocol: 'tcp',
    fromPort: 5432,
    toPort: 5432,
    addresses: '10.2.0.5',
    address: '10.2.0.5',
  },
  configuration: 'several VPCs',
  end: 'database',
  hops: [aShownHop()],
  outcome: 'allowed',
  opens: null,
  endpoint: 'orders',
  parts: ['departure', 'route', 'nat-host', 'arrival'],
  judged: 'allowed',
  ...over,
});

export const aPathWitness = (...paths: readonly ShownPath[]): PathWitness => ({
  kind: 'path',
  paths,
  notes: [],
});
