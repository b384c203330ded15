import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { ORDERING } from '#libs/catalogue/ordering/metrics.js';
import { orderFrom, suspicionsOf } from '#libs/catalogue/ordering/order.js';
import { evaluateBy, type Rules } from '#libs/rules/rules.js';
import { orderingFacts } from './grpc/facts.js';
import { milestonesOf } from './milestones.js';

/** What follows from the facts of an order. */
export function judgeOrder(facts: readonly StoredFact[], rules: Rules): Judgement {
  const known = orderingFacts.knownOf(facts);
  const order = orderFrom([...known.facts, ...known.milestones]);
  return {
    evaluations: evaluateBy(rules, ORDERING, order),
    milestones: milestonesOf(order),
    inconsistencies: [...known.inconsistencies, ...suspicionsOf(order, known.facts)],
  };
}
