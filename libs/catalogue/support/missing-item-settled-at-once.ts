import { type Duration, dueAfter } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { dueOrStandsStill, hitIf } from '../result.js';
import { type Contact, dimensionsOf } from './contact.js';

/** Was a missing item settled at once: in time, by the team that was asked, and without a return? */
export const missingItemSettledAtOnce = defineMetric({
  id: 'missing_item_settled_at_once',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Missing item settled at once, without escalation or return',
  question: 'Was the missing item settled at once, without escalation or return?',
  population: 'Contacts in which the customer missed an item.',
  hit: 'Settled not later than 60 minutes after the customer reported it, before the contact was handed to another unit, and without a return. Of several reports the earliest counts.',
  missesAre: 'missing items that were not settled at once',
  datedBy: 'day on which the limit ends, where the customer is',
  judged: '60 minutes after the report',
  parameters: { limitMinutes: 60 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit } }) => ({
    hit: `Settled not later than ${limit} after the customer reported it, before the contact was handed to another unit, and without a return. Of several reports the earliest counts.`,
    judged: `${limit} after the report`,
  }),

  evaluate(contact: Contact, { limit }: { readonly limit: Duration }, calendars) {
    const { part, unit, zone, missingItemAt, missingItemSettled: settled, handOffs } = contact;
    if (missingItemAt === undefined) return undefined;
    const dueAt = dueAfter(missingItemAt, limit, { zone, calendars });
    const isHit =
      settled !== undefined &&
      !settled.isReturnRequired &&
      dueAt !== undefined &&
      settled.at <= dueAt &&
      !handOffs.some(({ at }) => at >= missingItemAt && at < settled.at);
    return { part, unit, ...dueOrStandsStill(dueAt, missingItemAt, zone), result: hitIf(isHit) };
  },
});
