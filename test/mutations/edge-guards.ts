import { type Guard, unit } from './guard.js';
import { WAREHOUSE_GUARDS } from './warehouse-guards.js';

/** A metric of the catalogue by its department and its file. */
const of = (metric: string) => ({
  file: `libs/catalogue/${metric}.ts`,
  test: unit(`libs/catalogue/${metric}.test.ts`),
});

/** Edges of metrics that no other list has, one for each. */
export const EDGE_GUARDS: readonly Guard[] = [
  ...WAREHOUSE_GUARDS,
  {
    guard: 'a parcel that arrives on the last day of grace has arrived',
    ...of('delivery/arrived-at-last'),
    find: 'deliveredDay <= lastDay',
    replace: 'deliveredDay < lastDay',
  },
  {
    guard: 'an audit in which a check was missed is a miss',
    ...of('delivery/courtesy-standards-met'),
    find: 'hitIf(isMet)',
    replace: 'hitIf(isMet || zone !== unit)',
  },
  {
    guard: 'a route with exactly the excess that may be is a hit',
    ...of('delivery/route-near-plan'),
    find: '<= plannedMetres * mostExcessPpm',
    replace: '< plannedMetres * mostExcessPpm',
  },
  {
    guard: 'a customer who asked before we told heard it from us second',
    ...of('delivery/told-first-of-failure'),
    find: ' && (askedAt === undefined || toldAt <= askedAt)',
    replace: '',
  },
  {
    guard: 'a failure when the span is over repeats nothing',
    ...of('ordering/no-repeated-failure'),
    find: 'at < dueAt',
    replace: 'at <= dueAt',
  },
  {
    guard: 'a training of drivers that was not completed is a miss',
    ...of('delivery/drivers-trained'),
    find: 'return completedInTime(training);',
    replace: 'return completedInTime({ ...training, completedAt: training.dueAt });',
  },
  {
    guard: 'a training of agents that was not completed is a miss',
    ...of('support/agents-trained'),
    find: 'return completedInTime(training);',
    replace: 'return completedInTime({ ...training, completedAt: training.dueAt });',
  },
  {
    guard: 'a notice at the limit to the millisecond is a hit',
    ...of('ordering/back-in-stock-told'),
    find: 'endedAt <= dueAt',
    replace: 'endedAt < dueAt',
  },
  {
    guard: 'a checkout that ends at the limit to the millisecond is a hit',
    ...of('ordering/checkout-completed'),
    find: 'endedAt <= dueAt',
    replace: 'endedAt < dueAt',
  },
  {
    guard: 'a reminder at the limit to the millisecond is a hit',
    ...of('ordering/replenishment-reminded'),
    find: 'endedAt <= dueAt',
    replace: 'endedAt < dueAt',
  },
  {
    guard: 'the days that an order took begin with the day of the order',
    ...of('ordering/delivered-days'),
    find: 'daysBetween(orderedDay, dayOf(',
    replace: 'daysBetween(placed.promisedDay, dayOf(',
  },
  {
    guard: 'a look at an article that is not there is a miss',
    ...of('ordering/in-stock-when-viewed'),
    find: 'misses: views - viewsInStock',
    replace: 'misses: views',
  },
  {
    guard: 'an item that is not there is a miss',
    ...of('ordering/items-found'),
    find: 'misses: requested - found',
    replace: 'misses: requested',
  },
  {
    guard: 'an order whose goods are not there is not kept',
    ...of('ordering/order-kept'),
    find: 'return unavailableAt === undefined ? HIT : MISS;',
    replace: 'return unavailableAt === undefined ? HIT : HIT;',
  },
  {
    guard: 'a price exactly as far above the lowest as it may be is a hit',
    ...of('ordering/priced-near-lowest'),
    find: 'ownPriceMinor * ONE_PPM <=',
    replace: 'ownPriceMinor * ONE_PPM <',
  },
  {
    guard: 'a promise with exactly the padding that may be is a hit',
    ...of('ordering/promise-not-padded'),
    find: 'daysEarly * ONE_PPM <=',
    replace: 'daysEarly * ONE_PPM <',
  },
  {
    guard: 'the promised days of an order that is not there yet do not count',
    ...of('ordering/promised-days'),
    find: 'if (arrivedAt === undefined) return undefined;',
    replace: 'if (arrivedAt === undefined) return undefined;\n    if (placed !== undefined) return undefined;',
  },
  {
    guard: 'a question before the complaint repeats nothing',
    ...of('support/complaint-not-repeated'),
    find: 'at > complaint.at && at <= dueAt',
    replace: 'at <= dueAt',
  },
  {
    guard: 'a ruling after the limit does not count',
    ...of('support/complaint-not-upheld-outside'),
    find: ' && complaintUpheldAt <= dueAt',
    replace: '',
  },
  {
    guard: 'a complaint is resolved within its limit, not at any time',
    ...of('support/complaint-resolved-at-last'),
    find: 'issue.resolvedAt, dueAt)',
    replace: 'issue.resolvedAt, Number.MAX_SAFE_INTEGER)',
  },
  {
    guard: 'a complaint is resolved soon within its limit, not at any time',
    ...of('support/complaint-resolved-soon'),
    find: 'issue.resolvedAt, dueAt)',
    replace: 'issue.resolvedAt, Number.MAX_SAFE_INTEGER)',
  },
  {
    guard: 'the lowest score of an easy contact is a hit',
    ...of('support/contact-easy'),
    find: 'answer >= lowestEasyScore',
    replace: 'answer > lowestEasyScore',
  },
  {
    guard: 'the lowest score of a content customer is a hit',
    ...of('support/contact-satisfaction'),
    find: 'answer >= lowestContentScore',
    replace: 'answer > lowestContentScore',
  },
  {
    guard: 'a contact that is taken over at the limit to the millisecond is a hit',
    ...of('support/handed-off-without-waiting'),
    find: 'takenOverAt <= dueAt',
    replace: 'takenOverAt < dueAt',
  },
  {
    guard: 'a conversation that ends at the limit to the millisecond counts',
    ...of('support/handle-seconds'),
    find: 'endedAt <= dueAt',
    replace: 'endedAt < dueAt',
  },
  {
    guard: 'a complaint after the limit does not count',
    ...of('support/no-complaint'),
    find: 'resultOfTrouble(complaint, dueAt)',
    replace: 'resultOfTrouble(complaint, dueAt + 1)',
  },
  {
    guard: 'a question where the order is after the limit does not count',
    ...of('support/no-order-status-question'),
    find: 'resultOfTrouble(orderStatus, dueAt)',
    replace: 'resultOfTrouble(orderStatus, dueAt + 1)',
  },
  {
    guard: 'the lowest score of a content customer of the survey is a hit',
    ...of('survey/customer-score'),
    find: 'score >= lowestContentScore',
    replace: 'score > lowestContentScore',
  },
  {
    guard: 'the worst score gives no point',
    ...of('survey/customer-score-points'),
    find: 'hits: score - lowestScore',
    replace: 'hits: score',
  },
];
