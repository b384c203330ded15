import type { CivilDays } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { type Contact, dimensionsOf } from './contact.js';

/** The seconds that contacts took the help desk, for a mean beside the index. It is never scored: that rewards hanging up. */
export const handleSeconds = defineMetric({
  id: 'handle_seconds',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Handle time in seconds (T06)',
  question: 'How many seconds did the help desk work on contacts?',
  population: 'Contacts with a conversation of which the time was reported.',
  hit: 'Seconds of talk, hold and work afterwards in conversations that ended within seven days after the contact, added up.',
  missesAre: 'misses',
  datedBy: 'day of the contact',
  judged: 'seven days after the contact',
  parameters: { limitCivilDays: 7 },
  maturesAfterDays: 7,
  needs: [],
  notAccountable: [],
  role: 'BALANCING',
  counts: 'TALLY',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit }, mostDays }) => ({
    hit: `Seconds of talk, hold and work afterwards in conversations that ended within ${limit} after the contact, added up.`,
    judged: `${limit} after the contact`,
    maturesAfterDays: mostDays,
  }),

  evaluate({ part, receivedAt, unit, zone, conversations }: Contact, { limit }: { readonly limit: CivilDays }) {
    const dueAt = civilDaysLater(receivedAt, limit.days, zone);
    const counted = conversations.filter(({ endedAt }) => endedAt <= dueAt);
    if (counted.length === 0) return undefined;
    const hits = counted.reduce((sum, conversation) => sum + conversation.handleSeconds, 0);
    return { part, unit, day: dayOf(receivedAt, zone), dueAt, result: { hits, misses: 0 } };
  },
});
