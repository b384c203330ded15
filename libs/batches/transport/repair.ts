import type { RawBatch } from '../format/raw-batch.js';
import { carriesFrom } from '../format/sealed-batch.js';
import { type Chain, EMPTY_CHAIN, gaps, newestKnown } from '../reader/chain.js';
import { type EpochProgress, headOf } from '../reader/progress.js';
import type { Subscription } from '../reader/receive.js';
import { type BatchSink, CHUNK_BATCHES } from './batch-sink.js';
import type { BatchSource, ShardHead, Wait } from './batch-source.js';

/** Batches that are known to exist and are not applied here. */
export interface Missing {
  /** Gaps before the newest applied batch. */
  readonly gaps: bigint;
  /** Batches after it. */
  readonly tail: bigint;
}

/** The result of one repair of one shard. */
export interface RepairReport {
  /** Batches that existed at the source and were not applied when the repair began. */
  readonly missing: bigint;
  /** How many of them were fetched. */
  readonly repaired: bigint;
}

/** Compares the shards of one source with what is applied here, and fetches what is missing. Without Kafka this is the whole transport. */
export class Repair {
  constructor(
    private readonly receiver: BatchSink,
    private readonly source: BatchSource,
  ) {}

  heads(wait?: Wait): Promise<readonly ShardHead[]> {
    return this.source.heads(wait);
  }

  /**
   * Fetches the missing batches of one shard.
   *
   * @param spare  how many of the newest numbers to leave out: they are probably still on their way through Kafka
   */
  async repair(subscription: Subscription, head: ShardHead, spare: bigint): Promise<RepairReport> {
    const epochs = await this.receiver.progress(subscription);
    const known = chainOf(epochs, head.epoch);
    const wanted = [
      ...leftBehind(epochs),
      ...gaps(known, max(head.newestNumber - spare, newestKnown(known))).map((gap) => ({
        ...gap,
        epoch: head.epoch,
      })),
    ];
    const missing = lengthOf(leftBehind(epochs)) + lengthOf(gaps(known, head.newestNumber));
    for (const { epoch, lo, hi } of wanted) await this.#fetch(subscription, epoch, lo, hi);
    return { missing, repaired: lengthOf(wanted) };
  }

  /** Counts the missing batches of a shard, up to the head that its source reported or, without one, up to the newest batch seen. */
  async missing(subscription: Subscription, head: ShardHead | undefined): Promise<Missing> {
    const epochs = await this.receiver.progress(subscription);
    const chain = chainOf(epochs, head?.epoch ?? epochs.at(-1)?.epoch);
    const newest = newestKnown(chain);
    return {
      gaps: lengthOf(leftBehind(epochs)) + lengthOf(gaps(chain, newest)),
      tail: max((head?.newestNumber ?? 0n) - newest, 0n),
    };
  }

  /** Acknowledges how far a shard is durably applied. Does nothing while part of an earlier epoch is missing. */
  async acknowledge(subscription: Subscription): Promise<void> {
    const epochs = await this.receiver.progress(subscription);
    const { epoch, appliedThrough } = headOf(epochs);
    const head = epochs.at(-1)?.chain.headSha256;
    if (appliedThrough === 0n || head === undefined) return;
    await this.source.acknowledge(subscription, { epoch, number: appliedThrough, sha256: Buffer.from(head, 'hex') });
  }

  close(): void {
    this.source.close();
  }

  async #fetch(subscription: Subscription, epoch: number, firstNumber: bigint, lastNumber: bigint): Promise<void> {
    let chunk: RawBatch[] = [];
    let number = firstNumber;
    for await (const bytes of this.source.batches(subscription, epoch, firstNumber, lastNumber)) {
      // The position in the stream names the batch. Its content is decoded later, under crash isolation.
      chunk.push({ epoch, number, bytes, fromSource: true });
      number += 1n;
      if (chunk.length < CHUNK_BATCHES) continue;
      await this.receiver.take(subscription, chunk);
      chunk = [];
    }
    if (chunk.length > 0) await this.receiver.take(subscription, chunk);
  }
}

/** Whether a head of the source belongs to this subscription. */
export function isHeadOf(subscription: Subscription, head: ShardHead): boolean {
  return head.shard === subscription.shard && carriesFrom(head.carries) === subscription.carries;
}

function chainOf(epochs: readonly EpochProgress[], wanted: number | undefined): Chain {
  return epochs.find(({ epoch }) => epoch === wanted)?.chain ?? EMPTY_CHAIN;
}

/** Batches of ended epochs that survive and are not applied yet. */
function leftBehind(epochs: readonly EpochProgress[]) {
  return epochs.flatMap(({ epoch, chain, survivesThrough }) =>
    survivesThrough === undefined
      ? []
      : gaps(chain, survivesThrough)
          .filter(({ lo }) => lo <= survivesThrough)
          .map(({ lo, hi }) => ({ epoch, lo, hi: hi < survivesThrough ? hi : survivesThrough })),
  );
}

function lengthOf(ranges: readonly { readonly lo: bigint; readonly hi: bigint }[]): bigint {
  return ranges.reduce((sum, { lo, hi }) => sum + hi - lo + 1n, 0n);
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
