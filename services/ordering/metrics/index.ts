import type { Question } from '#libs/cases/judging/judging.js';
import type { Order } from '../order.js';
import { deliveredDays } from './delivered-days.js';
import { orderKept } from './order-kept.js';
import { paymentApprovedInTime } from './payment-approved-in-time.js';
import { promiseNotPadded } from './promise-not-padded.js';
import { promisedDays } from './promised-days.js';

/** All that ordering is asked about one case; nothing while too little is known of it. */
export function ask(one: Order | undefined): Question[] {
  return one === undefined
    ? []
    : [
        ...paymentApprovedInTime(one),
        ...orderKept(one),
        ...promiseNotPadded(one),
        ...promisedDays(one),
        ...deliveredDays(one),
      ];
}
