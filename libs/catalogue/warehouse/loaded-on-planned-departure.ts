import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf, notAccountable } from '../result.js';
import type { HandledParcel } from './handled-parcel.js';

/** Did the parcel leave with the departure that it was planned for? */
export const loadedOnPlannedDeparture = defineMetric({
  id: 'loaded_on_planned_departure',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'Sort and departure adherence (W06)',
  question: 'Did the parcel leave with its planned departure?',
  population:
    'Parcels with a planned departure, of orders that ordering has released and that are not canceled or unavailable.',
  hit: 'Loaded not later than the departure of the first plan, to the instant. Of several loadings the earliest counts.',
  missesAre: 'missed departures',
  datedBy: 'day of the planned departure',
  judged: 'the planned departure',
  parameters: {},
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: [
    {
      class: 'OTHERS',
      reason: 'CARRIER_DID_NOT_COME',
      responsible: 'delivery',
      rule: 'The carrier canceled the planned departure or did not come, and the parcel missed it.',
    },
  ],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'SELF',

  evaluate(parcel: HandledParcel) {
    const { part, zone, released, isCalledOff, departsAt, departureCanceledAt, loadedAt, replacedAt } = parcel;
    if (zone === undefined || released === undefined || isCalledOff || departsAt === undefined) return undefined;
    // A parcel that another one replaced before the departure has nothing left to load.
    if (replacedAt !== undefined && replacedAt <= departsAt && (loadedAt === undefined || replacedAt < loadedAt))
      return undefined;
    const isHit = loadedAt !== undefined && loadedAt <= departsAt;
    const isCarriers = !isHit && departureCanceledAt !== undefined;
    const result = isCarriers ? notAccountable('CARRIER_DID_NOT_COME', isHit) : hitIf(isHit);
    return { part, unit: released.originUnit, day: dayOf(departsAt, zone), dueAt: departsAt, result };
  },
});
