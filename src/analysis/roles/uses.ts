import type { DmsRole, RoleUse } from '../../model/account-view.ts';
import { assessmentRolePath } from '../../model/assessments.ts';
import type { Endpoint } from '../../model/resources.ts';
import { isDmsService, withoutDomain } from '../callers/service-principals.ts';
import type { PrincipalSet } from '../policy/document.ts';

/** What DMS does with a role. */
export type Use =
  | 'vpc'
  | 'logs'
  | 'redshift'
  | 'redshift-serverless'
  | 'neptune'
  | 'secret'
  | 'data-migration'
  | 'task'
  | 'assessment'
  | 'endpoint';

/**
 * Whether a request of DMS carries a key that says on whose behalf it acts: `always` where AWS documents it,
 * `unverified` where nothing authoritative does.
 */
type Presence = 'always' | 'unverified';

interface UseFacts {
  /** Services that the use cannot do without, without their domain; `dms.<region>` is the Region's own. */
  readonly services: readonly string[];
  readonly sourceAccount: Presence;
  readonly sourceArn: Presence;
  /** Types of the DMS resources that DMS names as aws:SourceArn. */
  readonly sourceTypes: readonly string[];
  /** Where this is written. */
  readonly source: string;
}

/** DMS User Guide, *Cross-service confused deputy prevention* (documented keys hold from engine 3.4.7 on). */
const confusedDeputyPage =
  'https://docs.aws.amazon.com/dms/latest/userguide/cross-service-confused-deputy-prevention.html';

export const useFacts: Readonly<Record<Use, UseFacts>> = {
  vpc: {
    services: ['dms'],
    sourceAccount: 'always',
    sourceArn: 'always',
    sourceTypes: ['rep'],
    source: confusedDeputyPage,
  },
  logs: {
    services: ['dms'],
    // The guide names the role beside dms-vpc-role but prints no policy for it, and users report that
    // conditions on it stopped logging (github.com/terraform-aws-modules/terraform-aws-dms, issue 84).
    sourceAccount: 'unverified',
    sourceArn: 'unverified',
    sourceTypes: ['rep', 'task'],
    source: confusedDeputyPage,
  },
  endpoint: {
    services: ['dms'],
    sourceAccount: 'always',
    sourceArn: 'always',
    sourceTypes: ['endpoint'],
    source: confusedDeputyPage,
  },
  redshift: {
    services: ['dms', 'redshift'],
    sourceAccount: 'always',
    sourceArn: 'always',
    sourceTypes: ['endpoint'],
    source: 'https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html#CHAP_Security.APIRole',
  },
  'redshift-serverless': {
    services: ['dms', 'redshift-serverless'],
    sourceAccount: 'always',
    sourceArn: 'always',
    sourceTypes: ['endpoint'],
    source: 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Redshift.html',
  },
  neptune: {
    services: ['dms', 'rds'],
    sourceAccount: 'always',
    sourceArn: 'always',
    sourceTypes: ['endpoint'],
    source: 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Neptune.html',
  },
  secret: {
    services: ['dms.<region>'],
    // The console's own template for this role sets aws:SourceAccount; nothing is written of aws:SourceArn.
    sourceAccount: 'always',
    sourceArn: 'unverified',
    sourceTypes: ['endpoint'],
    source: 'https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html',
  },
  'data-migration': {
    services: ['dms-data-migrations', 'dms.<region>'],
    sourceAccount: 'unverified',
    sourceArn: 'unverified',
    sourceTypes: ['data-migration', 'migration-project', 'data-provider'],
    source: 'https://docs.aws.amazon.com/dms/latest/userguide/dm-iam-resources.html',
  },
  assessment: {
    services: ['dms'],
    sourceAccount: 'always',
    sourceArn: 'always',
    sourceTypes: ['task', 'assessment-run'],
    source: confusedDeputyPage,
  },
  task: {
    services: ['dms'],
    sourceAccount: 'unverified',
    sourceArn: 'unverified',
    sourceTypes: ['task'],
    source:
      'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.TimeTravel.html',
  },
};

const usesByName: Readonly<Record<string, readonly Use[]>> = {
  'dms-vpc-role': ['vpc'],
  'dms-cloudwatch-logs-role': ['logs'],
  'dms-access-for-endpoint': ['redshift', 'redshift-serverless'],
};

/** What a role is used for: by its fixed name, and by each place where a DMS resource names it. */
export function usesOf({ id, uses }: DmsRole): ReadonlySet<Use> {
  return new Set([...(usesByName[id] ?? []), ...uses.map(useAt)]);
}

/**
 * Whether AWS documents that DMS sends aws:SourceArn whenever it assumes a role by one of these principals. One
 * use of which nothing is documented is enough to leave the key alone: to ask for it could lock that use out.
 */
export function documentsSourceArn(uses: readonly Use[], principals: PrincipalSet | null): boolean {
  const isNamed = (service: string): boolean =>
    principals === null ||
    principals.any ||
    principals.negated ||
    principals.services.some((each) => standsFor(service, withoutDomain(each)));
  const concerned = uses
    .map((use) => useFacts[use])
    .filter(({ services }) => services.filter(isDms).some(isNamed));
  return concerned.length > 0 && concerned.every(({ sourceArn }) => sourceArn === 'always');
}

const isDms = (service: string): boolean =>
  service === 'dms.<region>' || isDmsService(`${service}.amazonaws.com`);

const standsFor = (service: string, written: string | null): boolean =>
  service === 'dms.<region>' ? written?.startsWith('dms.') === true : service === written;

/** An endpoint that DMS loads through Redshift's COPY. */
export const isRedshiftTarget = ({ engine, direction }: Endpoint): boolean =>
  direction === 'target' && engine.startsWith('redshift');

export const isRedshiftServerless = ({ engine, serverName, settings }: Endpoint): boolean =>
  engine === 'redshift-serverless' ||
  [serverName, settings.RedshiftSettings?.ServerName].some(
    (name) => typeof name === 'string' && name.includes('.redshift-serverless.'),
  );

/** What a role is used for where a DMS resource names it. */
export function useAt({ resource, reference: { path } }: RoleUse): Use {
  if (path === assessmentRolePath) return 'assessment';
  // Extra connection attributes are in any case.
  if (/secret/i.test(path)) return 'secret';
  switch (resource.type) {
    case 'AWS::DMS::Endpoint':
      if (path === 'NeptuneSettings.ServiceAccessRoleArn' || resource.engine === 'neptune') return 'neptune';
      if (!resource.engine.startsWith('redshift')) return 'endpoint';
      return isRedshiftServerless(resource) ? 'redshift-serverless' : 'redshift';
    case 'AWS::DMS::DataMigration':
    case 'AWS::DMS::MigrationProject':
    case 'AWS::DMS::DataProvider':
      return 'data-migration';
    case 'AWS::DMS::ReplicationTask':
    case 'AWS::DMS::ReplicationConfig':
      return 'task';
    default:
      return 'endpoint';
  }
}
