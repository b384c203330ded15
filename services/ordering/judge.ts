import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { SubjectKind } from '#libs/cases/facts/subject-kind.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import type { Metric } from '#libs/catalogue/metric.js';
import { customerSpanFrom, isOfSpan, spanSuspicionsOf } from '#libs/catalogue/ordering/customer-span.js';
import {
  OF_CUSTOMER_SPAN,
  OF_NOTICE,
  OF_ORDER,
  OF_PRICE_CHECK,
  OF_REMINDER,
  OF_SESSION,
  OF_STOCK_CHECK,
  OF_VOUCHERS,
} from '#libs/catalogue/ordering/metrics.js';
import { type KnownOfOrder, orderFrom, suspicionsOf } from '#libs/catalogue/ordering/order.js';
import {
  type Errand,
  errandFrom,
  type KnownOfShopSubject,
  priceCheckFrom,
  stockCheckFrom,
} from '#libs/catalogue/ordering/subject.js';
import { vouchersByCause } from '#libs/catalogue/ordering/vouchers-of-cause.js';
import { evaluateBy, type Rules } from '#libs/rules/rules.js';
import { orderingFacts } from './grpc/facts.js';
import { milestonesOf } from './milestones.js';

/** What follows from the facts of a case: of an order, or of a subject. */
export function judgeOrdering(facts: readonly StoredFact[], rules: Rules): Judgement {
  const subject = orderingFacts.subjectOf(facts);
  return subject === undefined ? judgeOrder(facts, rules) : judgeSubject(subject, facts, rules);
}

function judgeOrder(facts: readonly StoredFact[], rules: Rules): Judgement {
  const known = orderingFacts.knownOf(facts);
  const own = known.facts.filter((fact): fact is KnownOfOrder => !('about' in fact));
  const order = orderFrom([...own, ...known.milestones]);
  return {
    evaluations: [
      ...evaluateBy(rules, OF_ORDER, order),
      ...vouchersByCause(order).flatMap((vouchers) => evaluateBy(rules, OF_VOUCHERS, vouchers)),
    ],
    milestones: milestonesOf(order),
    inconsistencies: [...known.inconsistencies, ...suspicionsOf(order, own)],
  };
}

/** The metrics of each kind of subject that is begun and ended. A kind that is not here is judged by none of them. */
const OF_ERRANDS: Readonly<Partial<Record<SubjectKind, readonly Metric<Errand>[]>>> = {
  session: OF_SESSION,
  stock_notice: OF_NOTICE,
  reminder: OF_REMINDER,
};

function judgeSubject(subject: SubjectKind, facts: readonly StoredFact[], rules: Rules): Judgement {
  const known = orderingFacts.knownOf(facts);
  if (subject === 'customer_span') return judgeSpan(facts, rules);
  const own: KnownOfShopSubject[] = known.facts.flatMap((fact) => ('about' in fact && !isOfSpan(fact) ? [fact] : []));
  return {
    evaluations: [
      ...evaluateBy(rules, OF_ERRANDS[subject] ?? [], errandFrom(own)),
      ...evaluateBy(rules, OF_STOCK_CHECK, stockCheckFrom(own)),
      ...evaluateBy(rules, OF_PRICE_CHECK, priceCheckFrom(own)),
    ],
    milestones: [],
    inconsistencies: known.inconsistencies,
  };
}

function judgeSpan(facts: readonly StoredFact[], rules: Rules): Judgement {
  const known = orderingFacts.knownOf(facts);
  const span = customerSpanFrom(known.facts.filter(isOfSpan));
  return {
    evaluations: evaluateBy(rules, OF_CUSTOMER_SPAN, span),
    milestones: [],
    inconsistencies: [...known.inconsistencies, ...(span === undefined ? [] : spanSuspicionsOf(span))],
  };
}
