import { PostgresReceiverStore } from '#libs/batches/reader/postgres-receiver-store.js';
import { Receiver, type ReceiverEvents, type Subscription } from '#libs/batches/reader/receive.js';
import { supplyFromKafka } from '#libs/batches/transport/kafka-supply.js';
import { pollSource } from '#libs/batches/transport/poll-source.js';
import type { Source } from '#libs/domain/observation.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { expectUpstreams } from '../facts/feeds.js';
import { judgeCases } from '../judging/record-facts.js';
import { takeMilestones } from '../milestones/take-milestones.js';
import type { DepartmentContext } from './context.js';

/** How often a source is polled for batches that Kafka lost. */
const REPAIR_MS = 5_000;

/** How far the milestones of a shard are taken in, for people. */
export interface UpstreamState {
  readonly subscription: Subscription;
  /** Batches that were known to exist and not taken in at the last poll. */
  missing: bigint;
}

/**
 * Takes in milestones of other departments, from Kafka or directly from them, in any order and any number of times.
 *
 * @param sources  none: then there is nothing to take in, and undefined comes back
 */
export async function takeInUpstreams(
  lifecycle: Lifecycle,
  context: DepartmentContext,
  sources: readonly Source[],
): Promise<{ readonly receiver: Receiver; readonly states: readonly UpstreamState[] } | undefined> {
  if (sources.length === 0) return undefined;
  const { department, database, config, kafka, clock } = context;
  const receiver = new Receiver({
    store: new PostgresReceiverStore(database),
    installation: config.CX_INSTALLATION,
    effects: takeMilestones({
      shards: config.CX_SHARDS,
      clock,
      judgeCases: (tx, touched, now) => judgeCases(tx, department, touched, now),
      onTaken: () => context.wakeSweep(),
    }),
    events: eventsOf(lifecycle, context),
  });
  const numbers = Array.from({ length: config.CX_SHARDS }, (_, index) => index + 1);
  const shards = sources.flatMap((source) =>
    numbers.map((shard) => ({ source, carries: 'milestones' as const, shard })),
  );
  await expectUpstreams(database, shards);
  const subscriptions = await Promise.all(shards.map((shard) => receiver.subscription(shard)));
  const states = subscriptions.map((subscription): UpstreamState => ({ subscription, missing: 0n }));
  for (const subscription of subscriptions) await receiver.redrive(subscription, config.CX_REDRIVE === 'all'); // this version may decode what an older one could not

  if (kafka !== undefined) {
    await lifecycle.add(
      'milestones from Kafka',
      () =>
        supplyFromKafka(kafka, receiver, subscriptions, (fault) => context.faults.report('consume_milestones', fault)),
      (it) => it.close(),
    );
  }
  for (const source of sources) {
    const address = config.CX_UPSTREAMS[source];
    if (address === undefined) continue;
    await pollSource(lifecycle, receiver, {
      ...{ source, address, caller: department.source, hasKafka: kafka !== undefined, repairMs: REPAIR_MS },
      subscriptions: subscriptions.filter((subscription) => subscription.source === source),
      onMissing: (subscription, { gaps, tail }, ofSource) => {
        for (const state of states) if (state.subscription === subscription) state.missing = gaps + tail;
        context.metrics.milestoneBatchesMissing.set({ department: source }, Number(ofSource));
      },
      onRepair: (result) => context.metrics.batchRepairsTotal.inc({ department: source, result }),
    });
  }
  return { receiver, states };
}

function eventsOf(lifecycle: Lifecycle, { metrics }: DepartmentContext): ReceiverEvents {
  return {
    onApplied: ({ source: from, shard }, batches, repeats) => {
      metrics.milestoneBatchesAppliedTotal.inc({ department: from }, batches.length);
      metrics.batchesRepeatedTotal.inc({ department: from }, repeats);
      const newest = batches.reduce((most, { number }) => (number > most ? number : most), 0n);
      if (newest > 0n)
        metrics.milestoneBatchLastApplied.set({ department: from, shard: String(shard) }, Number(newest));
    },
    onFenceLost: ({ source: from }) => metrics.fenceLossesTotal.inc({ department: from }),
    onQuarantined: ({ source: from, shard }, { epoch, number, reason, detail }) =>
      lifecycle.log.error(
        { from, shard, batch: `${epoch}:${number}`, reason, detail },
        'a milestone batch was quarantined',
      ),
  };
}
