import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { evaluate } from '#libs/catalogue/evaluation.js';
import { WAREHOUSE } from '#libs/catalogue/warehouse/metrics.js';
import { parcelFrom, suspicionsOf } from '#libs/catalogue/warehouse/parcel.js';
import { warehouseFacts } from './grpc/facts.js';
import { milestonesOf } from './milestones.js';

/** What follows from the facts of a parcel. */
export function judgeParcel(facts: readonly StoredFact[]): Judgement {
  const known = warehouseFacts.knownOf(facts);
  const parcel = parcelFrom([...known.facts, ...known.milestones]);
  return {
    evaluations: evaluate(WAREHOUSE, parcel),
    milestones: milestonesOf(parcel),
    inconsistencies: [...known.inconsistencies, ...suspicionsOf(parcel)],
  };
}
