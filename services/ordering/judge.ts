import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { evaluate } from '#libs/catalogue/evaluation.js';
import { ORDERING } from '#libs/catalogue/ordering/metrics.js';
import { orderFrom, suspicionsOf } from '#libs/catalogue/ordering/order.js';
import { orderingFacts } from './grpc/facts.js';
import { milestonesOf } from './milestones.js';

/** What follows from the facts of an order. */
export function judgeOrder(facts: readonly StoredFact[]): Judgement {
  const known = orderingFacts.knownOf(facts);
  const order = orderFrom([...known.facts, ...known.milestones]);
  return {
    evaluations: evaluate(ORDERING, order),
    milestones: milestonesOf(order),
    inconsistencies: [...known.inconsistencies, ...suspicionsOf(order, known.facts)],
  };
}
