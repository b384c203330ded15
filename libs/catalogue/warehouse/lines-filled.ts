import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import type { HandledParcel } from './handled-parcel.js';

/** How many of the lines left complete? Lines are added up, so that a large order weighs more than a small one. */
export const linesFilled = defineMetric({
  id: 'lines_filled',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'Line fill rate (W03)',
  question: 'How many of the lines left complete?',
  population:
    'Lines of parcels that were picked and handed over, of orders that ordering has released and that are not canceled or unavailable.',
  hit: 'Lines that are right in the first pick; the others are misses.',
  missesAre: 'incomplete lines',
  datedBy: 'day of the hand-over',
  judged: 'at the hand-over',
  parameters: {},
  addedRules: [
    'The interval of an index takes each line for a case of its own. Those of one parcel are missing together, so the true interval is wider.',
  ],
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'TALLY',
  reportedBy: 'SELF',

  evaluate({ part, zone, released, isCalledOff, picked, handedOverAt }: HandledParcel) {
    if (zone === undefined || released === undefined || isCalledOff) return undefined;
    if (picked === undefined || handedOverAt === undefined) return undefined;
    const result = { hits: picked.linesRight, misses: picked.linesOrdered - picked.linesRight };
    return { part, unit: released.originUnit, day: dayOf(handedOverAt, zone), dueAt: handedOverAt, result };
  },
});
