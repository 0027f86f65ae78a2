import type { Finding } from '../../src/model/finding.ts';
import { storeEvents } from '../../src/publish/ocsf-bucket.ts';
import { openResultsBucket } from '../../src/publish/results-bucket.ts';
import { importFindings, openSecurityHub, writerRole } from '../../src/publish/security-hub.ts';
import { toAsff } from '../../src/report/asff.ts';
import { toOcsf } from '../../src/report/ocsf.ts';
import { catalogue } from '../../src/rules/index.ts';
import { aFinding, aResult } from '../audit/results.ts';
import { makeBucket } from '../e2e/support/account-services.ts';
import { freshAccount, region } from '../e2e/support/aws.ts';
import { switchOnHub } from '../e2e/support/hub.ts';
import { peakMegabytes } from './peak-memory.ts';

/** What recording findings elsewhere took, against the endpoint of the environment. */
export interface RecordingRun {
  readonly findings: number;
  readonly mapped: number;
  readonly imported: number;
  readonly stored: number;
  readonly peakMegabytes: number;
}

const fresh = freshAccount();
const count = Number(process.argv[2] ?? 1000);

const failing = (index: number): Finding =>
  aFinding({
    ...{ id: `instance-is-private@${index}`, status: 'NON_COMPLIANT', because: 'PubliclyAccessible is true' },
    resource: {
      ...{ type: 'AWS::DMS::ReplicationInstance', id: `instance-${index}`, account: fresh.account, region },
      arn: `arn:aws:dms:${region}:${fresh.account}:rep:${index}`,
    },
  });

const credentials = () => Promise.resolve(fresh.credentials);
const [hub, { bucket }] = [await switchOnHub(fresh, region), await makeBucket(fresh)];
const result = aResult(...Array.from({ length: count }, (_, index) => failing(index)));
const recording = { rules: catalogue, homeRegion: region, recorded: null };

const begun = performance.now();
const [groups, events] = [toAsff(result, recording), toOcsf(result, recording)];
const mapped = performance.now();
await importFindings(groups, {
  hub: openSecurityHub({ region, credentials, accounts: [fresh.account], role: writerRole }),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  warn: (message) => {
    console.error(message);
  },
});
const imported = performance.now();
await storeEvents(openResultsBucket(bucket, { region, credentials }), result.takenAt, events);
const stored = performance.now();

const run: RecordingRun = {
  findings: (await hub.findings()).size,
  mapped: mapped - begun,
  imported: imported - mapped,
  stored: stored - imported,
  peakMegabytes: peakMegabytes(),
};
console.log(JSON.stringify(run));
