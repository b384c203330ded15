import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { DELIVERY } from '#libs/catalogue/delivery/metrics.js';
import { parcelFrom, suspicionsOf } from '#libs/catalogue/delivery/parcel.js';
import { evaluate } from '#libs/catalogue/evaluation.js';
import { knownOfParcel } from './grpc/mapping.js';
import { tell } from './milestones.js';

/** What follows from what is known of a parcel. */
export function judgeParcel(facts: readonly StoredFact[]): Judgement {
  const parcel = parcelFrom(facts.map(knownOfParcel));
  return { evaluations: evaluate(DELIVERY, parcel), tellings: tell(parcel), suspicions: suspicionsOf(parcel) };
}
