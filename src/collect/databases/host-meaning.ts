import { isIP } from 'node:net';

/** What a host can mean, by the forms that AWS gives its names: what to ask, and under which identifier. */
export type Meaning =
  | {
      readonly kind: 'instance' | 'cluster' | 'cluster-endpoint';
      readonly family: Family;
      readonly id: string;
    }
  | { readonly kind: 'proxy' | 'proxy-endpoint'; readonly id: string }
  | { readonly kind: 'redshift' | 'workgroup' | 'load-balancer'; readonly id: string }
  | { readonly kind: 'cache' | 'serverless-cache' | 'kafka' }
  | { readonly kind: 'domain'; readonly ids: readonly string[] }
  | { readonly kind: 'ipv4' | 'ipv6' | 'ec2-instance'; readonly id: string };

/** Who runs on the control plane of RDS. */
export type Family = 'rds' | 'docdb' | 'neptune';
export const families = ['rds', 'docdb', 'neptune'] as const satisfies readonly Family[];

interface Here {
  readonly account: string;
  readonly region: string;
}

/**
 * What a host means in this account and Region; null: nothing of AWS, or something elsewhere. Names that
 * people make themselves tell nothing: only a resolver knows what they lead to.
 */
export function meaningOf(host: string, here: Here): Meaning | null {
  const version = isIP(host);
  if (version !== 0) return { kind: version === 4 ? 'ipv4' : 'ipv6', id: host };
  const labels = host.split('.');
  const amazon = /\.(amazonaws\.com(\.cn)?|on\.aws)$/.test(host);
  if (!amazon) return host.endsWith('.internal') ? ec2Instance(labels, here) : null;
  const at = labels.findIndex((label, index) => index > 0 && Object.hasOwn(readers, label));
  const service = labels[at] ?? '';
  // The Region stands before the service, and in China and with some load balancers behind it.
  const regions = [labels[at - 1], labels[at + 1]];
  if (at < 0 || (!regionless.has(service) && !regions.includes(here.region))) return null;
  return readers[service]?.(labels, here) ?? null;
}

/** Their names abbreviate the Region, or are read below. */
const regionless = new Set(['cache', 'compute-1']);

type Reader = (labels: readonly string[], here: Here) => Meaning | null;

const onControlPlane =
  (family: Family): Reader =>
  ([id = '', next = '', third = '']) => {
    if (next.startsWith('proxy-')) return { kind: 'proxy', id };
    if (next === 'endpoint' && third.startsWith('proxy-')) return { kind: 'proxy-endpoint', id };
    if (next.startsWith('cluster-custom-')) return { kind: 'cluster-endpoint', family, id };
    return { kind: next.startsWith('cluster-') ? 'cluster' : 'instance', family, id };
  };

/** A name, and a part behind its last hyphen that AWS adds. */
const withoutSuffix = (label: string): string => label.slice(0, Math.max(0, label.lastIndexOf('-')));

/** The names of a domain that a label may have been made of: the prefix says how it is reached. */
function domain([label = '']: readonly string[]): Meaning {
  const name = withoutSuffix(label);
  const bare = name.replace(/^(vpc|search)-/, '');
  return { kind: 'domain', ids: [...new Set([bare, name])].filter((id) => id !== '') };
}

/** `ec2-203-0-113-7.…compute.amazonaws.com`, `ip-10-0-0-5.…`, `i-0123.…` (EC2 User Guide, *Hostnames*). */
function ec2Instance(labels: readonly string[], { region }: Here): Meaning | null {
  const [name = '', place = '', zone = ''] = labels;
  const of = zone === 'compute' ? place : 'us-east-1';
  if (of !== region) return null;
  if (/^i-[0-9a-f]{8,17}$/.test(name)) return { kind: 'ec2-instance', id: name };
  const address = name.split('-').slice(1).join('.');
  return /^(ec2|ip)-/.test(name) && isIP(address) === 4 ? { kind: 'ipv4', id: address } : null;
}

const readers: Readonly<Record<string, Reader>> = {
  rds: onControlPlane('rds'),
  docdb: onControlPlane('docdb'),
  neptune: onControlPlane('neptune'),
  redshift: ([id = '']) => ({ kind: 'redshift', id }),
  'redshift-serverless': ([id = '', owner], { account }) =>
    owner === account ? { kind: 'workgroup', id } : null,
  cache: (labels) => ({ kind: labels.includes('serverless') ? 'serverless-cache' : 'cache' }),
  kafka: () => ({ kind: 'kafka' }),
  'kafka-serverless': () => ({ kind: 'kafka' }),
  es: domain,
  aos: domain,
  elb: ([label = '']) => ({ kind: 'load-balancer', id: withoutSuffix(label).replace(/^internal-/, '') }),
  compute: ec2Instance,
  'compute-1': ec2Instance,
};
