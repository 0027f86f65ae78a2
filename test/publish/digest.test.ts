import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/model/result.ts';
import { textAnnouncement } from '../../src/publish/alerts/announcement.ts';
import { aFinding, aResult, excepted } from '../audit/results.ts';
import { ACCOUNT } from '../support/builders.ts';
import { failed, onInstance, unseen } from './reports.ts';

const place = { bucket: 'results', key: 'results/1/a.json' };
const all = (): boolean => true;
/** What the topic gets that no settings file is needed for. */
const digest = (result: Result) =>
  textAnnouncement(
    {
      ...{ kind: 'digest', id: 'night', route: 'default' },
      night: { account: ACCOUNT, result, transitions: null, place },
      selection: { severity: 'INFORMATIONAL', account: all, rule: all, exception: all },
    },
    { entry: null, region: 'eu-west-1' },
  );
const failing = (name: string, severity: 'LOW' | 'HIGH' | 'CRITICAL') =>
  onInstance(name, { ...failed, severity });

it('tells counts, the heaviest first, and apart what is not known, not audited, not read', () => {
  const result = aResult(
    failing('low', 'LOW'),
    onInstance('passes'),
    failing('heavy', 'CRITICAL'),
    onInstance('unseen', { ...unseen, severity: 'HIGH' }),
    onInstance('allowed', { ...failed, exception: excepted }),
  );
  const { message } = digest({
    ...result,
    coverage: {
      ...result.coverage,
      notAudited: [{ account: ACCOUNT, region: 'us-east-1', reason: 'the Region does not answer' }],
      unread: [
        {
          account: ACCOUNT,
          region: 'eu-west-1',
          call: 'dms:DescribeX',
          resource: null,
          error: 'AccessDenied',
          transient: false,
        },
      ],
    },
  });
  expect(message).toMatchInlineSnapshot(`
    "DMS audit of account 111111111111, taken at 2026-11-01T03:00:00.000Z
    Regions: eu-west-1

    Compliant: 1
    Not compliant: 3 (CRITICAL 1, LOW 1)
    Not applicable: 0
    Not known: 1
    Excepted: 1

    The complete result is object results/1/a.json of bucket results.
    See the complete result: https://console.aws.amazon.com/s3/object/results?prefix=results%2F1%2Fa.json
    See DMS in the console: https://console.aws.amazon.com/dms/v2/home?region=eu-west-1

    Most failures (2):
    - AWS::DMS::ReplicationInstance heavy (eu-west-1): CRITICAL 1
    - AWS::DMS::ReplicationInstance low (eu-west-1): LOW 1

    Not audited (1):
    - us-east-1: the Region does not answer

    Not read (1):
    - dms:DescribeX in eu-west-1: AccessDenied

    Excepted (1):
    - team until 2027-01-01: CRITICAL instance-is-private: AWS::DMS::ReplicationInstance allowed (eu-west-1): PubliclyAccessible is true

    Not known (1):
    - HIGH instance-is-private: AWS::DMS::ReplicationInstance unseen (eu-west-1): dms:DescribeX failed (AccessDenied)

    Failures, heaviest first (2):
    - CRITICAL instance-is-private: AWS::DMS::ReplicationInstance heavy (eu-west-1): PubliclyAccessible is true
    - LOW instance-is-private: AWS::DMS::ReplicationInstance low (eu-west-1): PubliclyAccessible is true
    "
  `);
});

describe('the subject and what subscriptions filter by', () => {
  it.each([
    ['nothing wrong', [onInstance('a')], 'DMS audit of 111111111111: no failures', 'NONE'],
    ['a failure', [failing('a', 'HIGH')], 'DMS audit of 111111111111: 1 failure, heaviest HIGH', 'HIGH'],
    [
      'failures and what is not known',
      [failing('a', 'LOW'), failing('b', 'CRITICAL'), onInstance('c', unseen)],
      'DMS audit of 111111111111: 2 failures, heaviest CRITICAL, 1 not known',
      'CRITICAL',
    ],
  ])('%s', (_, findings, subject, severity) => {
    expect(digest(aResult(...findings))).toMatchObject({
      subject,
      attributes: { severity, account: ACCOUNT },
    });
  });
});

describe('the message', () => {
  it('stays under 256 kB of UTF-8 and says what it leaves out', () => {
    const because = 'ключ '.repeat(100);
    const findings = Array.from({ length: 2_000 }, (_, index) =>
      onInstance(`i-${index}`, { ...failed, because }),
    );
    const { message } = digest(aResult(...findings));
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(250_000);
    expect(Buffer.byteLength(message)).toBeGreaterThan(200_000);
    expect(message).toMatch(/\n- … and \d+ more in the complete result\n$/);
  });

  it('holds no link and no line break from an account', () => {
    const because = 'principal https://oidc.example/id\nHTTP://two.example is let in';
    const { message } = digest(aResult(aFinding({ ...failed, because })));
    expect(message.replaceAll(/^See .*: https:\/\/console\.aws\.amazon\.com\/\S*$/gm, '')).not.toContain(
      '://',
    );
    expect(message).toContain('principal oidc.example/id two.example is let in\n');
  });
});
