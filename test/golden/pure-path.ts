import { factsOf, type TimedFact, ZONE } from '#cli/import/olist-facts.js';
import { readOlistFiles } from '#cli/import/olist-files.js';
import { DELIVERY } from '#libs/catalogue/delivery/metrics.js';
import {
  parcelFrom as deliveryParcel,
  suspicionsOf as deliverySuspicions,
  type KnownOfParcel as KnownOfDelivery,
} from '#libs/catalogue/delivery/parcel.js';
import { evaluate, type MetricEvaluation } from '#libs/catalogue/evaluation.js';
import { ORDERING } from '#libs/catalogue/ordering/metrics.js';
import { type KnownOfOrder, type PaymentMethod as Method, orderFrom } from '#libs/catalogue/ordering/order.js';
import { answerFrom, type KnownOfAnswer } from '#libs/catalogue/survey/answer.js';
import { SURVEY } from '#libs/catalogue/survey/metrics.js';
import { WAREHOUSE } from '#libs/catalogue/warehouse/metrics.js';
import { type KnownOfParcel, parcelFrom, suspicionsOf } from '#libs/catalogue/warehouse/parcel.js';
import { PaymentMethod } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { groupBy } from '#libs/domain/group-by.js';
import type { Milestone, OutgoingMilestone } from '#libs/domain/milestone.js';
import { tell as tellDelivery } from '#services/delivery/milestones.js';
import { tell as tellOrdering } from '#services/ordering/milestones.js';
import { tell as tellWarehouse } from '#services/warehouse/milestones.js';

/** What the departments' rules alone make of the real orders, without the pipeline. */
export interface PurePath {
  readonly evaluations: readonly MetricEvaluation[];
  readonly suspicions: number;
}

/** Folds every order of a folder through the pure rules of all departments, passing milestones directly. */
export async function purePath(folder: string): Promise<PurePath> {
  return purePathOf(factsOf(await readOlistFiles(folder, { zone: ZONE })));
}

/** The same for given facts. */
export function purePathOf(facts: readonly TimedFact[]): PurePath {
  const byOrder = groupBy(facts, ({ fact }) => fact.orderId);
  const evaluations: MetricEvaluation[] = [];
  let suspicions = 0;
  for (const ofOrder of byOrder.values()) {
    const judged = judgeOrder(ofOrder);
    evaluations.push(...judged.evaluations);
    suspicions += judged.suspicions;
  }
  return { evaluations, suspicions };
}

function judgeOrder(facts: readonly TimedFact[]): PurePath {
  const delivered = facts.flatMap((one) =>
    one.to === 'delivery' ? [{ name: 'delivered' as const, happenedAt: one.at }] : [],
  );
  const promised = milestones(tellOrdering(orderFrom(facts.flatMap(knownOfOrder))));
  const handedOver = facts.flatMap((one) =>
    one.to === 'warehouse' ? [{ name: 'handed_over' as const, happenedAt: one.at }] : [],
  );
  const warehouse = parcelFrom([...handedOver, ...promised] satisfies KnownOfParcel[]);
  const known: KnownOfDelivery[] = [...delivered, ...promised, ...milestones(tellWarehouse(warehouse))];
  const delivery = deliveryParcel(known);
  const order = orderFrom([...facts.flatMap(knownOfOrder), ...milestones(tellDelivery(delivery))]);
  const answers = facts.flatMap((one): KnownOfAnswer[] =>
    one.to === 'survey' && one.fact.what?.$case === 'answered'
      ? [{ name: 'answered', happenedAt: one.at, score: one.fact.what.value.score }]
      : [],
  );
  const answer = answerFrom([...answers, ...promised]);
  return {
    evaluations: [
      ...evaluate(ORDERING, order),
      ...evaluate(WAREHOUSE, warehouse),
      ...evaluate(DELIVERY, delivery),
      ...evaluate(SURVEY, answer),
    ],
    suspicions: suspicionsOf(warehouse).length + deliverySuspicions(delivery).length,
  };
}

function milestones(outgoing: readonly OutgoingMilestone[]): Milestone[] {
  return outgoing.map((milestone) => ({ ...milestone, revision: 1, origin: 'IMPORTED' }));
}

const METHODS: Readonly<Record<number, Method>> = {
  [PaymentMethod.PAYMENT_METHOD_CREDIT_CARD]: 'credit_card',
  [PaymentMethod.PAYMENT_METHOD_DEBIT_CARD]: 'debit_card',
  [PaymentMethod.PAYMENT_METHOD_VOUCHER]: 'voucher',
  [PaymentMethod.PAYMENT_METHOD_BOLETO]: 'boleto',
};

function knownOfOrder(one: TimedFact): KnownOfOrder[] {
  if (one.to !== 'ordering' || one.fact.what === undefined) return [];
  const { what } = one.fact;
  const happenedAt = one.at;
  switch (what.$case) {
    case 'placed': {
      const { promisedDay, zone, destinationUnit } = what.value;
      const paymentMethods = what.value.paymentMethods.flatMap((method) => METHODS[method] ?? []);
      return [{ name: 'placed', happenedAt, promisedDay, zone, destinationUnit, paymentMethods }];
    }
    case 'released': {
      const { handOverDueAt, originUnit } = what.value;
      return handOverDueAt === undefined
        ? []
        : [{ name: 'released', happenedAt, dueAt: handOverDueAt.getTime(), originUnit }];
    }
    case 'paymentApproved':
      return [{ name: 'payment_approved', happenedAt }];
    case 'canceled':
    case 'unavailable':
      return [{ name: what.$case, happenedAt }];
    default:
      return [];
  }
}
