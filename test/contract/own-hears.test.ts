import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DELIVERY } from '#libs/catalogue/delivery/metrics.js';
import { ORDERING } from '#libs/catalogue/ordering/metrics.js';
import { DeliveryFact, DeliveryServiceClient } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { FactResult, FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { OrderFact, OrderingServiceClient } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { call } from '#libs/grpc/client.js';
import { deliveryService } from '#services/delivery/grpc/delivery-service.js';
import { deliveryFacts } from '#services/delivery/grpc/facts.js';
import { judgeDelivery } from '#services/delivery/judge.js';
import { orderingFacts } from '#services/ordering/grpc/facts.js';
import { orderingService } from '#services/ordering/grpc/ordering-service.js';
import { judgeOrdering } from '#services/ordering/judge.js';
import { judgedByDefault } from '#test/rules/documents.js';
import { client } from '#test/stack/client.js';
import { customFact } from './cases/custom.js';
import { FEED, startOwn } from './cases/own.js';
import { type RunningSource, settle, startSource } from './cases/source.js';

const at = (day: number, hour = 12) => new Date(Date.UTC(2018, 2, day, hour));
const clock = { now: () => at(31).getTime() };
const common = { silentAfterMs: 90 * 86_400_000, shards: 1 };

/** A department for what comes back: an order that was delivered and did not come back as not described is a hit. */
const RETURNS = `
valid_from: 2018-01-01
departments:
  ordering: {}
  delivery: {}
  returns:
    case: { description: One order, named_by: [order_id], same_as: order }
    facts:
      sent_back:
        description: The customer sent it back
        fields:
          order_id: { type: text }
          cause: { type: choice, choices: [not_as_described, other] }
    hears:
      delivered: { milestone: delivery/delivered }
      promised: { milestone: ordering/promised }
    metrics:
      as_described:
        title: As described
        question: Was it as described?
        misses_are: orders that were not as described
        role: SCORED
        population: has(delivered)
        hit: '!has(sent_back) || sent_back.cause != "not_as_described"'
        due: delivered.happened_at + duration("120h")
        day: dayOf(delivered.happened_at, "Europe/Berlin")
        unit: '"returns"'
      promised_to_area:
        title: Promised
        question: Was an order promised to an area in Berlin?
        misses_are: orders that go elsewhere
        role: DIAGNOSTIC
        population: has(promised) && has(promised.destination_unit)
        hit: promised.destination_unit == "area/be" && promised.promised_day == day("2018-03-11") && promised.zone == "Europe/Berlin"
        due: promised.happened_at
        day: promised.promised_day
        unit: promised.unit
`;

let ordering: RunningSource;
let delivery: RunningSource;
let returns: Awaited<ReturnType<typeof startOwn>>;
let shop: OrderingServiceClient;
let carrier: DeliveryServiceClient;
const feeds = new Map<string, FactsServiceClient>();

beforeAll(async () => {
  ordering = await startSource(
    {
      department: {
        source: 'ordering',
        rules: judgedByDefault('ordering'),
        metrics: ORDERING,
        judge: judgeOrdering,
        openedBy: 'placed',
        ...common,
      },
      ...{ facts: orderingFacts, service: orderingService },
    },
    { clock, upstreams: ['delivery'] },
  );
  delivery = await startSource(
    {
      department: {
        source: 'delivery',
        rules: judgedByDefault('delivery'),
        metrics: DELIVERY,
        judge: judgeDelivery,
        ...common,
      },
      ...{ facts: deliveryFacts, service: deliveryService },
    },
    { clock, upstreams: ['ordering'] },
  );
  returns = await startOwn('returns', ['ordering', 'delivery'], clock);
  await returns.publishDocument(RETURNS);
  shop = client(OrderingServiceClient, ordering.address, 'olist');
  carrier = client(DeliveryServiceClient, delivery.address, 'olist');
  for (const { source, address } of [ordering, delivery, returns])
    feeds.set(source, client(FactsServiceClient, address, source === returns.source ? FEED : 'olist'));
});
afterAll(async () => {
  for (const one of [shop, carrier, ...feeds.values()]) one?.close();
  await Promise.all([ordering?.stop(), delivery?.stop(), returns?.stop()]);
});

const place = (orderId: string) =>
  call(shop, 'recordOrderFacts', {
    facts: [
      OrderFact.fromPartial({
        ...{ factId: `placed-${orderId}`, orderId, happenedAt: at(1) },
        what: {
          $case: 'placed',
          value: { promisedDay: '2018-03-11', zone: 'Europe/Berlin', destinationUnit: 'area/be', items: 3 },
        },
      }),
    ],
    origin: 1,
  });
const deliver = (orderId: string, what: DeliveryFact['what'] = { $case: 'delivered', value: {} }, id = 'delivered') =>
  call(carrier, 'recordDeliveryFacts', {
    facts: [DeliveryFact.fromPartial({ factId: `${id}-${orderId}`, orderId, happenedAt: at(5), what: what as never })],
    origin: 1,
  });
const sendBack = (orderId: string, cause: string, factId = `back-${orderId}`) =>
  returns.send(
    customFact(
      factId,
      at(7).toISOString(),
      { $case: 'kind', value: 'sent_back' },
      {
        order_id: { $case: 'text', value: orderId },
        cause: { $case: 'choice', value: cause },
      },
    ),
  );
const complete = async (source: string, through = at(31, 11)) =>
  call(feeds.get(source) as FactsServiceClient, 'declareComplete', { completeThrough: through });
const travel = () => settle([ordering, delivery, returns]);

/** One story: what happens to orders of the shop, in this order. */
describe('a department of the company that hears milestones', () => {
  it('needs the departments that its documents name', () => {
    expect(returns.heard()).toEqual(['ordering', 'delivery']);
  });

  it('does not judge before the department that it hears has reported too', async () => {
    for (const order of ['A', 'B', 'C']) await place(order);
    for (const order of ['A', 'B']) await deliver(order);
    const { outcomes } = await sendBack('A', 'not_as_described');
    expect(outcomes.map(({ result }) => result)).toEqual([FactResult.FACT_RESULT_RECORDED]);
    await complete('ordering');
    await complete('returns');
    await travel();
    expect(await returns.verdicts('as_described')).toEqual([]);
  });

  it('judges the cases that they are about; an order that was not delivered is not asked', async () => {
    await complete('delivery');
    await travel();
    // The department never heard a name of B: it knows B by milestones alone.
    expect(await returns.verdicts('as_described')).toEqual(['2018-03-05 hit', 'A 2018-03-05 miss']);
  });

  it('reads the fields of a milestone in their types', async () => {
    expect(await returns.verdicts('promised_to_area')).toEqual([
      '2018-03-11 hit',
      '2018-03-11 hit',
      'A 2018-03-11 hit',
    ]);
  });

  it('retracts a verdict when the milestone turns out not to have happened', async () => {
    await deliver('B', { $case: 'withdrawal', value: { factId: 'delivered-B', reason: '' } } as never, 'mistake');
    await travel();
    expect(await returns.verdicts('as_described')).toEqual(['A 2018-03-05 miss']);
    expect(await returns.counted('as_described')).toEqual({ hits: 0, misses: 1 });
  });

  it('judges by a later document on its days only', async () => {
    await returns.publishDocument(
      RETURNS.replace('2018-01-01', '2018-04-01').replace("hit: '!has(sent_back) ||", "hit: 'has(sent_back) &&"),
    );
    await travel();
    expect(await returns.verdicts('as_described')).toEqual(['A 2018-03-05 miss']);
  });

  it('hears nothing when a document for the same days no longer names the milestone, and records it once', async () => {
    const without = RETURNS.replace('      delivered: { milestone: delivery/delivered }\n', '').replaceAll(
      'delivered',
      'sent_back',
    );
    await returns.publishDocument(without);
    await travel();
    expect(await returns.verdicts('as_described')).toEqual(['A 2018-03-07 miss']);
    expect(await returns.counted('as_described')).toEqual({ hits: 0, misses: 1 });
  });
});
