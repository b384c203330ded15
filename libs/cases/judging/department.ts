import type { Judging } from '../facts/feeds.js';
import type { StoredFact } from '../facts/stored-fact.js';
import type { Judgement } from './case-changes.js';

/** Judges the facts of a case, in order of time. Pure; each department has its own. */
export type Judge = (facts: readonly StoredFact[]) => Judgement;

/** A source of this installation: its metrics, and how it judges. */
export interface Department extends Judging {
  /** Over how many its cases are spread, from 1. */
  readonly shards: number;
  readonly judge: Judge;
  /** The kind of fact a case must begin with, "placed"; other facts of unknown cases are refused. Unset: any may come first. */
  readonly openedBy?: string | undefined;
}
