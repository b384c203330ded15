import type { Department } from '#libs/cases/judging/department.js';
import { judgeCases } from '#libs/cases/judging/record-facts.js';
import { type ReceivedMilestone, storeMilestones, storeUpstream } from '#libs/cases/milestones/store-milestones.js';
import { DELIVERY } from '#libs/catalogue/delivery/metrics.js';
import { DeliveryFact, DeliveryServiceClient } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { call } from '#libs/grpc/client.js';
import { deliveryService } from '#services/delivery/grpc/delivery-service.js';
import { deliveryFacts } from '#services/delivery/grpc/facts.js';
import { judgeDelivery } from '#services/delivery/judge.js';
import { judgedByDefault } from '#test/rules/documents.js';
import { FOURTEEN_DAYS_MS, NOW, type SourceOptions, startSource } from './source.js';

const delivery: Department = {
  source: 'delivery',
  metrics: DELIVERY,
  rules: judgedByDefault('delivery'),
  silentAfterMs: FOURTEEN_DAYS_MS,
  shards: 1,
  judge: judgeDelivery,
};

/** The services of delivery. The feed olist reports, and ordering and warehouse have reported everything. */
export async function startDelivery(options: SourceOptions = {}) {
  const source = await startSource({ department: delivery, facts: deliveryFacts, service: deliveryService }, options);
  const carrier = source.as(DeliveryServiceClient, 'olist');
  const facts = source.as(FactsServiceClient, 'olist');
  return {
    ...source,
    department: delivery,
    facts,
    /** Takes milestones of ordering or of the warehouse, as batches bring them. */
    take: (from: 'ordering' | 'warehouse', milestones: readonly Omit<ReceivedMilestone, 'arrivedIn'>[]) =>
      source.database.transaction(async (tx) => {
        const received = milestones.map((one) => ({ ...one, arrivedIn: { shardId: 1, epoch: 1, number: 1n } }));
        await judgeCases(tx, delivery, await storeMilestones(tx, from, received, { now: NOW, shards: 1 }), NOW);
        for (const upstream of ['ordering', 'warehouse'] as const)
          await storeUpstream(tx, { source: upstream, shard: 1 }, NOW);
      }),
    send: (...items: DeliveryFact[]) => call(carrier, 'recordDeliveryFacts', { facts: items, origin: 1 }),
  };
}

/** What a carrier or a store reports about an order. */
export function deliveryFact(orderId: string, name: 'delivered' | 'readyForCollection', at: string): DeliveryFact {
  const what = { $case: name, value: {} } as NonNullable<DeliveryFact['what']>;
  return DeliveryFact.fromPartial({ factId: `${orderId}/${name}`, orderId, happenedAt: new Date(at), what });
}
