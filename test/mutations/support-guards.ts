import { type Guard, unit } from './guard.js';

const metric = (name: string) => ({
  file: `libs/catalogue/support/${name}.ts`,
  test: unit(`libs/catalogue/support/${name}.test.ts`),
});

/** What is counted of contacts is what happened to the customer, by the published limit. */
export const SUPPORT_GUARDS: readonly Guard[] = [
  {
    guard: 'an issue that is resolved at the limit to the millisecond is a hit',
    ...metric('resolved-in-time'),
    find: 'resolvedAt <= dueAt',
    replace: 'resolvedAt < dueAt',
  },
  {
    guard: 'an issue is opened again by a question after its resolution, and by none before',
    ...metric('stayed-resolved'),
    find: 'at > resolvedAt && at <= dueAt',
    replace: 'at <= dueAt',
  },
  {
    guard: 'a refund that is credited at the limit to the millisecond is a hit',
    ...metric('refund-paid-in-time'),
    find: 'refundPaidAt <= dueAt',
    replace: 'refundPaidAt < dueAt',
  },
  {
    guard: 'one broken commitment of a contact is a miss, however many were kept',
    ...metric('commitments-kept'),
    find: 'commitments.every(',
    replace: 'commitments.some(',
  },
  {
    guard: 'a call-back keeps one promise and not two',
    ...metric('commitments'),
    find: 'keptAt: done.shift() }',
    replace: 'keptAt: done[0] }',
  },
  {
    guard: 'a contact that was handed on at the limit to the millisecond is a miss',
    ...metric('handled-without-transfer'),
    find: 'at <= dueAt',
    replace: 'at < dueAt',
  },
  {
    guard: 'an audit counts as a miss for an error that harms the customer, and for no other',
    ...metric('no-critical-error'),
    find: "result !== 'CUSTOMER_CRITICAL_ERROR'",
    replace: "result === 'NO_ERROR'",
  },
  {
    guard: 'what was resolved in a later contact of an issue is known of the whole issue',
    ...metric('contact'),
    find: '{ ...first, contactedAgainAt, issue }',
    replace: '{ ...first, contactedAgainAt }',
  },
  {
    guard: 'a complaint is charged to the party that caused it',
    ...metric('complaint'),
    find: "if (causedBy === 'SUPPORT') return MISS;",
    replace: 'return MISS;',
  },
  {
    guard: 'a resolution before a complaint does not settle it',
    ...metric('complaint'),
    find: 'one >= at && one <= until',
    replace: 'one <= until',
  },
  {
    guard: 'a third contact of an issue is one too many, to the contact',
    ...metric('solved-with-few-contacts'),
    find: 'contacts <= mostContacts',
    replace: 'contacts < mostContacts',
  },
  {
    guard: 'a call that is answered at the limit to the millisecond is within the service level',
    ...metric('service-level'),
    find: 'answeredAt <= dueAt',
    replace: 'answeredAt < dueAt',
  },
  {
    guard: 'a customer who gave up and was called back gave up',
    ...metric('not-abandoned'),
    find: 'abandonedAt < answeredAt',
    replace: 'abandonedAt === undefined',
  },
  {
    guard: 'a missing item that another team settled was not settled at once',
    ...metric('missing-item-settled-at-once'),
    find: 'at >= missingItemAt && at < settled.at',
    replace: 'at > settled.at',
  },
  {
    guard: 'every call about an issue takes time of its customer',
    ...metric('customer-time-within-limit'),
    find: 'sum + customerSeconds',
    replace: 'customerSeconds',
  },
  {
    guard: 'a contact that waits for an owner is charged to the team that lets it wait longest',
    ...metric('hand-offs'),
    find: 'waitOf(one) > waitOf(longest)',
    replace: 'waitOf(one) < waitOf(longest)',
  },
];
