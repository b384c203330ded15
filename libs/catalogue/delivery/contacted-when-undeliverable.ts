import { dayOf, endOfDay } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import { failedAttempts } from './attempts.js';
import { dimensionsOfParcel, type Parcel } from './parcel.js';

/** Was the customer called before the driver gave up? */
export const contactedWhenUndeliverable = defineMetric({
  id: 'contacted_when_undeliverable',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Contact compliance (D10)',
  question: 'Was the customer contacted before the driver gave up?',
  population:
    'Parcels of which an attempt failed because the customer was absent, the address was wrong or the door could not be reached. The first such attempt is asked.',
  hit: 'The customer was called or written to before the attempt was given up.',
  missesAre: 'attempts given up without a contact',
  datedBy: 'day of the attempt',
  judged: 'end of the day of the attempt',
  parameters: {},
  maturesAfterDays: 0,
  needs: ['ordering'],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  counterMetric: 'no_negative_feedback',
  reportedBy: 'SELF',

  dimensionsOf: dimensionsOfParcel,

  evaluate(parcel: Parcel) {
    const attempt = failedAttempts(parcel).find(({ reason }) => HELPED_BY_CONTACT.has(reason));
    if (attempt === undefined) return undefined;
    const { part, zone, broughtBy } = parcel;
    const day = dayOf(attempt.happenedAt, zone);
    return { part, unit: broughtBy, day, dueAt: endOfDay(day, zone), result: hitIf(attempt.isCustomerContacted) };
  },
});

const HELPED_BY_CONTACT: ReadonlySet<string | undefined> = new Set(['CUSTOMER_ABSENT', 'WRONG_ADDRESS', 'NO_ACCESS']);
