import type { CivilDays, Duration } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { type Contact, dimensionsOf } from './contact.js';

const SECOND_MS = 1_000;

/** How much of the customer's own time did an issue take: waiting, talking and asking again? */
export const customerTimeWithinLimit = defineMetric({
  id: 'customer_time_within_limit',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: "The customer's own time per issue, at most 15 minutes",
  question: 'Did the issue take at most 15 minutes of the time of the customer?',
  population: 'Issues with a conversation of which the time was reported, in the unit of their first contact.',
  hit: 'Queue, talk and hold of all conversations that ended within 7 days after the first contact, in whichever contact, are 15 minutes or less together.',
  missesAre: 'issues that took customers long',
  datedBy: 'day of the first contact',
  judged: 'seven days after the first contact',
  parameters: { limitMinutes: 15, watchedCivilDays: 7 },
  maturesAfterDays: 7,
  needs: [],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit, watched }, mostDays, hasExceptions }) => ({
    title: hasExceptions
      ? "The customer's own time per issue, within the limit"
      : `The customer's own time per issue, at most ${limit}`,
    question: `Did the issue take at most ${limit} of the time of the customer?`,
    hit: `Queue, talk and hold of all conversations that ended within ${watched} after the first contact, in whichever contact, are ${limit} or less together.`,
    judged: `${watched} after the first contact`,
    maturesAfterDays: mostDays,
  }),

  evaluate(
    { isFirstOfIssue, receivedAt, unit, zone, issue }: Contact,
    { limit, watched }: { readonly limit: Extract<Duration, { kind: 'elapsed' }>; readonly watched: CivilDays },
  ) {
    const dueAt = civilDaysLater(receivedAt, watched.days, zone);
    const conversations = issue.conversations.filter(({ endedAt }) => endedAt <= dueAt);
    if (!isFirstOfIssue || conversations.length === 0) return undefined;
    const seconds = conversations.reduce((sum, { customerSeconds }) => sum + customerSeconds, 0);
    const isHit = seconds * SECOND_MS <= limit.ms;
    return { unit, day: dayOf(receivedAt, zone), dueAt, result: hitIf(isHit) };
  },
});
