import type { Severity } from './finding.ts';
import type { Result } from './result.ts';
import type { ExceptionSetting } from './settings.ts';
import type { Transition } from './transition.ts';

/** A change that somebody is told of, in the words of its rule. */
export interface Alert extends Transition {
  readonly title: string;
  readonly remediation: string;
}

/** The part of a result that a route is for. */
export interface Selection {
  /** What weighs less is counted, not told. */
  readonly severity: Severity;
  readonly account: (id: string) => boolean;
  readonly rule: (id: string) => boolean;
  /** Whether an exception can be for something of it: text of exceptions holds wildcards. */
  readonly exception: (made: Pick<ExceptionSetting, 'account' | 'rule'>) => boolean;
}

/** What one night's scan of an account came to. */
export interface NightlyScan {
  readonly account: string;
  readonly result: Result;
  /** null: nothing is known from before. */
  readonly transitions: readonly Transition[] | null;
  /** Where the result is kept. */
  readonly place: { readonly bucket: string; readonly key: string };
}

/** One message to one route; its id is the same however often it is sent. */
export type Notice =
  | { readonly kind: 'change'; readonly id: string; readonly route: string; readonly alert: Alert }
  /** More changes at once than anybody reads one by one. */
  | {
      readonly kind: 'several';
      readonly id: string;
      readonly route: string;
      readonly alerts: readonly Alert[];
    }
  | {
      readonly kind: 'digest';
      readonly id: string;
      readonly route: string;
      readonly night: NightlyScan;
      readonly selection: Selection;
    };

/** What became of the claim to send a message. */
export type Claim =
  | { readonly state: 'mine' }
  /** Another run is sending it, or has died over it a moment ago. */
  | { readonly state: 'busy' }
  /** It was sent; null: of which transitions it told is not kept. */
  | { readonly state: 'sent'; readonly toldOf: ((transition: string) => boolean) | null };

/** Remembers which messages were sent, so that a repeated run sends none twice. */
export interface SentMessages {
  readonly claim: (id: string) => Promise<Claim>;
  /** Called after the message is out: a crash in between repeats it, with the same id. */
  readonly done: (id: string, transitions: readonly string[]) => Promise<void>;
}
