import type { Finding, Status } from './finding.ts';

/** What UNKNOWN becomes in AWS Config, which takes no such answer. */
export const unknownAs = ['NON_COMPLIANT', 'SKIP'] as const;
export type UnknownAs = (typeof unknownAs)[number];

/** A resource as AWS Config names it. */
export interface ConfigResource {
  readonly type: string;
  readonly id: string;
}

/** What there is to say of resources: of the one that changed, of one that is gone, or of all that a rule judges. */
export type Tidings =
  | {
      readonly kind: 'changed';
      readonly resource: ConfigResource;
      readonly verdicts: readonly { readonly status: Status; readonly because: string }[];
    }
  | { readonly kind: 'gone'; readonly resource: ConfigResource; readonly because: string }
  | {
      readonly kind: 'all';
      readonly findings: readonly Finding[];
      /** Whether a resource of this type that has no finding is really gone: its listing was complete. */
      readonly wasListed: (type: string) => boolean;
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
  readonly tidings: Tidings;
}
