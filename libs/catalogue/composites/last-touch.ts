import type { Composite } from './composite.js';

/** The last touch ruins the whole: deliveries, refunds and closed issues together. */
export const lastTouch: Composite = {
  id: 'defect_free_last_touch',
  title: 'Defect-free last touch (E06)',
  question: 'How many of the touches with which an order, a refund or an issue ends were without a defect?',
  formula:
    'The hits of deliveries that were received, deliveries without negative feedback, refunds in time and issues that stayed resolved, of all their cases together.',
  caution: 'It counts touches and not orders: an order with a delivery and a refund counts for each.',
  of: 'company',
  metrics: ['delivered_and_received', 'no_negative_feedback', 'refund_paid_in_time', 'stayed_resolved'],
  figures: (counts) => [
    {
      figure: 'defect_free_last_touch',
      numerator: counts.reduce((sum, { hits }) => sum + hits, 0n),
      denominator: counts.reduce((sum, { cases }) => sum + cases, 0n),
    },
  ],
};
