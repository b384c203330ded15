import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { DELIVERY } from '#libs/catalogue/delivery/metrics.js';
import { parcelFrom, suspicionsOf } from '#libs/catalogue/delivery/parcel.js';
import { evaluate } from '#libs/catalogue/evaluation.js';
import { deliveryFacts } from './grpc/facts.js';
import { milestonesOf } from './milestones.js';

/** What follows from the facts of a parcel. */
export function judgeParcel(facts: readonly StoredFact[]): Judgement {
  const known = deliveryFacts.knownOf(facts);
  const parcel = parcelFrom([...known.facts, ...known.milestones]);
  return {
    evaluations: evaluate(DELIVERY, parcel),
    milestones: milestonesOf(parcel),
    inconsistencies: [...known.inconsistencies, ...suspicionsOf(parcel)],
  };
}
