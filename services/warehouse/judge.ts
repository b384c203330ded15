import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { evaluate } from '#libs/catalogue/evaluation.js';
import { WAREHOUSE } from '#libs/catalogue/warehouse/metrics.js';
import { parcelFrom, suspicionsOf } from '#libs/catalogue/warehouse/parcel.js';
import { knownOfParcel } from './grpc/mapping.js';
import { tell } from './milestones.js';

/** What follows from what is known of a parcel. */
export function judgeParcel(facts: readonly StoredFact[]): Judgement {
  const parcel = parcelFrom(facts.map(knownOfParcel));
  return { evaluations: evaluate(WAREHOUSE, parcel), tellings: tell(parcel), suspicions: suspicionsOf(parcel) };
}
