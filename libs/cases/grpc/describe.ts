import type { StoredFact } from '../facts/stored-fact.js';

/** What a case looks like to people: all that stands of it, in order of time. */
export type Describe = (facts: readonly StoredFact[]) => CaseDescription;

export interface CaseDescription {
  /** The order, the contact or the subject as its feed named it; empty where this department never heard the name. */
  readonly caseId: string;
  /** "order", "contact", "issue", or the kind of subject, "receipt"; empty where the id is, and in departments of the company's own. */
  readonly caseKind: string;
  /** Plain figures of each fact, in the same order, "promised day 2018-08-03"; empty when there is nothing to add. */
  readonly details: readonly string[];
}
