import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { knownOfParcel } from './grpc/mapping.js';
import { ask } from './metrics/index.js';
import { tell } from './milestones.js';
import { parcelFrom, suspicionsOf } from './parcel.js';

/** What follows from what is known of a parcel. */
export function judgeParcel(facts: readonly StoredFact[]): Judgement {
  const parcel = parcelFrom(facts.map(knownOfParcel));
  return { questions: ask(parcel), tellings: tell(parcel), suspicions: suspicionsOf(parcel) };
}
