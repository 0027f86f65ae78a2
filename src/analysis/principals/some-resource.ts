import { arnTemplatesOf, resourceTypesOf } from '../services/actions.ts';

/** Where resources stand. */
export interface Spot {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** A name that policies do not write; stands for "some resource". */
const someName = 'EXAMPLE4WITNESS2RESOURCE26';

/** Of log groups and streams, those that DMS makes for a task are meant. (DMS User Guide, CHAP_Monitoring) */
const namesOfDms: Readonly<Record<string, string>> = {
  '${LogGroupName}': `dms-tasks-${someName}`,
  '${LogStreamName}': `dms-task-${someName}`,
};

/**
 * One ARN for each type of resource that an action takes, of this account and Region; none where it takes no
 * resource. (Service Authorization Reference)
 */
export function someResources(action: string, { partition, region, account }: Spot): readonly string[] {
  const [service = ''] = action.split(':', 1);
  const filled: Readonly<Record<string, string>> = {
    '${Partition}': partition,
    '${Region}': region,
    '${Account}': account,
    ...namesOfDms,
  };
  return (resourceTypesOf(action) ?? []).flatMap((type) =>
    (arnTemplatesOf(service, type) ?? []).map((template) =>
      asAsked(
        type,
        template
          .replace(/\$\{[^}]*\}/g, (variable) => filled[variable] ?? someName)
          .replaceAll('*', someName),
      ),
    ),
  );
}

/** Whether an ARN only stands for "some resource": nothing has it. */
export const isMadeUp = (arn: string): boolean => arn.includes(someName);

/** CloudWatch Logs is asked for a log group as for the beginning of its streams (so writes AmazonDMSCloudWatchLogsRole). */
const asAsked = (type: string, arn: string): string => (type === 'log-group' ? `${arn}:log-stream:` : arn);
