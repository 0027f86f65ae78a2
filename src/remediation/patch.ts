import type { Subject } from '../model/finding.ts';
import type { ApiCall } from './calls.ts';

/** A value in JSON. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };

/** One property of a resource, in the names of CloudFormation, which mostly are those of the API. */
export interface PropertyChange {
  readonly property: string;
  /** null: there is none, or it is not known. */
  readonly from: Json;
  /** null: it is taken away. */
  readonly to: Json;
}

/** One call that changes one resource, and what it changes there. */
export interface Change {
  readonly resource: Subject;
  readonly api: ApiCall;
  readonly properties: readonly PropertyChange[];
}

/** What is to be known before and after the calls. */
export interface Advice {
  /** What must come first. */
  readonly first: readonly string[];
  /** What could break, and when it takes effect. */
  readonly breaks: readonly string[];
  /** Who uses the resource. */
  readonly users: readonly string[];
  /** What stays for a person to decide. */
  readonly decide: readonly string[];
}

/** How one finding is fixed: calls in their order. */
export interface Patch extends Advice {
  readonly changes: readonly Change[];
}

/** Why there is no patch, and what to do instead. */
export interface NoPatch {
  /** The way of failing: "a certificate has expired". */
  readonly way: string;
  readonly why: string;
  readonly instead: string;
  /** AWS changes it only by making the resource anew. */
  readonly recreates: boolean;
}

export type Remedy = { readonly patch: Patch } | { readonly noPatch: NoPatch };

export const patched = (changes: readonly Change[], advice: Partial<Advice> = {}): Remedy => ({
  patch: { first: [], breaks: [], users: [], decide: [], ...advice, changes },
});

export const reason = (way: string, why: string, instead: string): NoPatch => ({
  ...{ way, why, instead },
  recreates: false,
});

/** Of what AWS changes only by making the resource anew. */
export const recreation = (way: string, why: string, instead: string): NoPatch => ({
  ...reason(way, why, instead),
  recreates: true,
});

export const not = (noPatch: NoPatch): Remedy => ({ noPatch });
