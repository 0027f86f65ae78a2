import { settingsHash } from '../../src/audit/judge.ts';
import type { Result } from '../../src/model/result.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { openResultsBucket, storeResult } from '../../src/publish/results-bucket.ts';
import { catalogue } from '../../src/rules/index.ts';
import { tool } from '../../src/tool.ts';
import { aFinding, aResult } from '../audit/results.ts';
import { makeBucket, makeConfigRule } from '../e2e/support/account-services.ts';
import { freshAccount, region } from '../e2e/support/aws.ts';
import { scheduled } from '../e2e/support/config-events.ts';
import { environmentOf, startFunction } from '../e2e/support/lambda/function.ts';
import { makeStateTable } from '../e2e/support/state-table.ts';
import { accountWith, aSnapshot } from '../support/builders.ts';

const rule = 'endpoint-requires-tls';
const count = 1000;

/** A thousand findings of a rule out of a stored result, put by the packaged function. */
export async function benchEvaluations(
  print: (name: string, value: number, unit: string) => void,
): Promise<void> {
  const fresh = freshAccount();
  const { account, credentials } = fresh;
  await makeConfigRule(fresh, 'bench');
  const { bucket } = await makeBucket(fresh);
  const table = await makeStateTable(fresh);
  const takenAt = new Date().toISOString();
  const options = { region, credentials: () => Promise.resolve(credentials) };
  const snapshot = { ...aSnapshot(accountWith({})), takenAt };
  await storeResult(openResultsBucket(bucket, options), account, {
    result: resultOf(account, takenAt),
    snapshot,
  });
  const lambda = await startFunction('configRule', {
    ...(await environmentOf(fresh)),
    DMS_AUDITOR_RESULTS_BUCKET: bucket,
    DMS_AUDITOR_STATE_TABLE: table.name,
  });
  const ruleParameters = JSON.stringify({ rule });
  const { error, milliseconds } = await lambda.invoke(
    scheduled({ account, ruleName: 'bench', ruleParameters }),
  );
  if (error !== null) throw new Error(error.errorMessage);
  if (!lambda.log().includes(`"evaluations":${count}`)) throw new Error(`not all were put: ${lambda.log()}`);
  print(`config-rule: ${count} evaluations put, init included`, milliseconds, 'ms');
  print(`config-rule: ${count} evaluations put, peak memory`, lambda.peakMegabytes(), 'MB');
  await lambda.stop();
}

function resultOf(account: string, takenAt: string): Result {
  const findings = Array.from({ length: count }, (_, index) =>
    aFinding({
      id: `${rule}@${index}`,
      rule,
      status: 'NON_COMPLIANT',
      because: `SslMode is none, and so everything between DMS and database ${index} travels in the clear`,
      resource: {
        type: 'AWS::DMS::Endpoint',
        id: `endpoint-${index}`,
        arn: `arn:aws:dms:${region}:${account}:endpoint:E${index}`,
        account,
        region,
      },
    }),
  );
  const result = aResult(...findings);
  const rules = catalogue.map(({ id }) => id);
  return {
    ...result,
    tool,
    takenAt,
    scope: {
      accounts: [account],
      regions: [region],
      rules,
      profile: 'all',
      settingsHash: settingsHash(defaultSettings),
    },
  };
}
