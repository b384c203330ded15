import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { evaluate } from '#libs/catalogue/evaluation.js';
import { ORDERING } from '#libs/catalogue/ordering/metrics.js';
import { orderFrom, suspicionsOf } from '#libs/catalogue/ordering/order.js';
import { knownOfOrder } from './grpc/mapping.js';
import { tell } from './milestones.js';

/** What follows from what is known of an order. */
export function judgeOrder(facts: readonly StoredFact[]): Judgement {
  const order = orderFrom(facts.map(knownOfOrder));
  return { evaluations: evaluate(ORDERING, order), tellings: tell(order), suspicions: suspicionsOf(order) };
}
