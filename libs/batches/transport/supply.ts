import type { Following, IncomingRecord, Log } from '#libs/kafka/log.js';
import type { RawBatch } from '../format/raw-batch.js';
import { carriesFrom } from '../format/sealed-batch.js';
import { partitionOf, topicOf } from '../format/topics.js';
import { type Chain, EMPTY_CHAIN, holes, newestKnown } from '../reader/chain.js';
import { type EpochProgress, headOf } from '../reader/progress.js';
import type { Receiver, Subscription } from '../reader/receive.js';
import type { BatchSource, ShardHead } from './batch-source.js';

/** Where batches come from: Kafka, and each source's own BatchService for whatever did not come that way. */

/** At most so many batches a transaction. */
const CHUNK = 256;

/** Follows Kafka; where to begin stands in each subscription's progress. */
export async function supplyFromKafka(
  log: Log,
  receiver: BatchSink,
  subscriptions: readonly Subscription[],
  onConnected: (connected: boolean) => void,
): Promise<Following> {
  const byPlace = new Map(
    subscriptions.map((subscription) => [`${topicOf(subscription)}/${partitionOf(subscription)}`, subscription]),
  );
  const from = await Promise.all(
    subscriptions.map(async (subscription) => {
      const offset = (await receiver.progress(subscription)).at(-1)?.nextOffset;
      return {
        topic: topicOf(subscription),
        partition: partitionOf(subscription),
        ...(offset === undefined ? {} : { offset }),
      };
    }),
  );
  const intakes = new Map([...byPlace].map(([place, subscription]) => [place, new Intake(receiver, subscription)]));
  const following = await log.follow({
    from,
    onConnected,
    onRecords: async (topic, partition, records) => {
      for (let at = 0; at < records.length; at += CHUNK)
        await intakes.get(`${topic}/${partition}`)?.take(records.slice(at, at + CHUNK).flatMap(rawFromKafka));
    },
  });
  const close = async () => {
    await following.close();
    await Promise.all([...intakes.values()].map((intake) => intake.end()));
  };
  return { close };
}

/**
 * Takes a chunk of one subscription while the one before is still being stored, so that fetching, reading and storing go on side by side.
 * A chunk that failed is tried once more before the next is taken; should that fail too, the next is refused and comes again.
 */
class Intake {
  #chunk: readonly RawBatch[] | undefined;
  #storing: Promise<void> = Promise.resolve();

  constructor(
    private readonly receiver: BatchSink,
    private readonly subscription: Subscription,
  ) {}

  async take(chunk: readonly RawBatch[]): Promise<void> {
    await this.#settle();
    this.#store(chunk);
  }

  /** What cannot be stored now is fetched again after the next start, or repaired. */
  async end(): Promise<void> {
    await this.#storing.catch(() => undefined);
  }

  async #settle(): Promise<void> {
    try {
      await this.#storing;
    } catch {
      if (this.#chunk !== undefined) this.#store(this.#chunk);
      await this.#storing;
    }
  }

  #store(chunk: readonly RawBatch[]): void {
    this.#chunk = chunk;
    this.#storing = this.receiver.take(this.subscription, chunk);
    this.#storing.catch(() => undefined); // told to whoever takes the next chunk
  }
}

/** A record nobody named is no batch of ours. */
export function rawFromKafka({ headers, value, offset }: IncomingRecord): RawBatch[] {
  const [epoch, number] = [Number(headers['cx-epoch']), headers['cx-number'] ?? ''];
  if (!Number.isInteger(epoch) || !/^[1-9]\d*$/.test(number)) return [];
  return [{ epoch, number: BigInt(number), bytes: value, nextOffset: offset + 1n, fromSource: false }];
}

export type { ShardHead } from './batch-source.js';

/** Batches that are known to exist and are not here. */
export interface Missing {
  /** Before the newest one that is here. */
  readonly holes: bigint;
  /** After it. */
  readonly tail: bigint;
}

/** What one look at a source found. */
export interface RepairReport {
  /** Batches known to exist and not applied when we looked. */
  readonly missing: bigint;
  /** How many of them were asked for. */
  readonly repaired: bigint;
}

/** What a supplier needs of the door. */
export type BatchSink = Pick<Receiver, 'take' | 'progress'>;

/** Asks one source what it has sealed, and fetches what is missing here. Without Kafka this is the whole transport. */
export class Repair {
  constructor(
    private readonly receiver: BatchSink,
    private readonly source: BatchSource,
  ) {}

  heads(): Promise<readonly ShardHead[]> {
    return this.source.heads();
  }

  /**
   * Fetches what is missing of one subscription.
   *
   * @param spare  newest numbers that are likely on their way through Kafka and are left to it
   */
  async repair(subscription: Subscription, head: ShardHead, spare: bigint): Promise<RepairReport> {
    const epochs = await this.receiver.progress(subscription);
    const known = chainOf(epochs, head.epoch);
    const wanted = [
      ...leftBehind(epochs),
      ...holes(known, max(head.newestNumber - spare, newestKnown(known))).map((hole) => ({
        ...hole,
        epoch: head.epoch,
      })),
    ];
    const missing = lengthOf(leftBehind(epochs)) + lengthOf(holes(known, head.newestNumber));
    for (const { epoch, lo, hi } of wanted) await this.#fetch(subscription, epoch, lo, hi);
    return { missing, repaired: lengthOf(wanted) };
  }

  /** What is not here of a subscription as far as its source was seen; without a look at it, as far as Kafka has shown. */
  async missing(subscription: Subscription, head: ShardHead | undefined): Promise<Missing> {
    const epochs = await this.receiver.progress(subscription);
    const chain = chainOf(epochs, head?.epoch ?? epochs.at(-1)?.epoch);
    const newest = newestKnown(chain);
    return {
      holes: lengthOf(leftBehind(epochs)) + lengthOf(holes(chain, newest)),
      tail: max((head?.newestNumber ?? 0n) - newest, 0n),
    };
  }

  /** Tells the source how far a subscription is durably applied; nothing while a part of an epoch before is missing. */
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
      // Named by its place: what it says of itself is read at the door, where a batch that kills is found out.
      chunk.push({ epoch, number, bytes, fromSource: true });
      number += 1n;
      if (chunk.length < CHUNK) continue;
      await this.receiver.take(subscription, chunk);
      chunk = [];
    }
    if (chunk.length > 0) await this.receiver.take(subscription, chunk);
  }
}

/** Whether a head belongs to a subscription. */
export function isHeadOf(subscription: Subscription, head: ShardHead): boolean {
  return head.shard === subscription.shard && carriesFrom(head.carries) === subscription.carries;
}

function chainOf(epochs: readonly EpochProgress[], wanted: number | undefined): Chain {
  return epochs.find(({ epoch }) => epoch === wanted)?.chain ?? EMPTY_CHAIN;
}

/** What survived of epochs that are over and is not here. */
function leftBehind(epochs: readonly EpochProgress[]) {
  return epochs.flatMap(({ epoch, chain, survivesThrough }) =>
    survivesThrough === undefined
      ? []
      : holes(chain, survivesThrough)
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
