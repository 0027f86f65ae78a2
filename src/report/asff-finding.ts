import type { Severity } from '../model/finding.ts';

/**
 * The parts of the AWS Security Finding Format that we fill in. Arrays are mutable, as the SDK has them.
 * (Security Hub API Reference, *AwsSecurityFinding*)
 */
export interface AsffFinding {
  readonly SchemaVersion: '2018-10-08';
  readonly Id: string;
  readonly ProductArn: string;
  readonly ProductName: string;
  readonly CompanyName: string;
  readonly GeneratorId: string;
  readonly AwsAccountId: string;
  readonly CreatedAt: string;
  readonly UpdatedAt: string;
  readonly FirstObservedAt: string;
  readonly LastObservedAt: string;
  readonly Title: string;
  readonly Description: string;
  readonly Remediation: { readonly Recommendation: { readonly Text: string; readonly Url?: string } };
  readonly ProductFields: Record<string, string>;
  readonly Resources: AsffResource[];
  readonly Compliance: AsffCompliance;
  readonly RecordState: 'ACTIVE' | 'ARCHIVED';
  /** Severity and types of the provider; the fields of these names beside it are the customer's. */
  readonly FindingProviderFields: {
    readonly Severity: { readonly Label: Severity; readonly Original: Severity };
    readonly Types: string[];
  };
}

export interface AsffCompliance {
  readonly Status: 'PASSED' | 'FAILED' | 'WARNING' | 'NOT_AVAILABLE';
  readonly RelatedRequirements: string[];
  readonly StatusReasons: { readonly ReasonCode: string; readonly Description: string }[];
}

export interface AsffResource {
  readonly Type: string;
  readonly Id: string;
  readonly Partition?: 'aws' | 'aws-cn' | 'aws-us-gov';
  readonly Region?: string;
  readonly Details?: AsffDetails;
}

/**
 * Names and ARNs of the resource alone. Security Hub has fields for the server, user name and policies of some; these
 * are not its business.
 */
export interface AsffDetails {
  readonly AwsDmsEndpoint?: { readonly EndpointArn?: string; readonly EndpointIdentifier: string };
  readonly AwsDmsReplicationInstance?: { readonly ReplicationInstanceIdentifier: string };
  readonly AwsDmsReplicationTask?: { readonly ReplicationTaskIdentifier: string };
  readonly AwsIamRole?: { readonly RoleName: string };
  readonly AwsKmsKey?: { readonly KeyId: string };
  readonly Other?: Record<string, string>;
}
