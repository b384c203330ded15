import { complaintAgeing } from './complaint-ageing.js';
import type { Composite } from './composite.js';
import { lastTouch } from './last-touch.js';
import { complaintsPerOrder, orderStatusQuestionsPerOrder } from './per-order.js';
import { perfectOrder } from './perfect-order.js';

/** Every composite, those of departments first. */
export const COMPOSITES: readonly Composite[] = [
  complaintAgeing,
  complaintsPerOrder,
  orderStatusQuestionsPerOrder,
  perfectOrder,
  lastTouch,
];

/** The names of the figures that are made of the counts of several departments. */
export const COMPANY_FIGURES: ReadonlySet<string> = new Set(
  COMPOSITES.filter(({ of }) => of === 'company').flatMap(({ metrics, figures }) =>
    figures(metrics.map(() => ({ hits: 1n, cases: 1n }))).map(({ figure }) => figure),
  ),
);
