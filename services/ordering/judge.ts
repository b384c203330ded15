import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { knownOfOrder } from './grpc/mapping.js';
import { ask } from './metrics/index.js';
import { tell } from './milestones.js';
import { orderFrom, suspicionsOf } from './order.js';

/** What follows from what is known of an order. */
export function judgeOrder(facts: readonly StoredFact[]): Judgement {
  const order = orderFrom(facts.map(knownOfOrder));
  return { questions: ask(order), tellings: tell(order), suspicions: suspicionsOf(order) };
}
