import { type Database, type DatabaseType, databaseTypes } from '../../model/databases.ts';
import { complete, cutShort, type Listing, type Table } from '../../model/lookup.ts';
import type { Databases, Listings } from '../../model/snapshot.ts';
import { readVpcsOfSubnets } from '../ec2/subnets.ts';
import type { DatabaseSource } from './ask-for.ts';
import { type IsMeant, readCaches, readServerlessCaches } from './elasticache.ts';
import { type Meaning, meaningOf } from './host-meaning.ts';
import { hostsOf, sameHost } from './hosts.ts';
import { readInterfaces } from './interfaces.ts';
import { readKafka } from './kafka.ts';
import { readLoadBalancers } from './load-balancers.ts';
import { readDomains } from './opensearch.ts';
import { readProxies } from './proxies.ts';
import { readRds } from './rds.ts';
import { readClusters, readWorkgroups } from './redshift.ts';

/**
 * The databases that hosts of a Region's endpoints and data providers name, and those of the settings. A service is asked where a host
 * has the form of its names, by identifiers out of the hosts where its API takes any; of a type that no host
 * can mean there is none.
 */
export async function collectDatabases(
  listings: Pick<Listings, 'endpoints' | 'dataProviders'>,
  source: DatabaseSource,
): Promise<Databases> {
  const hosts = hostsOf(listings, source.hosts);
  const meanings = [...hosts].flatMap((host) => meaningOf(host, source) ?? []);
  // An address that a name of EC2 is made of stands for that name.
  const meant = new Set([...hosts, ...meanings.flatMap((each) => ('id' in each ? [each.id] : []))]);
  const isMeant = (database: Database): boolean =>
    addressesOf(database).some((address) => meant.has(address));
  const answers = await Promise.all(questionsFor(meanings, isMeant, source));
  const found = new Map(answers.flatMap(entriesOf));
  const all = databaseTypes.map((type) => {
    const listing = found.get(type) ?? complete([]);
    return [type, { ...listing, items: listing.items.filter(isMeant) }] as const;
  });
  return placed(all, source);
}

const addressesOf = ({ type, id, names, privateAddresses, publicAddresses }: Database): readonly string[] => [
  ...names.map(({ host }) => sameHost(host)),
  ...privateAddresses,
  ...publicAddresses,
  ...(type === 'AWS::EC2::Instance' ? [id] : []),
];

type Entry = readonly [type: DatabaseType, listing: Listing<Database>];

const entriesOf = (databases: Databases): readonly Entry[] =>
  databaseTypes.flatMap((type): readonly Entry[] => {
    const listing = databases[type];
    return listing === undefined ? [] : [[type, listing]];
  });

/** One question a service that some host can mean. */
function questionsFor(
  meanings: readonly Meaning[],
  isMeant: IsMeant,
  source: DatabaseSource,
): readonly Promise<Databases>[] {
  const has = (...kinds: readonly Meaning['kind'][]) => meanings.some(({ kind }) => kinds.includes(kind));
  const idsOf = (wanted: Meaning['kind']) =>
    meanings.flatMap((each) => (each.kind === wanted && 'id' in each ? [each.id] : []));
  const ask = async (type: DatabaseType, listing: Promise<Listing<Database>>): Promise<Databases> => ({
    [type]: await listing,
  });
  const domains = meanings.flatMap((each) => (each.kind === 'domain' ? each.ids : []));
  return [
    readRds(meanings, source),
    readInterfaces(meanings, source),
    ask(
      'AWS::RDS::DBProxy',
      readProxies({ proxies: idsOf('proxy'), endpoints: idsOf('proxy-endpoint') }, source),
    ),
    ask('AWS::Redshift::Cluster', readClusters(idsOf('redshift'), source)),
    ask('AWS::RedshiftServerless::Workgroup', readWorkgroups(idsOf('workgroup'), source)),
    ask('AWS::OpenSearchService::Domain', readDomains(domains, source)),
    ask('AWS::ElasticLoadBalancingV2::LoadBalancer', readLoadBalancers(idsOf('load-balancer'), source)),
    ...(has('cache') ? [readCaches(isMeant, source)] : []),
    ...(has('serverless-cache')
      ? [ask('AWS::ElastiCache::ServerlessCache', readServerlessCaches(source))]
      : []),
    ...(has('kafka') ? [ask('AWS::MSK::Cluster', readKafka(source))] : []),
  ];
}

/** The databases with their VPCs: some services tell the subnets alone. */
async function placed(entries: readonly Entry[], source: DatabaseSource): Promise<Databases> {
  const homeless = entries
    .flatMap(([, { items }]) => items)
    .filter(({ vpcId, subnetIds }) => vpcId === null && subnetIds.length > 0);
  const vpcs = await readVpcsOfSubnets(
    homeless.flatMap(({ subnetIds }) => subnetIds),
    source,
  );
  return Object.fromEntries(entries.map(([type, listing]) => [type, inVpcs(listing, vpcs)]));
}

function inVpcs(listing: Listing<Database>, vpcs: Table<string | null>): Listing<Database> {
  const unknown = listing.items.flatMap(({ vpcId, subnetIds: [first = ''] }) => {
    const vpc = vpcs[first];
    return vpcId === null && vpc?.known === false ? [vpc.unread] : [];
  })[0];
  const items = listing.items.map((database) => {
    const vpc = vpcs[database.subnetIds[0] ?? ''];
    return database.vpcId === null && vpc?.known === true ? { ...database, vpcId: vpc.value } : database;
  });
  // Where it stands is what a database is asked for; without it the listing does not hold what it should.
  return unknown === undefined ? { ...listing, items } : cutShort([], unknown);
}
