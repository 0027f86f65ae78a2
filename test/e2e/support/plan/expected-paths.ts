/**
 * What the plan makes of each flow, hop by hop as `kind id outcome`, with the rule where one stops it; first the
 * way to connect, and what becomes of all of it.
 */
const path = (text: string): readonly string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

/** Every way to connect, and each works. */
const well = {
  sales: path(`
    one VPC: allowed
    security-groups asks allowed
    network-acl home-acl allowed
    route-table near allowed
    network-acl home-acl allowed
    security-groups sales-db allowed
    back network-acl home-acl allowed
    back route-table home-main allowed
    back network-acl home-acl allowed`),
  ledger: path(`
    one VPC: allowed
    security-groups asks allowed
    network-acl home-acl allowed
    route-table near allowed
    network-acl home-acl allowed
    security-groups sales-db allowed
    back network-acl home-acl allowed
    back route-table home-main allowed
    back network-acl home-acl allowed`),
  clients: path(`
    several VPCs: allowed
    security-groups asks allowed
    network-acl home-acl allowed
    route-table near allowed
    peering bridge allowed
    network-acl far-acl allowed
    security-groups clients-db allowed
    back network-acl far-acl allowed
    back route-table far-main allowed
    back network-acl home-acl allowed`),
  payroll: path(`
    VPN or Direct Connect: allowed
    security-groups asks allowed
    network-acl home-acl allowed
    route-table near allowed
    virtual-private-gateway tunnel allowed
    back network-acl home-acl allowed`),
  // Into the subnet of the NAT gateway and out of it again, there and back.
  shop: path(`
    NAT gateway: allowed
    security-groups asks allowed
    network-acl home-acl allowed
    route-table near allowed
    network-acl home-acl allowed
    nat-gateway nat allowed
    network-acl home-acl allowed
    route-table front allowed
    internet-gateway door allowed
    network-acl open-acl allowed
    security-groups shop-db allowed
    back network-acl open-acl allowed
    back route-table open-main allowed
    back network-acl home-acl allowed
    back network-acl home-acl allowed
    back route-table front allowed
    back network-acl home-acl allowed`),
  // Once it is on the host, that has no route for it but a tunnel of its own.
  branch: path(`
    VPN or Direct Connect: allowed
    security-groups asks allowed
    network-acl home-acl allowed
    route-table near allowed
    network-acl home-acl allowed
    security-groups bastion allowed
    nat-host relay allowed
    nat-host relay-interface allowed
    back network-acl home-acl allowed
    back route-table home-main allowed
    back network-acl home-acl allowed`),
  lake: path(`
    VPC endpoint: allowed
    security-groups asks allowed
    network-acl home-acl allowed
    route-table near allowed
    vpc-endpoint lake-endpoint allowed
    back network-acl home-acl allowed`),
  // The interface endpoint is a neighbour with a group.
  feed: path(`
    one VPC: allowed
    security-groups asks allowed
    network-acl home-acl allowed
    route-table near allowed
    network-acl home-acl allowed
    security-groups feed-door allowed
    back network-acl home-acl allowed
    back route-table home-main allowed
    back network-acl home-acl allowed`),
};

/** It has a public address, so that it leaves by the internet gateway itself. */
const open = {
  foreign: path(`
    internet: allowed
    security-groups asks allowed
    network-acl home-acl allowed
    route-table front allowed
    internet-gateway door allowed
    back network-acl home-acl allowed`),
  // The database knows the NAT gateway's address and no other.
  shop: path(`
    internet: stopped
    security-groups asks allowed
    network-acl home-acl allowed
    route-table front allowed
    internet-gateway door allowed
    network-acl open-acl allowed
    security-groups shop-db stopped: no rule of shop-db lets it in
    back network-acl open-acl allowed
    back route-table open-main allowed
    back network-acl home-acl allowed`),
};

/** One thing is wrong with each, or two. */
const ill = {
  // Neither group speaks of port 3306.
  reports: path(`
    one VPC: stopped
    security-groups narrow stopped: no rule of narrow lets it out
    network-acl home-acl allowed
    route-table ill allowed
    network-acl home-acl allowed
    security-groups sales-db stopped: no rule of sales-db lets it in
    back network-acl home-acl allowed
    back route-table home-main allowed
    back network-acl home-acl allowed`),
  walled: path(`
    one VPC: stopped
    security-groups narrow allowed
    network-acl home-acl allowed
    route-table ill allowed
    network-acl wall stopped: rule 90 denies it
    security-groups sales-db allowed
    back network-acl wall allowed
    back route-table home-main allowed
    back network-acl home-acl allowed`),
  closed: path(`
    one VPC: stopped
    security-groups narrow allowed
    network-acl home-acl allowed
    route-table ill allowed
    network-acl home-acl allowed
    security-groups closed-db stopped: no rule of closed-db lets it in
    back network-acl home-acl allowed
    back route-table home-main allowed
    back network-acl home-acl allowed`),
  deaf: path(`
    several VPCs: stopped
    security-groups narrow allowed
    network-acl home-acl allowed
    route-table ill allowed
    peering bridge allowed
    network-acl far-acl allowed
    security-groups clients-db allowed
    back network-acl far-acl allowed
    back route-table deaf stopped: no route back to OWN/32
    back network-acl home-acl allowed`),
  // EC2 calls the route a blackhole then; the stand-in goes on to call it active, and the peering deleted.
  gone: path(`
    several VPCs: stopped
    security-groups narrow allowed
    network-acl home-acl allowed
    route-table ill allowed
    peering old-bridge stopped: it is deleted
    back network-acl home-acl allowed`),
  stuck: path(`
    VPN or Direct Connect: stopped
    security-groups narrow allowed
    network-acl home-acl allowed
    route-table ill allowed
    network-acl home-acl allowed
    security-groups bastion allowed
    nat-host stuck-relay stopped: its source/destination check is on, so it forwards nothing
    nat-host stuck-relay-interface allowed
    back network-acl home-acl allowed
    back route-table home-main allowed
    back network-acl home-acl allowed`),
  foreign: path(`
    internet: stopped
    security-groups narrow allowed
    network-acl home-acl allowed
    route-table ill allowed
    internet-gateway door stopped: PLACE has no public address
    back network-acl home-acl allowed`),
  // Its table is not one of the gateway endpoint's.
  lake: path(`
    internet: stopped
    security-groups narrow allowed
    network-acl home-acl allowed
    route-table ill allowed
    internet-gateway door stopped: PLACE has no public address
    back network-acl home-acl allowed`),
  feed: path(`
    one VPC: stopped
    security-groups narrow allowed
    network-acl home-acl allowed
    route-table ill allowed
    network-acl home-acl allowed
    security-groups feed-door stopped: no rule of feed-door lets it in
    back network-acl home-acl allowed
    back route-table home-main allowed
    back network-acl home-acl allowed`),
};

const noAnswers = 'no rule allows answers on tcp 32768–60999';

/** The network ACL of its subnet lets everything out, and no answers in. */
const fenced = {
  sales: path(`
    one VPC: stopped
    security-groups asks allowed
    network-acl fence allowed
    route-table home-main allowed
    network-acl home-acl allowed
    security-groups sales-db allowed
    back network-acl home-acl allowed
    back route-table home-main allowed
    back network-acl fence stopped: ${noAnswers}`),
  ledger: path(`
    one VPC: stopped
    security-groups asks allowed
    network-acl fence allowed
    route-table home-main allowed
    network-acl home-acl allowed
    security-groups sales-db allowed
    back network-acl home-acl allowed
    back route-table home-main allowed
    back network-acl fence stopped: ${noAnswers}`),
  // No route at all, and so no way to connect that has a name.
  clients: path(`
    none: stopped
    security-groups asks allowed
    network-acl fence allowed
    route-table home-main stopped: no route
    back network-acl fence stopped: ${noAnswers}`),
};

const transit = {
  // As far as it can be read: the stand-in does not answer SearchTransitGatewayRoutes.
  warehouse: path(`
    none: unknown
    security-groups roams allowed
    network-acl hub-acl allowed
    route-table hub-main allowed
    network-acl hub-acl allowed
    transit-gateway-route-table roundabout-table unknown`),
  // Inside one subnet no network ACL is asked, and no route.
  neighbour: path(`
    one VPC: allowed
    security-groups roams allowed
    security-groups neighbour-db allowed`),
};

/** By instance and endpoint. */
export const expectedPaths: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  well,
  public: open,
  ill,
  fenced,
  transit,
};

interface Expected {
  readonly status: string;
  /** What the rule says of each flow that it judges. */
  readonly judged: Readonly<Record<string, string>>;
}

const all = (outcome: string, ...endpoints: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(endpoints.map((endpoint) => [endpoint, outcome]));
const complying = (...endpoints: readonly string[]): Expected => ({
  status: 'COMPLIANT',
  judged: all('allowed', ...endpoints),
});
const failing = (stopped: readonly string[], allowed: readonly string[] = []): Expected => ({
  status: 'NON_COMPLIANT',
  judged: { ...all('stopped', ...stopped), ...all('allowed', ...allowed) },
});
const notApplicable: Expected = { status: 'NOT_APPLICABLE', judged: {} };
/** The way over the transit gateway is not known, and so nothing that hangs on it. */
const unknown: Expected = { status: 'UNKNOWN', judged: {} };

/** By rule and instance. */
export const expectedJudgements: Readonly<Record<string, Readonly<Record<string, Expected>>>> = {
  'instance-egress-reaches-endpoints': {
    well: complying('sales', 'ledger', 'clients', 'payroll', 'shop', 'branch', 'lake', 'feed'),
    public: complying('foreign', 'shop'),
    ill: failing(['reports'], ['walled', 'closed', 'deaf', 'gone', 'stuck', 'foreign', 'lake', 'feed']),
    fenced: failing(['sales', 'ledger', 'clients']),
    transit: complying('warehouse', 'neighbour'),
  },
  'instance-routes-to-endpoints': {
    well: complying('sales', 'ledger', 'clients', 'payroll', 'shop', 'branch'),
    public: complying('foreign', 'shop'),
    ill: failing(['deaf', 'gone', 'foreign'], ['reports', 'walled', 'closed', 'stuck']),
    fenced: failing(['clients'], ['sales', 'ledger']),
    transit: unknown,
  },
  // What leaves AWS, or ends on the way, comes to no database that could be judged.
  'database-admits-instance': {
    well: complying('sales', 'ledger', 'clients', 'shop'),
    public: failing(['shop']),
    ill: failing(['reports', 'walled', 'closed'], ['deaf']),
    fenced: complying('sales', 'ledger'),
    transit: unknown,
  },
  'nat-host-admits-instance': {
    well: complying('branch'),
    public: notApplicable,
    ill: failing(['stuck']),
    fenced: notApplicable,
    transit: unknown,
  },
  'instance-reaches-services': {
    well: complying('lake', 'feed'),
    public: notApplicable,
    // A private hosted zone might lead the name of S3 over the peering.
    ill: { status: 'NON_COMPLIANT', judged: { lake: 'unknown', feed: 'stopped' } },
    fenced: notApplicable,
    transit: notApplicable,
  },
};
