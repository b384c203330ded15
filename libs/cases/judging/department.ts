import type { MetricDefinition } from '#libs/catalogue/metric.js';
import type { Rules } from '#libs/rules/rules.js';
import type { Judging } from '../facts/feeds.js';
import type { StoredFact } from '../facts/stored-fact.js';
import type { Judgement } from './case-changes.js';
import type { KnownCases } from './known-cases.js';

/** Judges the facts of a case, in order of time, by the rules of the company. Pure; each department has its own. */
export type Judge = (facts: readonly StoredFact[], rules: Rules) => Judgement;

/** A source of this installation: its metrics, whether a company asks them or not, and how it judges. */
export interface Department extends Judging {
  /** The number of shards over which new cases are spread now, from 1; it grows when shards are added. */
  readonly shards: number;
  readonly metrics: readonly MetricDefinition[];
  readonly judge: Judge;
  /** The cases that the process remembers; unset: it reads every case that it judges. */
  readonly known?: KnownCases;
  /** See `StoreOptions`. */
  readonly openedBy?: string | undefined;
}
