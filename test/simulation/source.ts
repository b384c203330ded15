import type { BatchSource } from '#libs/batches/batch-source.js';
import { sealBatch } from '#libs/batches/sealed-batch.js';
import type { ShardId } from '#libs/batches/topics.js';
import { METRICS_SHA256 } from '#libs/catalogue/catalogue.js';
import { Content, ShardHead } from '#libs/contracts/cx/batches/v1/batches.js';

export const INSTALLATION = '00000000-0000-4000-8000-000000000001';
export const SHARD: ShardId = { source: 'delivery', carries: 'observations', shard: 1 };
const START = Date.parse('2026-03-01T00:00:00Z');
const EPOCHS_FROM = Date.parse('2020-01-01T00:00:00Z');

/** Something a feed reported: known by its number, counted in an area. */
export interface SimFact {
  readonly id: number;
  readonly area: string;
}

export interface SimBatch {
  readonly epoch: number;
  readonly number: bigint;
  readonly bytes: Buffer;
  readonly sha256: Buffer;
  readonly facts: readonly SimFact[];
}

interface Kept {
  readonly facts: ReadonlySet<number>;
  readonly outbox: readonly SimFact[];
  readonly batches: readonly SimBatch[];
  readonly epoch: number;
  readonly life: number;
  readonly next: bigint;
  readonly head: Buffer;
  readonly continues: { readonly epoch: number; readonly number: bigint };
  readonly sealedAt: number;
  readonly published: { readonly epoch: number; readonly number: bigint };
}

/**
 * A department as its readers see it. What its SQL does is a few assignments here (libs/batches/sql: lock-shard, begin-epoch,
 * add-batch, unpublished, published); the bytes are the real ones.
 */
export class SimSource implements BatchSource {
  #kept: Kept;
  #life = 1;

  /** @param now  virtual time, ms since the beginning */
  constructor(private readonly now: () => number) {
    const nothing = { epoch: 0, number: 0n };
    this.#kept = {
      ...{ facts: new Set(), outbox: [], batches: [], epoch: 1, life: 1, next: 1n, head: Buffer.alloc(32) },
      ...{ continues: nothing, sealedAt: START, published: nothing },
    };
  }

  /** What it has sealed and remembers: the truth that readers must come to. */
  get sealed(): readonly SimBatch[] {
    return this.#kept.batches;
  }

  /** One transaction; a fact that is known is not told again. */
  report(facts: readonly SimFact[]): void {
    const fresh = facts.filter(({ id }) => !this.#kept.facts.has(id));
    const known = new Set([...this.#kept.facts, ...fresh.map(({ id }) => id)]);
    this.#kept = { ...this.#kept, facts: known, outbox: [...this.#kept.outbox, ...fresh] };
  }

  /** A pass of the sealer: all that is in the outbox, in batches of two; a new life says so at once. */
  seal(): void {
    const begins = this.#kept.life !== this.#life;
    if (begins) this.#begin();
    const { outbox } = this.#kept;
    if (outbox.length === 0 && !begins) return;
    const parts = Array.from({ length: Math.max(1, Math.ceil(outbox.length / 2)) }, (_, at) =>
      outbox.slice(at * 2, at * 2 + 2),
    );
    for (const [at, facts] of parts.entries()) this.#add(facts, at === parts.length - 1);
    this.#kept = { ...this.#kept, outbox: [] };
  }

  /** The database server ends and starts: what was committed is there. */
  restart(): void {
    this.#life += 1;
  }

  backup(): Kept {
    return this.#kept;
  }

  restore(backup: Kept): void {
    this.#kept = backup;
    this.restart();
  }

  unpublished(limit: number): readonly SimBatch[] {
    const { published, batches } = this.#kept;
    const isBeyond = ({ epoch, number }: SimBatch) =>
      epoch > published.epoch || (epoch === published.epoch && number > published.number);
    return batches.filter(isBeyond).slice(0, limit);
  }

  markPublished({ epoch, number }: SimBatch): void {
    this.#kept = { ...this.#kept, published: { epoch, number } };
  }

  async heads() {
    const { epoch, next, head } = this.#kept;
    const state = { epoch, newestNumber: next - 1n, newestSha256: head, carries: Content.CONTENT_OBSERVATIONS };
    return [ShardHead.create({ shard: 1, ...state })];
  }

  async *batches(_: ShardId, epoch: number, first: bigint, last: bigint) {
    for (const batch of this.#kept.batches)
      if (batch.epoch === epoch && batch.number >= first && batch.number <= last) yield batch.bytes;
  }

  async acknowledge(_: ShardId, { epoch, number, sha256 }: { epoch: number; number: bigint; sha256: Buffer }) {
    const own = this.#kept.batches.find((batch) => batch.epoch === epoch && batch.number === number);
    if (own !== undefined && !own.sha256.equals(sha256)) throw new Error('BATCH_FORKED');
  }

  close(): void {}

  #begin(): void {
    const { epoch, next, continues } = this.#kept;
    const byClock = Math.floor((START + this.now() - EPOCHS_FROM) / 1_000);
    this.#kept = {
      ...this.#kept,
      epoch: Math.max(epoch + 1, byClock),
      life: this.#life,
      continues: next === 1n ? continues : { epoch, number: next - 1n },
      next: 1n,
    };
  }

  #add(facts: readonly SimFact[], drained: boolean): void {
    const { epoch, next: number, head, continues, sealedAt: before, batches } = this.#kept;
    const sealedAt = Math.max(START + this.now(), before);
    const { bytes, sha256 } = sealBatch({
      ...{ installation: INSTALLATION, ...SHARD, epoch, number, previousSha256: head, sealedAt, drained },
      continuesEpoch: number === 1n ? continues.epoch : 0,
      continuesNumber: number === 1n ? continues.number : 0n,
      ...{ catalogueSha256: METRICS_SHA256, feeds: [], waiting: undefined, content: { cells: facts.map(cellOf) } },
    });
    const batch = { epoch, number, bytes, sha256, facts };
    this.#kept = { ...this.#kept, batches: [...batches, batch], next: number + 1n, head: sha256, sealedAt };
  }
}

const NONE = Buffer.alloc(0);

function cellOf({ id, area }: SimFact) {
  const ref = Buffer.alloc(16);
  ref.writeUInt32BE(id);
  return {
    key: {
      ...{ metric: 'delivered_by_first_promise', definition: 1, unit: `area/${area}`, day: '2026-03-02' },
      ...{ class: 1, reason: '', responsible: '', origin: 1 },
    },
    ...{ hits: ref, misses: NONE, retractedHits: NONE, retractedMisses: NONE, tally: undefined },
  };
}
