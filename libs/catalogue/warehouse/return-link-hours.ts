import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import type { ReturnLink } from './return-journey.js';

const HOUR_MS = 3_600_000;

/** How long did each link of a return take? Of the most hours that are counted some were taken, so whole numbers carry the mean. */
export const returnLinkHours = defineMetric({
  id: 'return_link_hours',
  definition: 1,
  codeVersion: 1,
  source: 'warehouse',
  title: 'Return journey as one account, hours of each link',
  question: 'How many hours did each link from the label to the refund take?',
  population: 'Returns whose refund was credited, once for each link of which both ends were reported.',
  hit: 'Whole hours of 1,440; the mean of a link is 1,440 x hits / (hits + misses). The link is the unit: label_to_post, transport, inspection, refund.',
  missesAre: 'misses',
  datedBy: 'day of the refund',
  judged: 'when the refund was credited',
  parameters: { mostHours: 1_440 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'TALLY',
  reportedBy: 'COUNTERPARTY',

  evaluate({ journey, name, from, to }: ReturnLink, { mostHours }: { readonly mostHours: number }) {
    const refundedAt = journey.at.return_refunded;
    if (refundedAt === undefined) return undefined;
    const hours = Math.min(Math.floor((to - from) / HOUR_MS), mostHours);
    const result = { hits: hours, misses: mostHours - hours };
    return { unit: `link/${name}`, day: dayOf(refundedAt, journey.zone), dueAt: refundedAt, result };
  },
});
