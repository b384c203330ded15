import { looksAt } from '#libs/batches/look.js';
import type { MilestoneOut } from '#libs/batches/outbox.js';
import { type Lane, Receiver } from '#libs/batches/receive.js';
import type { FeedSaid, OpenedBatch } from '#libs/batches/sealed-batch.js';
import { Repair, supplyFromKafka } from '#libs/batches/supply.js';
import type { Source } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/database.js';
import { every } from '#libs/runtime/every.js';
import type { Parts } from '#libs/runtime/service.js';
import { expectUpstreams } from '../feeds.js';
import { NEVER } from '../horizons.js';
import { storeUpstream } from '../store-milestones.js';
import type { House } from './house.js';

/** Without Kafka the source is asked this often, with Kafka only for what did not come that way. */
const DIRECT_MS = 200;
const REPAIR_MS = 5_000;

/** Takes in the milestones of one source, in the transaction that moves the progress. */
export type TakeMilestones = (
  tx: Transaction,
  from: Source,
  milestones: readonly MilestoneOut[],
  now: Instant,
) => Promise<void>;

/** How far the milestones of others are taken in, for people. */
export interface UpstreamState {
  readonly lane: Lane;
  /** Batches known to exist and not taken in when we looked last. */
  missing: bigint;
}

/** Takes in what other departments tell, from Kafka or from them, in whatever order and however often it comes. */
export async function takeInUpstreams(
  parts: Parts,
  house: House,
  sources: readonly Source[],
  take: TakeMilestones,
): Promise<{ readonly receiver: Receiver; readonly states: readonly UpstreamState[] }> {
  const { database, config, kafka, metrics, clock, department } = house;
  const receiver = new Receiver({
    database,
    installation: config.CX_INSTALLATION,
    effects: {
      apply: async (tx, lane, batches, appliedThrough) => {
        const inOrder = batches.toSorted((a, b) => Number(a.number - b.number));
        await take(
          tx,
          lane.source,
          inOrder.flatMap((batch) => batch.milestones),
          clock.now(),
        );
        const through = completeThrough(inOrder, appliedThrough);
        if (through !== undefined) await storeUpstream(tx, lane, through);
      },
      committed: () => house.wakeSweep(),
    },
    events: {
      onApplied: ({ source: from, shard }, batches, repeats) => {
        metrics.milestoneBatchesAppliedTotal.inc({ department: from }, batches.length);
        metrics.batchesRepeatedTotal.inc({ department: from }, repeats);
        const newest = batches.reduce((most, { number }) => (number > most ? number : most), 0n);
        if (newest > 0n)
          metrics.milestoneBatchLastApplied.set({ department: from, shard: String(shard) }, Number(newest));
      },
      onFenceLost: ({ source: from }) => metrics.fenceLossesTotal.inc({ department: from }),
      onQuarantined: (lane, number, reason, detail) =>
        parts.log.error(
          { from: lane.source, shard: lane.shard, number: String(number), reason, detail },
          'a milestone batch was put aside',
        ),
    },
  });

  const shards = sources.flatMap((source) =>
    Array.from({ length: config.CX_SHARDS }, (_, index) => ({
      source,
      carries: 'milestones' as const,
      shard: index + 1,
    })),
  );
  await expectUpstreams(database, shards);
  const lanes = await Promise.all(shards.map((shard) => receiver.lane(shard)));
  const states = lanes.map((lane): UpstreamState => ({ lane, missing: 0n }));

  if (kafka !== undefined) {
    const onConnected = (connected: boolean) => parts.log.info({ connected }, 'Kafka, for milestones');
    await parts.add(
      'milestones from Kafka',
      () => supplyFromKafka(kafka, receiver, lanes, onConnected),
      (it) => it.close(),
    );
  }
  for (const source of sources) {
    const address = config.CX_UPSTREAMS[source];
    if (address === undefined) continue;
    const repair = await parts.add(
      `${source}, asked directly`,
      () => new Repair(receiver, source, address, department.source),
      (it) => it.close(),
    );
    const own = states.filter(({ lane }) => lane.source === source);
    const look = looksAt({
      repair,
      lanes: own.map(({ lane }) => lane),
      hasKafka: kafka !== undefined,
      onMissing: (lane, { holes, tail }) => {
        for (const state of own) if (state.lane === lane) state.missing = holes + tail;
        const all = own.reduce((sum, state) => sum + state.missing, 0n);
        metrics.milestoneBatchesMissing.set({ department: source }, Number(all));
      },
    });
    const onError = (error: unknown) => parts.log.debug({ error, source }, 'the source does not answer now');
    await parts.add(
      `repair from ${source}`,
      () => every(kafka === undefined ? DIRECT_MS : REPAIR_MS, look, { onError }),
      (it) => it.stop(),
    );
  }
  return { receiver, states };
}

/**
 * How far a source has said to be complete; undefined when these batches say nothing new. What is said beyond a hole does
 * not count: something may be missing before it. The next drained batch says it again within a minute.
 */
function completeThrough(batches: readonly OpenedBatch[], appliedThrough: bigint): Instant | undefined {
  const newest = batches.findLast((batch) => batch.drained && batch.number <= appliedThrough);
  return newest === undefined ? undefined : leastOf(newest.feeds);
}

function leastOf(feeds: readonly FeedSaid[]): Instant {
  return feeds.length === 0 ? NEVER : Math.min(...feeds.map((feed) => feed.completeThrough ?? NEVER));
}
