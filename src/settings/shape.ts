import type { Severity } from '../model/finding.ts';
import type { OrganizationPolicyNeed, SecurityHubMode, WayOfWorking } from '../model/settings.ts';

/**
 * Twelve digits in quotes.
 * @pattern ^[0-9]{12}$
 */
type AccountId = string;

/**
 * The ARN of a role or user, such as arn:aws:iam::111122223333:role/migrator.
 * @pattern ^arn:[^:*?]+:iam::[0-9]{12}:(role|user)/([^/]+/)*[\w+=,.@-]+$
 */
type PrincipalArn = string;

/**
 * The name of a Region, such as eu-central-1.
 * @pattern ^[a-z0-9]{1,20}(-[a-z0-9]{1,20}){0,3}$
 */
type RegionName = string;

/**
 * The id of an organisation, such as o-a1b2c3d4e5.
 * @pattern ^o-[a-z0-9]{10,32}$
 */
type OrganizationId = string;

/**
 * The path of an organisational unit with a slash at its end, such as o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/.
 * @pattern ^o-[a-z0-9]{10,32}/r-[a-z0-9]{4,32}/(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}/)*$
 */
type OrganizationPath = string;

interface PrincipalEntry {
  arn: PrincipalArn;
  /** How it works with DMS; cli if this is left out. */
  uses?: WayOfWorking;
  /** Whether it migrates to Redshift. */
  'redshift-target'?: boolean;
  /** Whether it is to create the roles that DMS looks for by name. */
  'creates-roles'?: boolean;
}

interface RuleEntry {
  /** false switches the rule off. */
  enabled?: boolean;
  severity?: Severity;
  /** Values by parameter name; `rules` lists what each rule has. */
  parameters?: Record<string, unknown>;
}

/**
 * The last day on which it counts, such as 2027-01-31.
 * @pattern ^[0-9]{4}-[0-9]{2}-[0-9]{2}$
 */
type Day = string;

/**
 * Text of at least one character, in quotes if it is a number.
 * @pattern \S
 */
type Words = string;

/**
 * A host name or a pattern with * and ?, such as *.corp.example.
 * @pattern ^[A-Za-z0-9_.*?-]+$
 */
type HostPattern = string;

/**
 * The id of a VPC, such as vpc-0a1b2c3d.
 * @pattern ^vpc-[0-9a-z]+$
 */
type VpcId = string;

/**
 * A host name or an address, or several with commas between them, such as orders.cluster-c0ffee.eu-central-1.rds.amazonaws.com.
 * @pattern ^[A-Za-z0-9_:.-]+(, ?[A-Za-z0-9_:.-]+)*$
 */
type Hosts = string;

/**
 * A port, such as 5432.
 * @minimum 1
 * @maximum 65535
 * @asType integer
 */
type Port = number;

/** The server of endpoints whose secret names it. */
interface EndpointServerEntry {
  /** The id or ARN of an endpoint, or a pattern with `*` and `?`. */
  endpoint: Words;
  host: Hosts;
  port: Port;
}

/** Where the servers behind a name are. */
export interface AddressEntry {
  host: HostPattern;
  /** The VPC that resolves the name so; all of them if this is left out. */
  vpc?: VpcId;
  /**
   * Addresses or ranges, such as 192.168.10.5 or 192.168.0.0/16.
   * @minItems 1
   */
  addresses: string[];
}

/** A finding that somebody answers for until a day. */
export interface ExceptionEntry {
  /** The id of a rule, or a pattern with `*` and `?`. */
  rule: Words;
  /** An account id in quotes, or a pattern; every account if this is left out. */
  account?: Words;
  /** A Region, `global` for findings on IAM, or a pattern; every one if this is left out. */
  region?: Words;
  /** The id or ARN of a resource, or a pattern; every one if this is left out. */
  resource?: Words;
  /** A tag that the resource carries: `key`, or `key=value` where the value may be a pattern. */
  tag?: Words;
  owner: Words;
  reason: Words;
  expires: Day;
}

/**
 * The name of a route: letters, digits, - and _, up to 60, such as on-call.
 * @pattern ^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$
 */
type RouteName = string;

/**
 * The ARN of an SNS topic that is no FIFO topic, such as arn:aws:sns:eu-central-1:111122223333:findings.
 * @pattern ^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$
 */
type TopicArn = string;

/**
 * An https address with {destination}, such as https://d-1234567890.awsapps.com/start/#/console?account_id={account}&destination={destination}.
 * @pattern ^https://[A-Za-z0-9._~:/?#@!$&'()*+,;=%{}-]*[{]destination[}][A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*$
 */
type ConsoleEntry = string;

/** Where alerts of a route go: to one of these. */
export interface AlertTargetEntry {
  /** A topic that programs read. */
  topic?: TopicArn;
  /** A topic that Amazon Q Developer in chat applications (AWS Chatbot) is subscribed to. */
  chatbot?: TopicArn;
  /** A Slack channel, by its incoming webhook. */
  slack?: {
    /** The name or ARN of the secret in Secrets Manager that holds the webhook's address. */
    secret: string;
  };
}

export interface AlertRouteEntry {
  name: RouteName;
  /** What weighs less is not told; HIGH if this is left out. */
  severity?: Severity;
  /**
   * Account ids in quotes, or patterns with `*` and `?`; every account if this is left out.
   * @minItems 1
   */
  accounts?: Words[];
  /**
   * Ids of rules, or patterns; every rule if this is left out.
   * @minItems 1
   */
  rules?: Words[];
  to: AlertTargetEntry;
}

export interface AlertsEntry {
  links?: {
    /** How people enter the console, where they are not signed in already: a shortcut of IAM Identity Center. */
    console?: ConsoleEntry;
  };
  routes?: AlertRouteEntry[];
}

/** The settings file, `dms-auditor.yaml`. */
export interface SettingsFile {
  /** Accounts besides the audited one that DMS may act for. */
  'trusted-accounts'?: AccountId[];
  /** Principals (role ARNs, account ids, service principals) that role trusts may name besides what DMS needs. */
  'trusted-principals'?: string[];
  /** The organisation whose accounts are trusted. */
  'trusted-organization'?: OrganizationId;
  /** Organisational units; the accounts in and below them are trusted. */
  'trusted-organization-paths'?: OrganizationPath[];
  /** required: a verdict that organisation policies could change is UNKNOWN where they cannot be read. */
  'organization-policies'?: OrganizationPolicyNeed;
  /** Roles and users that people migrate with, as ARNs or with how they work. */
  'migration-principals'?: (PrincipalArn | PrincipalEntry)[];
  /** Tag keys that each DMS resource must carry. */
  'required-tags'?: string[];
  /**
   * The Regions to audit.
   * @minItems 1
   */
  regions?: RegionName[];
  /** Addresses of hosts that nothing in AWS tells of. The first that fits counts, one with a VPC before those without. */
  'endpoint-addresses'?: AddressEntry[];
  /** Servers of endpoints that take them from a secret, which is never read. The first that fits counts. */
  'endpoint-servers'?: EndpointServerEntry[];
  /** How findings come to AWS Security Hub; off if this is left out. */
  'security-hub'?: SecurityHubMode;
  /** Findings that somebody answers for; they are shown as excepted and fail no run. */
  exceptions?: ExceptionEntry[];
  /** Who is told of changes, and of each night. */
  alerts?: AlertsEntry;
  /** By rule id. */
  rules?: Record<string, RuleEntry>;
}
