import { type Duration, dueAfter } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { dueOrStandsStill, hitIf } from '../result.js';
import type { HandledParcel } from './handled-parcel.js';
import { dimensionsOf } from './parcel.js';

/** Could the customer follow the parcel a day after it had left? A number that the carrier never scans tells the customer nothing. */
export const trackingToldAndScanned = defineMetric({
  id: 'tracking_told_and_scanned',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'Valid tracking and notice (W12)',
  question: 'Was the tracking number told to the customer and scanned by the carrier within 24 hours?',
  population:
    'Parcels that were handed over, of orders that ordering has released and that are not canceled or unavailable; without orders that are collected in a store.',
  hit: 'The customer was told the tracking number, and the carrier scanned the parcel, both not later than the same wall time one day after the hand-over.',
  missesAre: 'parcels that the customer could not follow',
  datedBy: 'day of the hand-over plus 24 hours',
  judged: 'the same wall time one day after the hand-over',
  parameters: { limitCivilDays: 1 },
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'COUNTERPARTY',

  dimensionsOf,
  words: ({ text: { limit } }) => ({
    question: `Was the tracking number told to the customer and scanned by the carrier within ${limit}?`,
    hit: `The customer was told the tracking number, and the carrier scanned the parcel, both not later than ${limit} after the hand-over.`,
    datedBy: 'day on which the limit ends, where the customer is',
    judged: `${limit} after the hand-over`,
  }),

  evaluate(parcel: HandledParcel, { limit }: { readonly limit: Duration }, calendars) {
    const { part, zone, released, isCalledOff, fulfilment, handedOverAt, trackingToldAt, firstScannedAt } = parcel;
    if (zone === undefined || released === undefined || isCalledOff) return undefined;
    if (handedOverAt === undefined || fulfilment === 'COLLECT_IN_STORE') return undefined;
    const dueAt = dueAfter(handedOverAt, limit, { zone, calendars });
    const isInTime = (one: number | undefined) => one !== undefined && dueAt !== undefined && one <= dueAt;
    const result = hitIf(isInTime(trackingToldAt) && isInTime(firstScannedAt));
    return { part, unit: released.originUnit, ...dueOrStandsStill(dueAt, handedOverAt, zone), result };
  },
});
