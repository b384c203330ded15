import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { evaluateDelivery } from '#libs/catalogue/delivery/metrics.js';
import { orderFrom, suspicionsOf } from '#libs/catalogue/delivery/order.js';
import { contradictionsOf, parcelsOf } from '#libs/catalogue/parcels.js';
import { deliveryFacts } from './grpc/facts.js';
import { milestonesOf } from './milestones.js';

/** What follows from the facts of an order: it is judged, and each of its parcels. */
export function judgeDelivery(facts: readonly StoredFact[]): Judgement {
  const known = deliveryFacts.knownOf(facts);
  const order = orderFrom([...known.facts, ...known.milestones]);
  return {
    evaluations: evaluateDelivery(order),
    milestones: milestonesOf(order),
    inconsistencies: [
      ...known.inconsistencies,
      ...suspicionsOf(order),
      ...contradictionsOf(known.facts, parcelsOf(known.milestones)),
    ],
  };
}
