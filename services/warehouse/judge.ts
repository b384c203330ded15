import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { SubjectKind } from '#libs/cases/facts/subject-kind.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import type { Metric } from '#libs/catalogue/metric.js';
import { contradictionsOf, parcelsOf } from '#libs/catalogue/parcels.js';
import { isOfTraining, trainingFrom } from '#libs/catalogue/training.js';
import {
  handledParcelsFrom,
  handlingSuspicionsOf,
  type KnownOfHandling,
} from '#libs/catalogue/warehouse/handled-parcel.js';
import {
  OF_HAND_OVER,
  OF_HANDLING,
  OF_LOCATION_COUNT,
  OF_PACKAGING_AUDIT,
  OF_RECEIPT,
  OF_RETURN,
  OF_RETURN_JOURNEY,
  OF_RETURN_LINK,
  OF_TRAINING,
} from '#libs/catalogue/warehouse/metrics.js';
import { suspicionsOf } from '#libs/catalogue/warehouse/parcel.js';
import {
  isReturnStep,
  linksOf,
  returnJourneyFrom,
  returnSuspicionsOf,
} from '#libs/catalogue/warehouse/return-journey.js';
import {
  type Arrival,
  arrivalFrom,
  arrivalSuspicionsOf,
  type Check,
  checkFrom,
} from '#libs/catalogue/warehouse/subject.js';
import { evaluateBy, type Rules } from '#libs/rules/rules.js';
import { warehouseFacts } from './grpc/facts.js';
import { milestonesOf } from './milestones.js';

/** What follows from the facts of a case: of an order, or of a subject. */
export function judgeWarehouse(facts: readonly StoredFact[], rules: Rules): Judgement {
  const subject = warehouseFacts.subjectOf(facts);
  return subject === undefined ? judgeOrder(facts, rules) : judgeSubject(subject, facts, rules);
}

/** Each of the parcels of an order is judged. */
function judgeOrder(facts: readonly StoredFact[], rules: Rules): Judgement {
  const known = warehouseFacts.knownOf(facts);
  const own = known.facts.filter((fact): fact is KnownOfHandling => !('about' in fact));
  const parcels = handledParcelsFrom([...own, ...known.milestones]);
  return {
    evaluations: parcels.flatMap((parcel) => [
      ...evaluateBy(rules, OF_HAND_OVER, parcel),
      ...evaluateBy(rules, OF_HANDLING, parcel),
    ]),
    milestones: parcels.flatMap(milestonesOf),
    inconsistencies: [
      ...known.inconsistencies,
      ...parcels.flatMap(suspicionsOf),
      ...parcels.flatMap(handlingSuspicionsOf),
      ...contradictionsOf(own, parcelsOf(known.milestones)),
    ],
  };
}

/** The metrics of each kind of subject. A kind that is not here is judged by none. */
const OF_ARRIVALS: Readonly<Partial<Record<SubjectKind, readonly Metric<Arrival>[]>>> = {
  receipt: OF_RECEIPT,
  return: OF_RETURN,
};
const OF_CHECKS: Readonly<Partial<Record<SubjectKind, readonly Metric<Check>[]>>> = {
  location_count: OF_LOCATION_COUNT,
  packaging_audit: OF_PACKAGING_AUDIT,
};

function judgeSubject(subject: SubjectKind, facts: readonly StoredFact[], rules: Rules): Judgement {
  const known = warehouseFacts.knownOf(facts);
  const own = known.facts.flatMap((fact) => ('about' in fact ? [fact] : []));
  const plain = own.flatMap((fact) => (isReturnStep(fact) || isOfTraining(fact) ? [] : [fact]));
  const arrival = arrivalFrom(plain);
  const journey = subject === 'return' ? returnJourneyFrom(own) : undefined;
  return {
    evaluations: [
      ...evaluateBy(rules, OF_ARRIVALS[subject] ?? [], arrival),
      ...evaluateBy(rules, OF_CHECKS[subject] ?? [], checkFrom(plain)),
      ...evaluateBy(rules, OF_TRAINING, trainingFrom(own.filter(isOfTraining))),
      ...evaluateBy(rules, OF_RETURN_JOURNEY, journey),
      ...linksOf(journey).flatMap((link) => evaluateBy(rules, OF_RETURN_LINK, link)),
    ],
    milestones: [],
    inconsistencies: [
      ...known.inconsistencies,
      ...(arrival === undefined ? [] : arrivalSuspicionsOf(arrival)),
      ...(journey === undefined ? [] : returnSuspicionsOf(journey)),
    ],
  };
}
