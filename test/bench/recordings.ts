import { tellOfNight } from '../../src/audit/night.ts';
import type { Finding } from '../../src/model/finding.ts';
import { openMemory } from '../../src/publish/memory.ts';
import { openRecords } from '../../src/publish/records.ts';
import { openResultsBucket, storeResult } from '../../src/publish/results-bucket.ts';
import { toAsff } from '../../src/report/asff.ts';
import { toOcsf } from '../../src/report/ocsf.ts';
import { catalogue } from '../../src/rules/index.ts';
import { noSettings } from '../../src/settings/parse.ts';
import { aFinding, aResult } from '../audit/results.ts';
import { makeBucket, makeTopic } from '../e2e/support/account-services.ts';
import { freshAccount, region } from '../e2e/support/aws.ts';
import { switchOnHub } from '../e2e/support/hub.ts';
import { makeStateTable } from '../e2e/support/state-table.ts';
import { aSnapshot } from '../support/builders.ts';
import { peakMegabytes } from './peak-memory.ts';

/** What a night took that is stored, remembered, recorded elsewhere and told, against the endpoint of the environment. */
export interface RecordingRun {
  readonly findings: number;
  readonly mapped: number;
  readonly stored: number;
  /** The finding store, Security Hub, the events in S3, and the digest. */
  readonly told: number;
  /** The same night a second time. */
  readonly toldAgain: number;
  /** Of the whole process, sources, clients and stand-ins loaded; and before there was anything to record. */
  readonly peakMegabytes: number;
  readonly loadedMegabytes: number;
}

const fresh = freshAccount();
const { account } = fresh;
const count = Number(process.argv[2] ?? 1000);

const failing = (index: number): Finding =>
  aFinding({
    ...{ id: `instance-is-private@${index}`, status: 'NON_COMPLIANT', because: 'PubliclyAccessible is true' },
    resource: {
      ...{ type: 'AWS::DMS::ReplicationInstance', id: `instance-${index}`, account, region },
      arn: `arn:aws:dms:${region}:${account}:rep:${index}`,
    },
  });

const options = { region, credentials: () => Promise.resolve(fresh.credentials) };
const [hub, { bucket }, state, topic] = [
  await switchOnHub(fresh, region),
  await makeBucket(fresh),
  await makeStateTable(fresh),
  await makeTopic(fresh),
];
const result = aResult(...Array.from({ length: count }, (_, index) => failing(index)));
const records = openRecords(
  {
    ...options,
    warn: (message) => {
      console.error(message);
    },
    role: () => null,
  },
  { toOcsf: () => Promise.resolve(toOcsf), toAsff: () => Promise.resolve(toAsff) },
);
const memoryOf = openMemory({ ...options, catalogue });
const tell = (owner: string, place: { readonly bucket: string; readonly key: string }): Promise<void> =>
  tellOfNight(
    {
      ...{
        result,
        whole: result,
        place,
        topicArn: topic.arn,
        where: { account, bucket, homeRegion: region },
      },
      loaded: { ...noSettings, securityHub: 'import' },
    },
    {
      ...{ catalogue, records },
      ...memoryOf(
        { table: state.name, slackQueue: null, homeRegion: region },
        { account, owner, timeLeft: () => 900_000, console: null },
      ),
    },
  );

const recording = { rules: catalogue, homeRegion: region, recorded: null };
const loadedMegabytes = peakMegabytes();
const begun = performance.now();
toAsff(result, recording);
toOcsf(result, recording);
const mapped = performance.now();
const place = await storeResult(openResultsBucket(bucket, options), account, {
  result,
  snapshot: aSnapshot(),
});
const stored = performance.now();
await tell('one', place);
const told = performance.now();
await tell('two', place);
const toldAgain = performance.now();
topic.close();

const run: RecordingRun = {
  findings: (await hub.findings()).size,
  mapped: mapped - begun,
  stored: stored - mapped,
  told: told - stored,
  toldAgain: toldAgain - told,
  peakMegabytes: peakMegabytes(),
  loadedMegabytes,
};
console.log(JSON.stringify(run));
