import type { ConnectionTo } from '#libs/grpc/connection.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { Sender } from '../format/topics.js';
import type { Receiver, Subscription } from '../reader/receive.js';
import { grpcBatchSource } from './batch-source.js';
import { createRepairCheck } from './periodic-repair.js';
import { type Missing, Repair } from './repair.js';
import type { SourceFaults } from './source-faults.js';

/** Without Kafka this is the whole transport: a source is asked again so soon, and answers when it has something new. */
const DIRECT_MS = 100;

export interface PolledSource {
  readonly source: Sender;
  /** "127.0.0.1:7103" */
  readonly address: string;
  /** By which this process reaches it. */
  readonly connectionTo: ConnectionTo;
  /** The shards of this source. */
  readonly subscriptions: readonly Subscription[];
  readonly hasKafka: boolean;
  readonly faults: Pick<SourceFaults, 'report'>;
  /** How often the source is polled for batches that Kafka lost, ms. */
  readonly repairMs: number;
  /** Called after each poll, for each shard: what is missing of it, and how many batches are missing of the whole source. */
  readonly onMissing: (subscription: Subscription, missing: Missing, ofSource: bigint) => void;
  readonly onRepair: (result: 'repaired' | 'failed') => void;
}

/** Polls a source until the process stops, and fetches the batches that did not arrive by Kafka. */
export async function pollSource(lifecycle: Lifecycle, receiver: Receiver, polled: PolledSource): Promise<void> {
  const { source, hasKafka } = polled;
  const repair = await lifecycle.add(
    `direct connection to ${source}`,
    () => new Repair(receiver, grpcBatchSource(polled.address, polled.connectionTo(source))),
    (it) => it.close(),
  );
  const missing = new Map<Subscription, bigint>();
  const check = createRepairCheck({
    ...{ repair, hasKafka, subscriptions: polled.subscriptions, onRepair: polled.onRepair },
    onMissing: (subscription, { gaps, tail }) => {
      missing.set(subscription, gaps + tail);
      const ofSource = [...missing.values()].reduce((sum, one) => sum + one, 0n);
      polled.onMissing(subscription, { gaps, tail }, ofSource);
    },
  });
  const poll = async (signal: AbortSignal) => {
    await check(signal);
    if (!signal.aborted) polled.faults.report(source, undefined);
  };
  const onError = (error: unknown) => {
    polled.faults.report(source, error);
    lifecycle.log.debug({ error, source }, 'the source did not answer; it will be asked again');
  };
  await lifecycle.add(
    `repair from ${source}`,
    () => every(hasKafka ? polled.repairMs : DIRECT_MS, poll, { onError }),
    (it) => it.stop(),
  );
}
