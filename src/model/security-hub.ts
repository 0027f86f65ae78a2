import type { Severity } from './finding.ts';

/** A control of AWS Security Hub, as its user guide documents it. */
interface Control {
  readonly severity: Severity;
  /** The CloudFormation type of what it judges. */
  readonly judges: string;
  /** The AWS Config rule that it runs. */
  readonly configRule: string;
  /** Its "Related requirements". */
  readonly related: readonly string[];
}

const nist = (...controls: readonly string[]): readonly string[] =>
  controls.map((control) => `NIST.800-53.r5 ${control}`);
const pci3 = (...requirements: readonly string[]): readonly string[] =>
  requirements.map((requirement) => `PCI DSS v3.2.1/${requirement}`);
const pci4 = (requirement: string): string => `PCI DSS v4.0.1/${requirement}`;

const endpoint = 'AWS::DMS::Endpoint';
const instance = 'AWS::DMS::ReplicationInstance';
const task = 'AWS::DMS::ReplicationTask';

const logging = [
  ...nist('AC-2(4)', 'AC-4(26)', 'AC-6(9)', 'AU-10', 'AU-12', 'AU-2', 'AU-3', 'AU-6(3)', 'AU-6(4)'),
  ...nist('CA-7', 'SC-7(9)', 'SI-3(8)', 'SI-4(20)', 'SI-7(8)'),
  pci4('10.4.2'),
];

/** Every DMS control of Security Hub. (Security Hub User Guide, *Security Hub controls for AWS DMS*) */
export const securityHubControls = {
  'DMS.1': {
    severity: 'CRITICAL',
    judges: instance,
    configRule: 'dms-replication-not-public',
    related: [
      ...nist('AC-21', 'AC-3', 'AC-3(7)', 'AC-4', 'AC-4(21)', 'AC-6', 'SC-7', 'SC-7(11)', 'SC-7(16)'),
      ...nist('SC-7(20)', 'SC-7(21)', 'SC-7(3)', 'SC-7(4)', 'SC-7(9)'),
      ...pci3('1.2.1', '1.3.1', '1.3.4', '1.3.2', '1.3.6'),
      pci4('1.4.4'),
    ],
  },
  'DMS.2': {
    severity: 'LOW',
    judges: 'AWS::DMS::Certificate',
    configRule: 'tagged-dms-certificate',
    related: [],
  },
  'DMS.3': {
    severity: 'LOW',
    judges: 'AWS::DMS::EventSubscription',
    configRule: 'tagged-dms-eventsubscription',
    related: [],
  },
  'DMS.4': {
    severity: 'LOW',
    judges: instance,
    configRule: 'tagged-dms-replicationinstance',
    related: [],
  },
  'DMS.5': {
    severity: 'LOW',
    judges: 'AWS::DMS::ReplicationSubnetGroup',
    configRule: 'tagged-dms-replicationsubnetgroup',
    related: [],
  },
  'DMS.6': {
    severity: 'MEDIUM',
    judges: instance,
    configRule: 'dms-auto-minor-version-upgrade-check',
    related: [...nist('SI-2', 'SI-2(2)', 'SI-2(4)', 'SI-2(5)'), pci4('6.3.3')],
  },
  'DMS.7': {
    severity: 'MEDIUM',
    judges: task,
    configRule: 'dms-replication-task-targetdb-logging',
    related: logging,
  },
  'DMS.8': {
    severity: 'MEDIUM',
    judges: task,
    configRule: 'dms-replication-task-sourcedb-logging',
    related: logging,
  },
  'DMS.9': {
    severity: 'MEDIUM',
    judges: endpoint,
    configRule: 'dms-endpoint-ssl-configured',
    related: [
      ...nist('AC-4', 'SC-13', 'SC-23', 'SC-23(3)', 'SC-7(4)', 'SC-8', 'SC-8(1)', 'SC-8(2)'),
      pci4('4.2.1'),
    ],
  },
  'DMS.10': {
    severity: 'MEDIUM',
    judges: endpoint,
    configRule: 'dms-neptune-iam-authorization-enabled',
    related: [...nist('AC-2', 'AC-3', 'AC-6', 'AC-17', 'IA-2', 'IA-5'), pci4('7.3.1')],
  },
  'DMS.11': {
    severity: 'MEDIUM',
    judges: endpoint,
    configRule: 'dms-mongo-db-authentication-enabled',
    related: [...nist('AC-3', 'AC-6', 'IA-2', 'IA-5'), pci4('7.3.1')],
  },
  'DMS.12': {
    severity: 'MEDIUM',
    judges: endpoint,
    configRule: 'dms-redis-tls-enabled',
    related: [...nist('SC-8', 'SC-13'), pci4('4.2.1')],
  },
  'DMS.13': {
    severity: 'MEDIUM',
    judges: instance,
    configRule: 'dms-replication-instance-multi-az-enabled',
    related: [],
  },
} as const satisfies Readonly<Record<string, Control>>;

export type SecurityHubControlId = keyof typeof securityHubControls;

/** A control by its id. */
export interface SecurityHubControl extends Control {
  readonly control: SecurityHubControlId;
}

export const securityHubControl = (id: SecurityHubControlId): SecurityHubControl => ({
  control: id,
  ...securityHubControls[id],
});

/** The ids of controls, and then of all that AWS publishes as related to them. */
export const publishedIds = (controls: readonly SecurityHubControl[]): readonly string[] => [
  ...new Set([...controls.map(({ control }) => control), ...controls.flatMap(({ related }) => related)]),
];
