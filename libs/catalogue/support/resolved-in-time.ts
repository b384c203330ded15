import { type Duration, dueAfter } from '#libs/domain/duration.js';
import { defineMetric } from '../metric.js';
import { dueOrStandsStill, hitIf } from '../result.js';
import { type Contact, dimensionsOf } from './contact.js';
import { pausesUntil } from './pauses.js';

/** Was the issue resolved in time? */
export const resolvedInTime = defineMetric({
  id: 'resolved_in_time',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'Resolved within 24 hours (T07)',
  question: 'Was the issue resolved within 24 hours?',
  population: 'All issues. An issue of several contacts counts once, in the unit of its first contact.',
  hit: 'The help desk held it to be resolved not later than 24 hours after its first contact. Of several resolutions the earliest counts.',
  missesAre: 'late resolutions',
  datedBy: 'day of the first contact plus 24 hours',
  judged: '24 hours after the first contact',
  parameters: { limitMinutes: 1_440 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  reportedBy: 'SELF',

  dimensionsOf,
  words: ({ text: { limit }, hasExceptions }) => ({
    title: hasExceptions ? 'Resolved in time (T07)' : `Resolved within ${limit} (T07)`,
    question: `Was the issue resolved within ${limit}?`,
    hit: `The help desk held it to be resolved not later than ${limit} after its first contact. Of several resolutions the earliest counts. Working time stands still while the help desk waits for the customer.`,
    datedBy: 'day on which the limit ends, where the customer is',
    judged: `${limit} after the first contact`,
  }),

  evaluate(contact: Contact, { limit }: { readonly limit: Duration }, calendars) {
    const { isFirstOfIssue, receivedAt, unit, zone, issue } = contact;
    if (!isFirstOfIssue) return undefined;
    const [resolvedAt] = issue.resolvedAt;
    const pauses = limit.kind === 'working' ? pausesUntil(contact.pauses, resolvedAt) : [];
    const dueAt = dueAfter(receivedAt, limit, { zone, calendars, pauses });
    const isHit = resolvedAt !== undefined && dueAt !== undefined && resolvedAt <= dueAt;
    const since = pauses.at(-1)?.from ?? receivedAt;
    return { unit, ...dueOrStandsStill(dueAt, since, zone), result: hitIf(isHit) };
  },
});
