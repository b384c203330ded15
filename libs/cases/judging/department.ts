import type { Judging } from '../facts/feeds.js';
import type { StoredFact } from '../facts/stored-fact.js';
import type { Judgement } from './case-changes.js';

/** Judges the facts of a case, in order of time. Pure; each department has its own. */
export type Judge = (facts: readonly StoredFact[]) => Judgement;

/** A source of this installation: its metrics, and how it judges. */
export interface Department extends Judging {
  /** The number of shards over which its cases are spread, from 1. */
  readonly shards: number;
  readonly judge: Judge;
  /** See `StoreOptions`. */
  readonly openedBy?: string | undefined;
}
