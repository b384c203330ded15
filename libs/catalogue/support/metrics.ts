import type { Metric } from '../metric.js';
import type { Contact } from './contact.js';
import { firstResponseInTime } from './first-response-in-time.js';
import { goodwillPaidByPromisedDay } from './goodwill-paid-by-promised-day.js';
import { solvedWithoutSecondContact } from './solved-without-second-contact.js';

/** Every definition of support's metrics, the scored ones first. A definition that was published is never removed. */
export const SUPPORT: readonly Metric<Contact>[] = [
  firstResponseInTime,
  solvedWithoutSecondContact,
  goodwillPaidByPromisedDay,
];
