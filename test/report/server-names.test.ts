import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/audit/judge.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { toAsff } from '../../src/report/asff.ts';
import { toOcsf } from '../../src/report/ocsf.ts';
import { withoutServers } from '../../src/report/server-names.ts';
import { catalogue } from '../../src/rules/index.ts';
import { ACCOUNT, TAKEN_AT } from '../support/builders.ts';
import { randomFlows } from '../support/random-flows.ts';
import { randomAccount, randomCases } from '../support/random-snapshots.ts';
import { aRecording } from './recordings.ts';

const bare = (because: string): string =>
  withoutServers({ because, settledBy: null, witness: null, assumes: [] })(because);

describe('the names of servers are left out', () => {
  it.each([
    ['tcp 5432 to db.internal (orders) is stopped', 'tcp 5432 to its server (orders) is stopped'],
    ['tcp 5432 to 2001:db8::1 (orders): dbx is not it', 'tcp 5432 to its server (orders): dbx is not it'],
    ['tcp 443 to Amazon S3 (archive) is stopped', 'tcp 443 to Amazon S3 (archive) is stopped'],
    [
      'the address of DB.internal (orders); db.internal is down',
      'the address of its server (orders); its server is down',
    ],
    ['the address of db.internal', 'the address of its server'],
    ['the address of orders, or the same way', 'the address of its server, or the same way'],
    ['the address of an interface', 'the address of an interface'],
    [
      'a.b is 10.0.0.1, 10.0.0.2 in the DNS that the scan asked',
      'its server is 10.0.0.1, 10.0.0.2 in the DNS that the scan asked',
    ],
    [
      'whether db (orders) resolves; the address of db in the settings',
      'whether its server (orders) resolves; the address of its server in the settings',
    ],
    ['kms:DescribeKey of db failed (AccessDenied)', 'kms:DescribeKey of db failed (AccessDenied)'],
    [
      'arn:aws:dms:eu-west-1:111111111111:rep:R (orders) is locked out',
      'arn:aws:dms:eu-west-1:111111111111:rep:R (orders) is locked out',
    ],
    ['redshift.amazonaws.com may assume it', 'redshift.amazonaws.com may assume it'],
  ])('%s', (text, without) => {
    expect(bare(text)).toBe(without);
  });

  it('in time that grows with the text alone', () => {
    const begun = performance.now();
    for (const part of ['to a (', 'address of ', 'a.', '.', ' is ', '; ', 'to '])
      bare(`${part.repeat(100_000)} in the DNS that the scan asked`);
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});

// A name of one label, and one of several: rules write both into their texts.
const names = ['marker-host', 'marker.host.example'];
const serversOf = ['db.internal', 'elsewhere.internal', 'far.abc.eu-west-1.rds.amazonaws.com'];

function marked(account: AccountFacts, name: string): AccountFacts {
  let text = JSON.stringify(account);
  serversOf.forEach((server, index) => {
    // The subject of a certificate is no server that DMS is told.
    text = text.replaceAll(`CN=${server}`, 'CN=').replaceAll(server, `${name}${index}`);
  });
  return JSON.parse(text) as AccountFacts;
}

describe('whatever the rules find, no server is named', () => {
  it.each([
    ['in random accounts', randomAccount],
    ['in random networks', randomFlows],
  ])('%s', (_, accounts) => {
    let told = 0;
    fc.assert(
      fc.property(accounts, fc.constantFrom(...names), (account, name) => {
        const result = judge(
          {
            schemaVersion: '1',
            tool: { name: 'dms-auditor', version: '0' },
            takenAt: TAKEN_AT,
            accounts: { [ACCOUNT]: marked(account, name) },
          },
          {
            rules: catalogue,
            profile: 'all',
            settings: defaultSettings,
            tool: { name: 'dms-auditor', version: '0' },
            calls: 0,
          },
        );
        if (JSON.stringify(result.findings.map(({ because }) => because)).includes(name)) told += 1;
        const sent = JSON.stringify([toAsff(result, aRecording()), toOcsf(result, aRecording())]);
        const at = sent.indexOf(name);
        if (at >= 0) throw new Error(sent.slice(Math.max(0, at - 200), at + 100));
      }),
      {
        // Enough for some of them to name a server.
        numRuns: Math.max(30, Math.ceil(randomCases / 20)),
        endOnFailure: true,
        reporter: (run) => {
          if (run.failed) throw new Error(String(run.errorInstance));
        },
      },
    );
    // The rules did name them.
    expect(told).toBeGreaterThan(0);
  });
});
