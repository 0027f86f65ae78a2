import { literally, type TextSet } from '../policy/decide/text-set.ts';
import { regionNames } from './dms-arns.ts';

/** The domain that service principals end in: `amazonaws.com.cn` in China (AWS General Reference). */
export const serviceDomain = (partition: string): string =>
  partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';

const dmsServices: readonly string[] = ['dms', 'dms-data-migrations'];

/** Whether a service principal is DMS's own: `dms`, `dms.<region>` or `dms-data-migrations`, in any partition. */
export function isDmsService(principal: string): boolean {
  const stem = withoutDomain(principal);
  if (stem === null) return false;
  const [service, region, ...rest] = stem.split('.');
  if (service === undefined || rest.length > 0 || !dmsServices.includes(service)) return false;
  return region === undefined || service === 'dms';
}

/** `redshift` for `redshift.amazonaws.com`, `dms.eu-west-1` for `dms.eu-west-1.amazonaws.com`; else null. */
export function withoutDomain(principal: string): string | null {
  const domain = ['.amazonaws.com.cn', '.amazonaws.com'].find((end) => principal.endsWith(end));
  return domain === undefined ? null : principal.slice(0, -domain.length);
}

/** Every principal that DMS can act as in these Regions. */
export function dmsPrincipals(partition: string, regions: readonly string[]): readonly string[] {
  const domain = serviceDomain(partition);
  return [
    `dms.${domain}`,
    `dms-data-migrations.${domain}`,
    ...regions.map((region) => `dms.${region}.${domain}`),
  ];
}

/** Every service principal that DMS has or can come to have. */
export const dmsServicePrincipals = (partition: string): TextSet => {
  const domain = literally(`.${serviceDomain(partition)}`);
  return [
    ...dmsServices.map((service) => [...literally(service), ...domain]),
    [...literally('dms.'), ...regionNames, ...domain],
  ];
};
