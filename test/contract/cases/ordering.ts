import type { Department } from '#libs/cases/judging/department.js';
import type { ReadRules } from '#libs/cases/rules/rules-in-force.js';
import { ORDERING } from '#libs/catalogue/ordering/metrics.js';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { type OrderFact, OrderingServiceClient, OrderPlaced } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { call } from '#libs/grpc/client.js';
import { orderingFacts } from '#services/ordering/grpc/facts.js';
import { orderingService } from '#services/ordering/grpc/ordering-service.js';
import { judgeOrdering } from '#services/ordering/judge.js';
import { judgedByDefault } from '#test/rules/documents.js';
import { FOURTEEN_DAYS_MS, type SourceOptions, startSource } from './source.js';

export { NOW } from './source.js';

/** Ordering as its process judges; by the limits of the catalogue, unless a test gives it documents. */
export const orderingBy = (rules: ReadRules = judgedByDefault('ordering')): Department => ({
  source: 'ordering',
  metrics: ORDERING,
  rules,
  silentAfterMs: FOURTEEN_DAYS_MS,
  shards: 1,
  judge: judgeOrdering,
  openedBy: 'placed',
});

/** The services of ordering. The feed olist reports. */
export async function startOrdering(department = orderingBy(), options: SourceOptions = {}) {
  const source = await startSource({ department, facts: orderingFacts, service: orderingService }, options);
  const olist = source.as(OrderingServiceClient, 'olist');
  return {
    ...source,
    olist,
    facts: source.as(FactsServiceClient, 'olist'),
    // A thousand facts in one call take long where the processes of other tests compute.
    send: (items: OrderFact[], origin = 1) =>
      call(olist, 'recordOrderFacts', { facts: items, origin }, { deadlineMs: 60_000 }),
  };
}

/** An order placed at noon on 20 February 2018, promised for 2 March. */
export const placed = (orderId: string, changes: Partial<OrderFact> = {}, order: object = {}): OrderFact => ({
  factId: `placed-${orderId}`,
  orderId,
  parcelId: '',
  subjectId: '',
  happenedAt: new Date('2018-02-20T12:00:00Z'),
  what: {
    $case: 'placed',
    value: OrderPlaced.fromPartial({
      promisedDay: '2018-03-02',
      zone: 'America/Sao_Paulo',
      destinationUnit: 'area/rj',
      paymentMethods: [1],
      items: 1,
      ...order,
    }),
  },
  ...changes,
});
/** The same order's payment, an hour later. */
export const approved = (orderId: string, changes: Partial<OrderFact> = {}): OrderFact => ({
  factId: `approved-${orderId}`,
  orderId,
  parcelId: '',
  subjectId: '',
  happenedAt: new Date('2018-02-20T13:00:00Z'),
  what: { $case: 'paymentApproved', value: {} },
  ...changes,
});
