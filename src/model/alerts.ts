import type { Severity } from './finding.ts';

/** Where alerts go. */
export type AlertTarget =
  /** A topic that programs read: JSON, and text for subscriptions by e-mail. */
  | { readonly kind: 'topic'; readonly arn: string }
  /** The topic of `DMS_AUDITOR_TOPIC_ARN`, which people read: text alone. */
  | { readonly kind: 'text'; readonly arn: string }
  /** A topic that Amazon Q Developer in chat applications, once AWS Chatbot, is subscribed to. */
  | { readonly kind: 'chatbot'; readonly arn: string }
  /** A Slack channel, by the name or ARN of the secret that holds its webhook's address. */
  | { readonly kind: 'slack'; readonly secret: string };

/** Who is told of what. */
export interface AlertRoute {
  readonly name: string;
  /** What weighs less is not told. */
  readonly severity: Severity;
  /** Account ids, or patterns with `*` and `?`. */
  readonly accounts: readonly string[];
  /** Rule ids, or patterns. */
  readonly rules: readonly string[];
  readonly to: AlertTarget;
}

/** What an operator says of alerts. */
export interface AlertSettings {
  /**
   * An address by which people enter the console, with `{destination}` for the place there and, where it is wanted,
   * `{account}`; null: they are signed in already.
   */
  readonly console: string | null;
  /** None: the topic of `DMS_AUDITOR_TOPIC_ARN` gets the digest of each night. */
  readonly routes: readonly AlertRoute[];
}

export const noAlerts: AlertSettings = { console: null, routes: [] };
