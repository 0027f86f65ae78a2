import type { Finding } from './finding.ts';

/** What UNKNOWN becomes in AWS Config, which takes no such answer. */
export const unknownAs = ['NON_COMPLIANT', 'SKIP'] as const;
export type UnknownAs = (typeof unknownAs)[number];

/** What a failure becomes in AWS Config that the settings except. */
export const exceptionsAs = ['NON_COMPLIANT', 'COMPLIANT'] as const;
export type ExceptionsAs = (typeof exceptionsAs)[number];

/** A resource as AWS Config names it. */
export interface ConfigResource {
  readonly type: string;
  readonly id: string;
}

/** What is said of a resource, as a finding says it. */
export type ConfigVerdict = Pick<Finding, 'status' | 'because' | 'exception'>;

/** What there is to say of resources: of the one that changed, of one that is gone, or of all that a rule judges. */
export type Tidings =
  | {
      readonly kind: 'changed';
      readonly resource: ConfigResource;
      readonly verdicts: readonly ConfigVerdict[];
    }
  | { readonly kind: 'gone'; readonly resource: ConfigResource; readonly because: string }
  | {
      readonly kind: 'all';
      readonly findings: readonly Finding[];
      /** Whether a resource of this type that has no finding is really gone: its listing was complete. */
      readonly wasListed: (type: string) => boolean;
      /** Why what was reported before and has no finding is withdrawn. */
      readonly because: string;
    };

/** What AWS Config is to hear after one invocation of a rule's function. */
export interface ConfigReport {
  /** As AWS Config calls the rule. */
  readonly configRule: string;
  /** Lets this invocation report; it is a secret. */
  readonly resultToken: string;
  /** When the item was recorded or the schedule fired, ISO 8601: the same however often the event comes. */
  readonly at: string;
  readonly unknownAs: UnknownAs;
  readonly exceptionsAs: ExceptionsAs;
  readonly tidings: Tidings;
}

/** The convention of AWS's Rule Development Kit: nothing is stored and the token is not checked. */
export const isTest = ({ resultToken }: ConfigReport): boolean => resultToken === 'TESTMODE';
