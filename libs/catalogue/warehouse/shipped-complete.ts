import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import type { HandledParcel } from './handled-parcel.js';

/** Did the parcel leave with every line that it should have, at the first go? */
export const shippedComplete = defineMetric({
  id: 'shipped_complete',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'Shipped complete the first time (W02)',
  question: 'Did the parcel leave complete at the first go?',
  population:
    'Parcels that were picked and handed over, of orders that ordering has released and that are not canceled or unavailable.',
  hit: 'Every line of the first pick is right: none is short, and none is wrong.',
  missesAre: 'incomplete parcels',
  datedBy: 'day of the hand-over',
  judged: 'at the hand-over',
  parameters: {},
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'SELF',

  evaluate({ part, zone, released, isCalledOff, picked, handedOverAt }: HandledParcel) {
    if (zone === undefined || released === undefined || isCalledOff) return undefined;
    if (picked === undefined || handedOverAt === undefined) return undefined;
    const result = hitIf(picked.linesRight === picked.linesOrdered);
    return { part, unit: released.originUnit, day: dayOf(handedOverAt, zone), dueAt: handedOverAt, result };
  },
});
