import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import type { Contact } from './contact.js';

const MINUTE_MS = 60_000;

/** Did a person answer in time? */
export const firstResponseInTime = defineMetric({
  id: 'first_response_in_time',
  recordedAs: 'first_response_within_60_minutes',
  definition: 1,
  codeVersion: 1,
  source: 'support',
  title: 'First response within 60 minutes (T03)',
  question: 'Did a person answer within 60 minutes?',
  population: 'All contacts.',
  hit: 'A person answered not later than 60 minutes after the contact. Of several responses the earliest counts.',
  missesAre: 'late first responses',
  datedBy: 'day of the contact plus 60 minutes',
  judged: '60 minutes after the contact',
  parameters: { limitMinutes: 60 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'SCORED',
  counts: 'CASES',
  counterMetric: 'solved_without_second_contact',
  reportedBy: 'SELF',

  evaluate({ part, receivedAt, unit, zone, answeredAt }: Contact, { limitMinutes }) {
    const dueAt = receivedAt + limitMinutes * MINUTE_MS;
    const isHit = answeredAt !== undefined && answeredAt <= dueAt;
    return { part, unit, day: dayOf(dueAt, zone), dueAt, result: hitIf(isHit) };
  },
});
