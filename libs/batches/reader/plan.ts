import type { RawBatch } from '../format/raw-batch.js';
import type { OpenedBatch } from '../format/sealed-batch.js';
import type { Arrival, QuarantineEntry } from './arrival.js';
import { type Chain, EMPTY_CHAIN, follow, isKnown } from './chain.js';
import { type Continues, FIRST_EPOCH, isLineKnown, survival } from './lineage.js';
import { type EpochProgress, type EpochState, type Head, headOf, type KnownHashes } from './progress.js';

/** A batch that gets its number with this chunk. */
export interface Received {
  readonly epoch: number;
  readonly number: bigint;
  readonly sha256: Buffer;
  readonly sealedAt: number;
}

/** Through which number an ended epoch survives. */
export interface EndedEpoch {
  readonly epoch: number;
  readonly through: bigint;
}

/** What a chunk changes, computed before the transaction. */
export interface Plan {
  readonly fresh: readonly OpenedBatch[];
  readonly received: readonly Received[];
  readonly quarantine: readonly QuarantineEntry[];
  readonly repeats: number;
  readonly changes: readonly EpochState[];
  /** Applied before `fresh`. */
  readonly ended: readonly EndedEpoch[];
  /** How far the shard is applied after this chunk. */
  readonly head: Head;
  readonly isNothing: boolean;
}

/**
 * Computes what a chunk changes. Pure: the same progress and arrivals give the same plan. A batch that begins an epoch must be
 * the first of its chunk, see `chunksOf`.
 *
 * @param epochs  oldest first
 * @param known   hashes of the numbers in the chunk, and of the batches that they continue
 */
export function planOf(epochs: readonly EpochProgress[], arrivals: readonly Arrival[], known: KnownHashes): Plan {
  const planning = new Planning(epochs, known);
  for (const arrival of arrivals) planning.take(arrival);
  return planning.plan();
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Draft = Mutable<EpochState> & { readonly before: EpochProgress | undefined; isTouched: boolean };

class Planning {
  readonly #epochs = new Map<number, Draft>();
  readonly #seen = new Map<string, string>();
  readonly #fresh: OpenedBatch[] = [];
  readonly #received: Received[] = [];
  readonly #quarantine: QuarantineEntry[] = [];
  #repeats = 0;

  constructor(
    epochs: readonly EpochProgress[],
    private readonly known: KnownHashes,
  ) {
    for (const before of epochs) this.#epochs.set(before.epoch, { ...before, before, isTouched: false });
  }

  take(arrival: Arrival): void {
    this.#judge(arrival);
    this.#moveOffset(arrival.raw);
  }

  plan(): Plan {
    const epochs = [...this.#epochs.values()].sort((a, b) => a.epoch - b.epoch);
    const changes = epochs.filter(({ isTouched }) => isTouched);
    return {
      fresh: this.#fresh,
      received: this.#received,
      quarantine: this.#quarantine,
      repeats: this.#repeats,
      changes: changes.map(({ before: _, isTouched: __, ...state }) => state),
      ended: changes.flatMap(({ before, epoch, survivesThrough: through }) =>
        through === undefined || through === before?.survivesThrough ? [] : [{ epoch, through }],
      ),
      head: headOf(epochs),
      isNothing: changes.length === 0 && this.#quarantine.length === 0,
    };
  }

  #judge(arrival: Arrival): void {
    const { raw, opened } = arrival;
    if ('reason' in opened) return this.#takeUndecodable(arrival, opened);
    if (opened.number !== raw.number || opened.epoch !== raw.epoch) {
      const detail = `its carrier calls it ${raw.epoch}:${raw.number}`;
      return this.#takeUndecodable(arrival, { reason: 'UNDECODABLE', detail });
    }
    if (!this.#isBegun(raw.epoch) && !this.#begin(arrival, opened)) return;
    // Until the lineage is complete, a batch of an abandoned epoch could take a valid number. Repair fetches it again.
    if (!isLineKnown(this.#epochs)) return;
    const epoch = this.#epoch(raw.epoch);
    if (isKnown(epoch.chain, raw.number)) return this.#takeKnown(arrival, epoch);
    if (isOrphaned(epoch, raw.number)) return this.#takeOrphaned(arrival, opened);
    if (epoch.state === 'forked') return; // an operator must resolve the fork first; repair fetches it later
    this.#takeNext(arrival, opened, epoch);
  }

  #takeNext({ raw, sha256 }: Arrival, opened: OpenedBatch, epoch: Draft): void {
    const link = { number: raw.number, previousSha256: hex(opened.previousSha256), sha256: hex(sha256) };
    const step = follow(epoch.chain, link);
    const continued = [...this.#epochs.values()].find(
      ({ continues }) => continues?.epoch === raw.epoch && continues.number === raw.number,
    );
    if (step.kind !== 'fresh' || (continued?.continues?.sha256 ?? link.sha256) !== link.sha256)
      return this.#fork(raw, sha256, epoch, 'CHAIN_BROKEN', 'it does not fit its neighbours');
    this.#extend(raw, sha256, epoch, step.chain, opened.sealedAt);
    this.#fresh.push(opened);
  }

  #takeKnown({ raw, sha256 }: Arrival, epoch: Draft): void {
    const before = this.#hashOf(raw.epoch, raw.number);
    if (before === undefined || before === hex(sha256)) this.#repeats += 1;
    else if (!isOrphaned(epoch, raw.number))
      this.#fork(raw, sha256, epoch, 'FORKED', 'the same number was applied with other content');
  }

  /** Drops a batch beyond the end of its epoch, unless it was sealed after the epoch had ended: then two databases write. */
  #takeOrphaned({ raw, sha256 }: Arrival, { sealedAt }: OpenedBatch): void {
    const later = [...this.#epochs.values()].filter((one) => one.epoch > raw.epoch && one.begunAt !== undefined);
    const endedAt = Math.min(...later.map(({ begunAt }) => begunAt ?? Number.POSITIVE_INFINITY));
    if (sealedAt <= endedAt) return;
    this.#setAside(
      raw,
      sha256,
      'FORKED',
      'its epoch had ended when it was sealed: two databases claim to be this source',
    );
  }

  /**
   * Quarantines an undecodable batch if it comes from the source itself. One from Kafka is dropped: repair fetches it from the source.
   */
  #takeUndecodable({ raw, sha256 }: Arrival, { reason, detail }: Pick<QuarantineEntry, 'reason' | 'detail'>): void {
    // They are none of this shard, so they take no number of it, and nothing is fetched in their place.
    if (reason === 'FOREIGN' || reason === 'WRONG_SENDER') return this.#setAside(raw, sha256, reason, detail);
    if (!raw.fromSource) return;
    if (this.#hashOf(raw.epoch, raw.number) === hex(sha256)) return;
    if (!this.#isBegun(raw.epoch)) {
      // It does not tell which batch it continues, so no batch of its epoch can be applied.
      if (raw.number === 1n) this.#setAside(raw, sha256, reason, detail);
      return;
    }
    const epoch = this.#epoch(raw.epoch);
    if (epoch.state === 'forked' || isOrphaned(epoch, raw.number)) return;
    // Its predecessor hash cannot be trusted, so it is only accepted directly after the newest applied batch.
    if (raw.number !== epoch.chain.appliedThrough + 1n) return;
    const link = { number: raw.number, previousSha256: epoch.chain.headSha256, sha256: hex(sha256) };
    const step = follow(epoch.chain, link);
    if (step.kind !== 'fresh') return;
    this.#extend(raw, sha256, epoch, step.chain, epoch.sealedAt ?? 0);
    this.#setAside(raw, sha256, reason, detail);
  }

  /**
   * Number 1 of a later epoch names the batch it continues. Until it arrives, no other batch of its epoch is applied.
   */
  #begin({ raw, sha256 }: Arrival, opened: OpenedBatch): boolean {
    if (raw.number !== 1n) return false;
    const { continuesEpoch, continuesNumber, previousSha256 } = opened;
    const continues: Continues = { epoch: continuesEpoch, number: continuesNumber, sha256: hex(previousSha256) };
    const survivor = this.#hashOf(continues.epoch, continues.number);
    if (survivor !== undefined && survivor !== continues.sha256) {
      this.#setAside(raw, sha256, 'CHAIN_BROKEN', `${continues.epoch}:${continues.number} has another hash here`);
      return false;
    }
    const nextOffset = this.#newest()?.nextOffset;
    const epoch = this.#epoch(raw.epoch);
    Object.assign(epoch, { continues, begunAt: opened.sealedAt, isTouched: true });
    epoch.nextOffset ??= nextOffset;
    epoch.chain = { ...epoch.chain, headSha256: continues.sha256 };
    if (continues.epoch > 0) this.#epoch(continues.epoch);
    this.#settle();
    return true;
  }

  /** Ends the epochs, or parts of epochs, that the newest epoch does not continue. */
  #settle(): void {
    for (const [number, through] of survival(this.#epochs)) {
      const epoch = this.#epochs.get(number);
      if (epoch === undefined || epoch.survivesThrough === through) continue;
      Object.assign(epoch, { survivesThrough: through, state: 'ended', isTouched: true });
    }
  }

  #extend(raw: RawBatch, sha256: Buffer, epoch: Draft, chain: Chain, sealedAt: number): void {
    Object.assign(epoch, { chain, batches: epoch.batches + 1n, isTouched: true });
    epoch.sealedAt = Math.max(epoch.sealedAt ?? 0, sealedAt);
    this.#seen.set(`${raw.epoch}:${raw.number}`, hex(sha256));
    this.#received.push({ epoch: raw.epoch, number: raw.number, sha256, sealedAt });
  }

  #fork(raw: RawBatch, sha256: Buffer, epoch: Draft, reason: 'FORKED' | 'CHAIN_BROKEN', detail: string): void {
    if (epoch.state === 'live') Object.assign(epoch, { state: 'forked', isTouched: true });
    this.#setAside(raw, sha256, reason, detail);
  }

  #setAside(raw: RawBatch, sha256: Buffer, reason: QuarantineEntry['reason'], detail: string): void {
    this.#quarantine.push({ epoch: raw.epoch, number: raw.number, sha256, reason, detail, bytes: raw.bytes });
  }

  #hashOf(epoch: number, number: bigint): string | undefined {
    return this.#seen.get(`${epoch}:${number}`) ?? this.known.get(`${epoch}:${number}`);
  }

  #isBegun(epoch: number): boolean {
    return epoch === FIRST_EPOCH || this.#epochs.get(epoch)?.continues !== undefined;
  }

  #newest(): Draft | undefined {
    return this.#epochs.get(Math.max(0, ...this.#epochs.keys()));
  }

  #moveOffset({ nextOffset }: RawBatch): void {
    const newest = this.#newest();
    if (newest === undefined || nextOffset === undefined || nextOffset === newest.nextOffset) return;
    Object.assign(newest, { nextOffset, isTouched: true });
  }

  #epoch(number: number): Draft {
    const known = this.#epochs.get(number);
    if (known !== undefined) return known;
    const draft: Draft = { ...UNKNOWN_EPOCH, epoch: number, before: undefined, isTouched: true };
    this.#epochs.set(number, draft);
    this.#settle();
    return draft;
  }
}

/** An epoch of which no batch has arrived. */
const UNKNOWN_EPOCH: Omit<EpochState, 'epoch'> = {
  chain: EMPTY_CHAIN,
  batches: 0n,
  sealedAt: undefined,
  nextOffset: undefined,
  state: 'live',
  continues: undefined,
  begunAt: undefined,
  survivesThrough: undefined,
};
const isOrphaned = ({ survivesThrough: through }: Draft, number: bigint) => through !== undefined && number > through;
const hex = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
