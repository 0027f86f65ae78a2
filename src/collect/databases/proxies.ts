import type { DBProxy, DBProxyEndpoint } from '@aws-sdk/client-rds';
import type { Database } from '../../model/databases.ts';
import type { Listing } from '../../model/lookup.ts';
import { oneOf, required, text, texts } from '../fields.ts';
import { askByName, type DatabaseSource, joined } from './ask-for.ts';
import { nameOf } from './name-of.ts';

interface Named {
  readonly proxies: readonly string[];
  readonly endpoints: readonly string[];
}

/** Proxies of RDS, and their further endpoints: RDS takes one name of these at a time. */
export async function readProxies(
  { proxies, endpoints }: Named,
  source: DatabaseSource,
): Promise<Listing<Database>> {
  const rds = () => source.clients.rds(source.region);
  const absent = /^DBProxy(Endpoint)?NotFound(Fault)?$/;
  return joined(
    await Promise.all([
      askByName<DBProxy, Database>(proxies, source, {
        call: 'rds:DescribeDBProxies',
        absent,
        read: async (name) => (await rds()).proxy(name),
        map: toProxy,
      }),
      askByName<DBProxyEndpoint, Database>(endpoints, source, {
        call: 'rds:DescribeDBProxyEndpoints',
        absent,
        read: async (name) => (await rds()).proxyEndpoint(name),
        map: toProxyEndpoint,
      }),
    ]),
  );
}

/** A proxy listens where its engine does (RDS User Guide, *Connecting to a database through RDS Proxy*). */
const ports = { mysql: 3306, postgresql: 5432, sqlserver: 1433 } as const;

/** RDS API, DBProxy: it is never reached from outside of its VPC. */
function toProxy(raw: DBProxy): Database {
  const family = oneOf(['mysql', 'postgresql', 'sqlserver'], raw.EngineFamily);
  return {
    ...standing(raw),
    id: required(raw.DBProxyName, 'DBProxyName'),
    arn: text(raw.DBProxyArn),
    names: nameOf(raw.Endpoint, family === null ? null : ports[family], 'proxy'),
  };
}

/** RDS API, DBProxyEndpoint. */
const toProxyEndpoint = (raw: DBProxyEndpoint): Database => ({
  ...standing(raw),
  id: required(raw.DBProxyEndpointName, 'DBProxyEndpointName'),
  arn: text(raw.DBProxyEndpointArn),
  names: nameOf(raw.Endpoint, null, 'proxy'),
});

interface Standing {
  readonly VpcId?: string | undefined;
  readonly VpcSubnetIds?: readonly string[] | undefined;
  readonly VpcSecurityGroupIds?: readonly string[] | undefined;
  readonly Status?: string | undefined;
}

const standing = (raw: Standing) =>
  ({
    type: 'AWS::RDS::DBProxy',
    vpcId: text(raw.VpcId),
    subnetIds: texts(raw.VpcSubnetIds),
    groupIds: texts(raw.VpcSecurityGroupIds),
    privateAddresses: [],
    publicAddresses: [],
    publiclyAccessible: false,
    status: text(raw.Status),
  }) as const;
