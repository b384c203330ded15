import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { OF_COURTESY_AUDIT, OF_ORDER, OF_PARCEL, OF_ROUTE, OF_TRAINING } from '#libs/catalogue/delivery/metrics.js';
import { orderFrom, suspicionsOf } from '#libs/catalogue/delivery/order.js';
import { courtesyAuditFrom, type KnownOfSubject, routeFrom } from '#libs/catalogue/delivery/subject.js';
import { contradictionsOf, parcelsOf } from '#libs/catalogue/parcels.js';
import { isOfTraining, trainingFrom } from '#libs/catalogue/training.js';
import { evaluateBy, type Rules } from '#libs/rules/rules.js';
import { deliveryFacts } from './grpc/facts.js';
import { milestonesOf } from './milestones.js';

/** What follows from the facts of a case: of an order, or of a subject. */
export function judgeDelivery(facts: readonly StoredFact[], rules: Rules): Judgement {
  return deliveryFacts.subjectOf(facts) === undefined ? judgeOrder(facts, rules) : judgeSubject(facts, rules);
}

/** The order is judged, and each of its parcels. */
function judgeOrder(facts: readonly StoredFact[], rules: Rules): Judgement {
  const known = deliveryFacts.knownOf(facts);
  const own = known.facts.flatMap((fact) => ('about' in fact ? [] : [fact]));
  const order = orderFrom([...own, ...known.milestones]);
  return {
    evaluations: [
      ...evaluateBy(rules, OF_ORDER, order),
      ...(order?.parcels ?? []).flatMap((parcel) => evaluateBy(rules, OF_PARCEL, parcel)),
    ],
    milestones: milestonesOf(order),
    inconsistencies: [
      ...known.inconsistencies,
      ...suspicionsOf(order),
      ...contradictionsOf(own, parcelsOf(known.milestones)),
    ],
  };
}

/** A route or an audit is judged. It publishes nothing. */
function judgeSubject(facts: readonly StoredFact[], rules: Rules): Judgement {
  const known = deliveryFacts.knownOf(facts);
  const subject = known.facts.flatMap((fact) => ('about' in fact ? [fact] : []));
  const own: KnownOfSubject[] = subject.flatMap((fact) => (isOfTraining(fact) ? [] : [fact]));
  return {
    evaluations: [
      ...evaluateBy(rules, OF_ROUTE, routeFrom(own)),
      ...evaluateBy(rules, OF_COURTESY_AUDIT, courtesyAuditFrom(own)),
      ...evaluateBy(rules, OF_TRAINING, trainingFrom(subject.filter(isOfTraining))),
    ],
    milestones: [],
    inconsistencies: known.inconsistencies,
  };
}
