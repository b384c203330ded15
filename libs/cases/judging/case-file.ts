import type { Origin } from '#libs/domain/observation.js';
import type { CaseRuling } from '#libs/domain/ruling.js';
import type { StoredFact } from '../facts/stored-fact.js';
import type { PublishedMilestone } from '../milestones/outgoing-milestones.js';
import type { CurrentVerdict, Due } from './verdict.js';

/** Everything that is known and was decided about a case, read under its lock. */
export interface CaseFile {
  readonly ref: Buffer;
  /** By which rows of this database name the case, from 1. */
  readonly number: number;
  readonly shard: number;
  /** Moves with each change of the case; see migration 0013. */
  readonly version: number;
  /** The transaction that has locked it has opened it, and has changed nothing about it before. */
  readonly isNew: boolean;
  /** Of its row, while the transaction that has locked it goes on: "(0,1)". */
  readonly place: string;
  /** Every fact, withdrawn ones included. */
  readonly allFacts: readonly StoredFact[];
  /** The facts in force, in order of time. */
  readonly facts: readonly StoredFact[];
  readonly origin: Origin;
  readonly standing: readonly CurrentVerdict[];
  /** The newest version of verdicts that are retracted, by `keyOf`. */
  readonly spent: ReadonlyMap<string, number>;
  readonly due: readonly Due[];
  readonly published: readonly PublishedMilestone[];
  readonly inconsistencies: readonly string[];
  /** Those that hold, one for each contest, in order of contests. */
  readonly rulings: readonly CaseRuling[];
}
