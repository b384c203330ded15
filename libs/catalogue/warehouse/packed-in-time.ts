import { type Duration, dueAfter } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { dueOrStandsStill, hitIf, notAccountable } from '../result.js';
import type { HandledParcel } from './handled-parcel.js';
import { dimensionsOf } from './parcel.js';

/** Was the parcel packed within the time that the warehouse has for picking and packing? */
export const packedInTime = defineMetric({
  id: 'packed_in_time',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'Pick-pack timeliness (W05)',
  question: 'Was the parcel packed within 24 hours of its release?',
  population: 'Orders that ordering has released and that are not canceled or unavailable.',
  hit: 'Packed not later than the same wall time one day after the release, where the customer is. Of several reports the earliest counts.',
  missesAre: 'parcels packed late',
  datedBy: 'day of the release plus 24 hours',
  judged: 'the same wall time one day after the release',
  parameters: { limitCivilDays: 1 },
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: [
    {
      class: 'EXCLUDED',
      reason: 'UPSTREAM_ORDERING',
      responsible: 'ordering',
      rule: 'The limit was over before the payment was approved: the plan was impossible.',
    },
  ],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit } }) => ({
    question: `Was the parcel packed within ${limit} of its release?`,
    hit: `Packed not later than ${limit} after the release. Of several reports the earliest counts.`,
    datedBy: 'day on which the limit ends, where the customer is',
    judged: `${limit} after the release`,
  }),

  evaluate(parcel: HandledParcel, { limit }: { readonly limit: Duration }, calendars) {
    const { part, zone, released, releasedAt, isCalledOff, approvedAt, packed, replacedAt } = parcel;
    if (zone === undefined || released === undefined || releasedAt === undefined || isCalledOff) return undefined;
    const dueAt = dueAfter(releasedAt, limit, { zone, calendars });
    const when = dueOrStandsStill(dueAt, releasedAt, zone);
    // A parcel that another one replaced in time has nothing left to pack.
    const isReplaced = replacedAt !== undefined && (packed === undefined || replacedAt < packed.at);
    if (isReplaced && (dueAt === undefined || replacedAt <= dueAt)) return { notAskedOn: when.day };
    const isHit = packed !== undefined && dueAt !== undefined && packed.at <= dueAt;
    const isImpossible = approvedAt !== undefined && dueAt !== undefined && dueAt < approvedAt;
    const result = isImpossible ? notAccountable('UPSTREAM_ORDERING', isHit) : hitIf(isHit);
    return { part, unit: packed?.unit ?? released.originUnit, ...when, result };
  },
});
