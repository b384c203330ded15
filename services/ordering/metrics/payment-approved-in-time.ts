import { answered, outside, type Question } from '#libs/cases/judging/judging.js';
import { paymentApprovedInTime as metric } from '#libs/catalogue/ordering.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import { type Order, unitOf } from '../order.js';

/** Approved within 24 hours, as clocks on the wall count them? */
export function paymentApprovedInTime(order: Order): Question[] {
  const { placed, approvedAt, deliveredAt } = order;
  if (placed.paymentMethods.length === 0) return [];
  if (approvedAt === undefined && deliveredAt !== undefined) return []; // approved, for it was delivered, and nobody stamped it
  const dueAt = civilDaysLater(placed.happenedAt, 1, placed.zone);
  const hit = approvedAt !== undefined && approvedAt <= dueAt;
  const isOffline = placed.paymentMethods.includes('boleto');
  const answer = isOffline ? outside(metric, 'CUSTOMER_CHOSE_OFFLINE_PAYMENT', hit) : answered(hit);
  return [{ metric, unit: unitOf(order), day: dayOf(dueAt, placed.zone), dueAt, answer }];
}
