import { type Chain, EMPTY_CHAIN, follow } from './chain.js';
import type { LaneProgress, ProgressChange } from './progress.js';
import type { RawBatch } from './raw-batch.js';
import type { OpenedBatch, Unreadable } from './sealed-batch.js';

/** A batch that came, read or not. */
export interface Arrival {
  readonly raw: RawBatch;
  readonly sha256: Buffer;
  readonly opened: OpenedBatch | Unreadable | { readonly reason: 'FOREIGN'; readonly detail: string };
}

/** A batch that is kept but not applied. */
export interface PutAside {
  readonly epoch: number;
  readonly number: bigint;
  readonly sha256: Buffer;
  readonly reason: 'UNDECODABLE' | 'FUTURE' | 'FORKED' | 'CHAIN_BROKEN' | 'FOREIGN';
  readonly detail: string;
  readonly bytes: Uint8Array;
}

/** What to do with a chunk, worked out before the transaction. */
export interface Plan {
  readonly fresh: readonly OpenedBatch[];
  readonly received: readonly {
    readonly epoch: number;
    readonly number: bigint;
    readonly sha256: Buffer;
    readonly sealedAt: number;
  }[];
  readonly putAside: readonly PutAside[];
  readonly repeats: number;
  readonly changes: readonly ProgressChange[];
  /** Epochs that end, and the last number of each that survived. */
  readonly ghosts: readonly { readonly epoch: number; readonly beyond: bigint }[];
  readonly isNothing: boolean;
}

/**
 * What a chunk does to a lane. Pure: the same progress and the same arrivals, the same plan.
 *
 * @param epochs  oldest first
 * @param known   "epoch:number" -> hash (hex) of numbers that are applied
 */
export function planOf(
  epochs: readonly LaneProgress[],
  arrivals: readonly Arrival[],
  known: ReadonlyMap<string, string>,
): Plan {
  const planning = new Planning(epochs, known);
  for (const arrival of arrivals) planning.take(arrival);
  return planning.plan();
}

interface EpochState {
  readonly version: bigint | undefined;
  chain: Chain;
  state: LaneProgress['state'];
  sealedAt: number | undefined;
  nextOffset: bigint | undefined;
  batches: bigint;
  isTouched: boolean;
}

class Planning {
  readonly #epochs = new Map<number, EpochState>();
  readonly #seen = new Map<string, string>();
  readonly #fresh: OpenedBatch[] = [];
  readonly #received: { epoch: number; number: bigint; sha256: Buffer; sealedAt: number }[] = [];
  readonly #putAside: PutAside[] = [];
  readonly #ghosts: { epoch: number; beyond: bigint }[] = [];
  #repeats = 0;

  constructor(
    epochs: readonly LaneProgress[],
    private readonly known: ReadonlyMap<string, string>,
  ) {
    for (const { epoch, version, chain, state, sealedAt, nextOffset, batches } of epochs) {
      this.#epochs.set(epoch, { version, chain, state, sealedAt, nextOffset, batches, isTouched: false });
    }
  }

  take(arrival: Arrival): void {
    const { raw, opened } = arrival;
    const epoch = this.#epoch(raw.epoch);
    if (raw.nextOffset !== undefined && raw.nextOffset !== epoch.nextOffset)
      this.#touch(epoch).nextOffset = raw.nextOffset;
    if (epoch.state === 'forked') return; // somebody must look first; repair brings it later
    if ('reason' in opened) return this.#takeUnreadable(arrival, opened);
    if (opened.number !== raw.number || opened.epoch !== raw.epoch) {
      return this.#takeUnreadable(arrival, {
        reason: 'UNDECODABLE',
        detail: `its carrier calls it ${raw.epoch}:${raw.number}`,
      });
    }
    if (raw.epoch > 1 && raw.number === 1n) this.#begin(opened, epoch);
    if (epoch.state === 'ended') return; // what an ended epoch still sends was never confirmed
    this.#takeOpened(arrival, opened, epoch);
  }

  plan(): Plan {
    const changes = [...this.#epochs]
      .filter(([, epoch]) => epoch.isTouched)
      .map(([number, { isTouched: _, version, sealedAt, nextOffset, ...rest }]) => ({
        epoch: number,
        expected: version,
        sealedAt,
        nextOffset,
        ...rest,
      }))
      .sort((a, b) => a.epoch - b.epoch);
    const isNothing = changes.length === 0;
    return {
      fresh: this.#fresh,
      received: this.#received,
      putAside: this.#putAside,
      repeats: this.#repeats,
      changes,
      ghosts: this.#ghosts,
      isNothing,
    };
  }

  #takeOpened({ raw, sha256 }: Arrival, opened: OpenedBatch, epoch: EpochState): void {
    const link = { number: raw.number, previousSha256: hex(opened.previousSha256), sha256: hex(sha256) };
    const step = follow(epoch.chain, link);
    if (step.kind === 'known') return this.#takeKnown(raw, sha256, epoch);
    if (step.kind === 'broken')
      return this.#fork(raw, sha256, epoch, 'CHAIN_BROKEN', 'it does not continue the batch before it');
    this.#extend(raw, sha256, epoch, step.chain, opened.sealedAt);
    this.#fresh.push(opened);
  }

  #takeKnown(raw: RawBatch, sha256: Buffer, epoch: EpochState): void {
    const place = `${raw.epoch}:${raw.number}`;
    const before = this.#seen.get(place) ?? this.known.get(place);
    if (before === undefined || before === hex(sha256)) this.#repeats += 1;
    else this.#fork(raw, sha256, epoch, 'FORKED', 'the same number was applied with other content');
  }

  /** From Kafka it is treated as lost, and repair asks the source; what the source itself cannot give readably is put aside. */
  #takeUnreadable({ raw, sha256 }: Arrival, { reason, detail }: { reason: PutAside['reason']; detail: string }): void {
    const epoch = this.#epoch(raw.epoch);
    if (this.#isKnown(raw, sha256)) return;
    if (reason === 'FOREIGN') {
      this.#aside(raw, sha256, reason, detail);
      return void this.#touch(epoch);
    }
    if (!raw.fromSource && reason === 'UNDECODABLE') return;
    // Its own word on what it continues cannot be trusted, so it is only taken where it is the next one.
    if (raw.number !== epoch.chain.appliedThrough + 1n) return;
    const link = { number: raw.number, previousSha256: epoch.chain.headSha256, sha256: hex(sha256) };
    const step = follow(epoch.chain, link);
    if (step.kind !== 'fresh') return;
    this.#extend(raw, sha256, epoch, step.chain, epoch.sealedAt ?? 0);
    this.#aside(raw, sha256, reason, detail);
  }

  #isKnown(raw: RawBatch, sha256: Buffer): boolean {
    const place = `${raw.epoch}:${raw.number}`;
    return (this.#seen.get(place) ?? this.known.get(place)) === hex(sha256);
  }

  /** Number 1 of a later epoch names the last batch of the one before that survived; the rest of that one never happened. */
  #begin(opened: OpenedBatch, epoch: EpochState): void {
    if (epoch.chain.appliedThrough > 0n) return;
    const head = hex(opened.previousSha256);
    epoch.chain = { ...epoch.chain, headSha256: head };
    for (const [number, before] of this.#epochs) {
      if (number >= opened.epoch || before.state === 'ended') continue;
      this.#touch(before).state = 'ended';
      this.#ghosts.push({
        epoch: number,
        beyond: number === opened.epoch - 1 ? opened.continuesNumber : before.chain.appliedThrough,
      });
    }
  }

  #extend(raw: RawBatch, sha256: Buffer, epoch: EpochState, chain: Chain, sealedAt: number): void {
    const touched = this.#touch(epoch);
    touched.chain = chain;
    touched.batches += 1n;
    touched.sealedAt = Math.max(touched.sealedAt ?? 0, sealedAt);
    this.#seen.set(`${raw.epoch}:${raw.number}`, hex(sha256));
    this.#received.push({ epoch: raw.epoch, number: raw.number, sha256, sealedAt });
  }

  #fork(raw: RawBatch, sha256: Buffer, epoch: EpochState, reason: 'FORKED' | 'CHAIN_BROKEN', detail: string): void {
    this.#touch(epoch).state = 'forked';
    this.#aside(raw, sha256, reason, detail);
  }

  #aside(raw: RawBatch, sha256: Buffer, reason: PutAside['reason'], detail: string): void {
    this.#putAside.push({ epoch: raw.epoch, number: raw.number, sha256, reason, detail, bytes: raw.bytes });
  }

  #epoch(number: number): EpochState {
    let epoch = this.#epochs.get(number);
    if (epoch === undefined) {
      epoch = {
        version: undefined,
        chain: EMPTY_CHAIN,
        state: 'live',
        sealedAt: undefined,
        nextOffset: undefined,
        batches: 0n,
        isTouched: false,
      };
      this.#epochs.set(number, epoch);
    }
    return epoch;
  }

  #touch(epoch: EpochState): EpochState {
    epoch.isTouched = true;
    return epoch;
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
