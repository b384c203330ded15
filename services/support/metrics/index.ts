import type { Question } from '#libs/cases/judging/judging.js';
import type { Contact } from '../contact.js';
import { firstResponseWithin60Minutes } from './first-response-within-60-minutes.js';
import { goodwillPaidByPromisedDay } from './goodwill-paid-by-promised-day.js';
import { solvedWithoutSecondContactIn7Days } from './solved-without-second-contact-in-7-days.js';

/** All that support is asked about one case; nothing while too little is known of it. */
export function ask(one: Contact | undefined): Question[] {
  return one === undefined
    ? []
    : [
        ...firstResponseWithin60Minutes(one),
        ...solvedWithoutSecondContactIn7Days(one),
        ...goodwillPaidByPromisedDay(one),
      ];
}
