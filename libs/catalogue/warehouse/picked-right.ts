import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import type { HandledParcel } from './handled-parcel.js';

/** Were the right goods picked? Goods that are not there are no fault of the pick: `shipped_complete` asks for them. */
export const pickedRight = defineMetric({
  id: 'picked_right',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'Order picking accuracy (W01)',
  question: 'Were the right goods picked, each in the right quantity?',
  population:
    'Parcels that were picked, of orders that ordering has released and that are not canceled or unavailable.',
  hit: 'Every line of the first pick is right, or was reported as short because the goods were not there.',
  missesAre: 'wrong picks',
  datedBy: 'day of the pick',
  judged: 'when the pick was checked',
  parameters: {},
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'SELF',

  evaluate({ part, zone, released, isCalledOff, picked }: HandledParcel) {
    if (zone === undefined || released === undefined || isCalledOff || picked === undefined) return undefined;
    const { at, unit = released.originUnit, linesOrdered, linesRight, linesShort } = picked;
    return { part, unit, day: dayOf(at, zone), dueAt: at, result: hitIf(linesRight + linesShort === linesOrdered) };
  },
});
