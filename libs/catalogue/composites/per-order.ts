import type { Composite, CompositeFigure } from './composite.js';

/** The standard ratios ask for contacts by orders. A help desk does not know how many orders there were, so ordering's count is taken. */
interface Asked {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  /** In the plural: "complaints". */
  readonly contacts: string;
  /** The metric of support that has each of them as a miss. */
  readonly metric: string;
}

function perOrder({ id, title, question, contacts, metric }: Asked): Composite {
  return {
    id,
    title,
    question,
    formula: `All ${contacts}, also those that others caused, by all orders: misses of ${metric} by cases of order_kept. 0.25 % are 25 of 10,000 orders. Less is better.`,
    caution: `Contacts count on the day of the contact and orders on their promised day. The share of contacts falls when customers ask more about other things; this figure does not.`,
    of: 'support',
    metrics: [metric, 'order_kept'],
    figures: ([asked, orders]): readonly CompositeFigure[] =>
      asked === undefined || orders === undefined
        ? []
        : [{ figure: id, numerator: asked.cases - asked.hits, denominator: orders.cases }],
  };
}

export const complaintsPerOrder = perOrder({
  id: 'complaints_per_order',
  title: 'Complaint rate, by orders (T12)',
  question: 'How many complaints come on an order?',
  contacts: 'complaints',
  metric: 'no_complaint',
});

export const orderStatusQuestionsPerOrder = perOrder({
  id: 'order_status_questions_per_order',
  title: 'Where-is-my-order contact rate, by orders (T18)',
  question: 'How many customers ask where their order is?',
  contacts: 'questions where the order is',
  metric: 'no_order_status_question',
});
