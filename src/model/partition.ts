/** Regions outside the partition `aws`, by what their names begin with. (AWS SDK for JavaScript v3, *partitions*) */
const partitions = [
  ['cn-', 'aws-cn'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
] as const;

/** The partition of a Region, as ARNs name it: `aws`, `aws-cn`, … */
export const partitionOf = (region: string): string =>
  partitions.find(([start]) => region.startsWith(start))?.[1] ?? 'aws';
