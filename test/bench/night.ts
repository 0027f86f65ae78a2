import { CreateEndpointCommand } from '@aws-sdk/client-database-migration-service';
import { makeBucket, makeTopic } from '../e2e/support/account-services.ts';
import { freshAccount, region } from '../e2e/support/aws.ts';
import { switchOnHub } from '../e2e/support/hub.ts';
import { environmentOf, startFunction } from '../e2e/support/lambda/function.ts';
import { makeStateTable } from '../e2e/support/state-table.ts';

/** Each fails four recommended rules. */
const endpoints = 250;

/** A night of a thousand failures by the packaged function: read, judged, stored, remembered, imported and told. */
export async function benchNight(print: (name: string, value: number, unit: string) => void): Promise<void> {
  const fresh = freshAccount();
  for (let index = 0; index < endpoints; index++) {
    await fresh.dms.send(
      new CreateEndpointCommand({
        ...{ EndpointIdentifier: `orders-${index}`, EndpointType: 'source', EngineName: 'postgres' },
        ...{ ServerName: `orders-${index}.example`, Port: 5432, DatabaseName: 'orders' },
        ...{ Username: 'reader', Password: 'never-to-be-seen', SslMode: 'none' },
      }),
    );
  }
  const { bucket } = await makeBucket(fresh);
  const topic = await makeTopic(fresh);
  const table = await makeStateTable(fresh);
  const hub = await switchOnHub(fresh, region);
  const environment = {
    ...(await environmentOf(fresh)),
    DMS_AUDITOR_REGIONS: region,
    DMS_AUDITOR_RESULTS_BUCKET: bucket,
    DMS_AUDITOR_STATE_TABLE: table.name,
    DMS_AUDITOR_TOPIC_ARN: topic.arn,
  };
  const lambda = await startFunction(
    'scheduledScan',
    environment,
    JSON.stringify({ 'security-hub': 'import' }),
  );
  const { error, milliseconds } = await lambda.invoke({});
  if (error !== null) throw new Error(error.errorMessage);
  const failures = [...(await hub.findings()).values()].filter(
    ({ Compliance }) => Compliance.Status === 'FAILED',
  );
  const named = `scheduled-scan: a night of ${failures.length} failures`;
  print(`${named}, init included`, milliseconds, 'ms');
  print(`${named}: peak memory`, lambda.peakMegabytes(), 'MB');
  await lambda.stop();
  topic.close();
}
