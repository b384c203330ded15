import type { StoredFact } from '../facts/stored-fact.js';

/** What a case looks like to people: all that stands of it, in order of time. */
export type Describe = (facts: readonly StoredFact[]) => CaseDescription;

export interface CaseDescription {
  /** The order or contact as its feed named it; empty where this department never heard the name. */
  readonly caseId: string;
  /** Plain figures of each fact, in the same order, "promised day 2018-08-03"; empty when there is nothing to add. */
  readonly details: readonly string[];
}
