import { type Duration, dueAfter } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { dueOrStandsStill, hitIf } from '../result.js';
import { type Contact, dimensionsOf } from './contact.js';
import { longestWait } from './hand-offs.js';

/** Did the next team take the customer over soon? The team answers that let the customer wait longest. */
export const handedOffWithoutWaiting = defineMetric({
  id: 'handed_off_without_waiting',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Waiting between owners in a hand-off, at most 10 minutes',
  question: 'Was the contact taken over within 10 minutes after each hand-off?',
  population: 'Contacts that were handed to another unit, in the unit that let the customer wait longest for it.',
  hit: 'A person took it over, or handed it on, not later than 10 minutes after each hand-off.',
  missesAre: 'hand-offs that left the customer waiting',
  datedBy: 'day on which the limit of the longest wait ends, where the customer is',
  judged: '10 minutes after the hand-off with the longest wait',
  parameters: { limitMinutes: 10 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit }, hasExceptions }) => ({
    title: hasExceptions
      ? 'Waiting between owners in a hand-off'
      : `Waiting between owners in a hand-off, at most ${limit}`,
    question: `Was the contact taken over within ${limit} after each hand-off?`,
    hit: `A person took it over, or handed it on, not later than ${limit} after each hand-off.`,
    judged: `${limit} after the hand-off with the longest wait`,
  }),

  evaluate({ part, zone, handOffs }: Contact, { limit }: { readonly limit: Duration }, calendars) {
    const longest = longestWait(handOffs);
    if (longest === undefined) return undefined;
    const { at, toUnit, takenOverAt } = longest;
    const dueAt = dueAfter(at, limit, { zone, calendars });
    const isHit = takenOverAt !== undefined && dueAt !== undefined && takenOverAt <= dueAt;
    return { part, unit: toUnit, ...dueOrStandsStill(dueAt, at, zone), result: hitIf(isHit) };
  },
});
