import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { OF_ORDER, OF_PARCEL } from '#libs/catalogue/delivery/metrics.js';
import { orderFrom, suspicionsOf } from '#libs/catalogue/delivery/order.js';
import { contradictionsOf, parcelsOf } from '#libs/catalogue/parcels.js';
import { evaluateBy, type Rules } from '#libs/rules/rules.js';
import { deliveryFacts } from './grpc/facts.js';
import { milestonesOf } from './milestones.js';

/** What follows from the facts of an order: it is judged, and each of its parcels. */
export function judgeDelivery(facts: readonly StoredFact[], rules: Rules): Judgement {
  const known = deliveryFacts.knownOf(facts);
  const order = orderFrom([...known.facts, ...known.milestones]);
  return {
    evaluations: [
      ...evaluateBy(rules, OF_ORDER, order),
      ...(order?.parcels ?? []).flatMap((parcel) => evaluateBy(rules, OF_PARCEL, parcel)),
    ],
    milestones: milestonesOf(order),
    inconsistencies: [
      ...known.inconsistencies,
      ...suspicionsOf(order),
      ...contradictionsOf(known.facts, parcelsOf(known.milestones)),
    ],
  };
}
