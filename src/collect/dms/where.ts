/** The account and Region that answered: what it takes to write the ARNs that DMS leaves out. */
export interface Where {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** `arn:aws:dms:us-east-1:123456789012:subgrp:NAME` (Service Authorization Reference, DMS resource types). */
export const dmsArn = ({ partition, region, account }: Where, type: 'subgrp' | 'es', name: string): string =>
  `arn:${partition}:dms:${region}:${account}:${type}:${name}`;

/** What names a resource whose creator may leave the name out: the last part of its ARN. */
export const lastPart = (arn: string): string => arn.split(':').at(-1) ?? arn;
