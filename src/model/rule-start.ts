/** An AWS Config rule that is to be evaluated because something changed that it joins. */
export interface RuleStart {
  readonly region: string;
  /** As AWS Config calls it. */
  readonly configRule: string;
  /** What it is evaluated from has to be at least as new. ISO 8601, UTC. */
  readonly changedAt: string;
}

/** A start on its way through a FIFO queue. */
export interface QueuedStart extends RuleStart {
  /** The same for all starts of an AWS Config rule: they stay in order. */
  readonly group: string;
  /** The same for starts that are one: the queue takes the first. */
  readonly deduplication: string;
}

/** An AWS Config rule of ours, as it is deployed in a Region. */
export interface DeployedRule {
  /** As AWS Config calls it. */
  readonly configRule: string;
  /** The id of our rule that its parameters name. */
  readonly rule: string;
}

/** What AWS Config answered to the start of a rule. */
export type StartOutcome =
  | { readonly kind: 'started' }
  /** There is no such rule any more. */
  | { readonly kind: 'gone' }
  /** It is being evaluated, or was started less than a minute ago. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly because: string };
