import { OF_ORDER, OF_PARCEL } from '#libs/catalogue/delivery/metrics.js';
import { orderFrom as deliveryOrder, suspicionsOf as deliverySuspicions } from '#libs/catalogue/delivery/order.js';
import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import { OF_ORDER as OF_SHOP_ORDER } from '#libs/catalogue/ordering/metrics.js';
import { orderFrom } from '#libs/catalogue/ordering/order.js';
import { answerFrom } from '#libs/catalogue/survey/answer.js';
import { SURVEY } from '#libs/catalogue/survey/metrics.js';
import { handledParcelsFrom } from '#libs/catalogue/warehouse/handled-parcel.js';
import { OF_HAND_OVER, OF_HANDLING } from '#libs/catalogue/warehouse/metrics.js';
import { suspicionsOf } from '#libs/catalogue/warehouse/parcel.js';
import { groupBy } from '#libs/domain/group-by.js';
import type { Milestone, OutgoingMilestone } from '#libs/domain/milestone.js';
import type { BuiltInSource } from '#libs/domain/observation.js';
import { evaluateBy, type Rules } from '#libs/rules/rules.js';
import { deliveryFacts } from '#services/delivery/grpc/facts.js';
import { milestonesOf as deliveryMilestones } from '#services/delivery/milestones.js';
import { orderingFacts } from '#services/ordering/grpc/facts.js';
import { milestonesOf as orderingMilestones } from '#services/ordering/milestones.js';
import { surveyFacts } from '#services/survey/grpc/facts.js';
import { warehouseFacts } from '#services/warehouse/grpc/facts.js';
import { milestonesOf as warehouseMilestones } from '#services/warehouse/milestones.js';
import { realFacts, type TimedFact } from '#test/real-orders/facts.js';
import { olistRules } from '#test/rules/olist.js';

/** The rules of each department. */
export type RulesOf = (source: BuiltInSource) => Rules;

/** What the departments' rules alone make of the real orders, without the pipeline, by the documents of Olist. */
export interface PurePath {
  readonly evaluations: readonly MetricEvaluation[];
  readonly suspicions: number;
}

/** Folds every real order through the pure rules of all departments, passing milestones directly. */
export async function purePath(): Promise<PurePath> {
  return purePathOf(await realFacts());
}

/** The same for given facts, and for other documents. */
export function purePathOf(facts: readonly TimedFact[], rulesOf: RulesOf = olistRules): PurePath {
  const [ordering, warehouse] = [rulesOf('ordering'), rulesOf('warehouse')];
  const rules = { ordering, warehouse, delivery: rulesOf('delivery'), survey: rulesOf('survey') };
  const byOrder = groupBy(facts, ({ fact }) => fact.orderId);
  const evaluations: MetricEvaluation[] = [];
  let suspicions = 0;
  for (const ofOrder of byOrder.values()) {
    const judged = judgeOrder(ofOrder, rules);
    evaluations.push(...judged.evaluations);
    suspicions += judged.suspicions;
  }
  return { evaluations, suspicions };
}

type OrderRules = Readonly<Record<'ordering' | 'warehouse' | 'delivery' | 'survey', Rules>>;

function judgeOrder(facts: readonly TimedFact[], rules: OrderRules): PurePath {
  const own = {
    ordering: facts.flatMap((one) => {
      const known = one.to === 'ordering' ? orderingFacts.read(one.fact) : undefined;
      return known === undefined || 'about' in known ? [] : [known];
    }),
    warehouse: facts.flatMap((one) => {
      const known = one.to === 'warehouse' ? warehouseFacts.read(one.fact) : undefined;
      return known === undefined || 'about' in known ? [] : [known];
    }),
    delivery: facts.flatMap((one) => {
      const known = one.to === 'delivery' ? deliveryFacts.read(one.fact) : undefined;
      return known === undefined || 'about' in known ? [] : [known];
    }),
    survey: facts.flatMap((one) => (one.to === 'survey' ? (surveyFacts.read(one.fact) ?? []) : [])),
  };
  const promised = milestones(orderingMilestones(orderFrom(own.ordering)));
  const warehouse = handledParcelsFrom([...own.warehouse, ...promised]);
  const handedOver = milestones(warehouse.flatMap(warehouseMilestones));
  const delivery = deliveryOrder([...own.delivery, ...promised, ...handedOver]);
  const order = orderFrom([...own.ordering, ...milestones(deliveryMilestones(delivery))]);
  const answer = answerFrom([...own.survey, ...promised]);
  return {
    evaluations: [
      ...evaluateBy(rules.ordering, OF_SHOP_ORDER, order),
      ...warehouse.flatMap((parcel) => evaluateBy(rules.warehouse, OF_HAND_OVER, parcel)),
      ...warehouse.flatMap((parcel) => evaluateBy(rules.warehouse, OF_HANDLING, parcel)),
      ...evaluateBy(rules.delivery, OF_ORDER, delivery),
      ...(delivery?.parcels ?? []).flatMap((parcel) => evaluateBy(rules.delivery, OF_PARCEL, parcel)),
      ...evaluateBy(rules.survey, SURVEY, answer),
    ],
    suspicions: warehouse.flatMap(suspicionsOf).length + deliverySuspicions(delivery).length,
  };
}

function milestones(outgoing: readonly OutgoingMilestone[]): Milestone[] {
  return outgoing.map((milestone) => ({ ...milestone, revision: 1, origin: 'IMPORTED' }));
}
