import type { Place } from '#libs/batches/reader/receiver-store.js';
import type { LockedShard, NewBatch, OutboxRow, OwnShard } from '#libs/batches/source/source-store.js';

/**
 * Everything a source keeps, with what its owner keeps beside it. Nothing in it is ever changed, it is replaced: so a backup
 * costs nothing.
 */
export interface KeptBySource<Own> {
  readonly shards: ReadonlyMap<string, KeptShard>;
  readonly outbox: ReadonlyMap<string, readonly OutboxRow[]>;
  readonly nextId: bigint;
  readonly own: Own;
}

export interface KeptShard extends OwnShard, Omit<LockedShard, 'isNewIncarnation' | 'now'> {
  readonly life: number;
  /** In order of epoch and number. */
  readonly batches: readonly NewBatch[];
  readonly published: Place;
  readonly acknowledged: ReadonlyMap<string, Place>;
  /** How far every reader had it, and when that was noted, ms. */
  readonly everybodyHad: readonly (Place & { readonly notedAt: number })[];
}

type Change<Own> = (kept: KeptBySource<Own>) => KeptBySource<Own>;

/** A source's database in memory. Transactions run side by side, as PostgreSQL's do when they are read committed. */
export class MemorySource<Own> {
  #kept: KeptBySource<Own>;
  #life = 1;
  readonly #locks = new Map<string, Promise<void>>();

  /** @param now  its clock, ms since 1970 */
  constructor(
    own: Own,
    readonly now: () => number,
  ) {
    this.#kept = { shards: new Map(), outbox: new Map(), nextId: 1n, own };
  }

  get kept(): KeptBySource<Own> {
    return this.#kept;
  }

  get life(): number {
    return this.#life;
  }

  /** The server ends and starts: what was committed is there, what was open is lost. */
  restart(): void {
    this.#life += 1;
  }

  backup(): KeptBySource<Own> {
    return this.#kept;
  }

  restore(backup: KeptBySource<Own>): void {
    this.#kept = backup;
    this.restart();
  }

  /** Runs a transaction; what throws leaves nothing behind. */
  async transaction<T>(work: (draft: SourceDraft<Own>) => Promise<T>): Promise<T> {
    const draft = new SourceDraft(this);
    const life = this.#life;
    try {
      const result = await work(draft);
      if (life !== this.#life) throw new Error('the connection was lost: the database was restarted');
      this.#kept = draft.kept;
      return result;
    } finally {
      draft.release();
    }
  }

  /** Ids are taken for good, whatever becomes of the transaction: so a smaller one may be committed later. */
  takeId(): bigint {
    const id = this.#kept.nextId;
    this.#kept = { ...this.#kept, nextId: id + 1n };
    return id;
  }

  /** Waits for whoever holds it; returns how to let go. */
  async lock(what: string): Promise<() => void> {
    for (let held = this.#locks.get(what); held !== undefined; held = this.#locks.get(what)) await held;
    let free = () => {};
    this.#locks.set(what, new Promise((resolve) => (free = resolve)));
    return () => {
      this.#locks.delete(what);
      free();
    };
  }
}

/** An open transaction: every look shows what others have committed by then, and what it did itself. */
export class SourceDraft<Own> {
  readonly #changes: Change<Own>[] = [];
  readonly #locks = new Map<string, () => void>();

  constructor(private readonly database: MemorySource<Own>) {}

  get kept(): KeptBySource<Own> {
    return this.#changes.reduce((kept, change) => change(kept), this.database.kept);
  }

  change(change: Change<Own>): void {
    this.#changes.push(change);
  }

  /** Until the transaction ends nobody else gets it. */
  async lock(what: string): Promise<void> {
    if (!this.#locks.has(what)) this.#locks.set(what, await this.database.lock(what));
  }

  release(): void {
    for (const free of this.#locks.values()) free();
  }

  takeId(): bigint {
    return this.database.takeId();
  }
}

export function changeShard<Own>(
  draft: SourceDraft<Own>,
  shard: OwnShard,
  changed: (row: KeptShard) => Partial<KeptShard>,
): void {
  draft.change((kept) => {
    const row = kept.shards.get(keyOf(shard));
    if (row === undefined) throw new Error(`there is no shard ${keyOf(shard)}`);
    return { ...kept, shards: new Map([...kept.shards, [keyOf(shard), { ...row, ...changed(row) }]]) };
  });
}

export function changeOutbox<Own>(
  draft: SourceDraft<Own>,
  shard: OwnShard,
  changed: (rows: readonly OutboxRow[]) => readonly OutboxRow[],
): void {
  draft.change((kept) => {
    const rows = changed(kept.outbox.get(keyOf(shard)) ?? []);
    return { ...kept, outbox: new Map([...kept.outbox, [keyOf(shard), rows]]) };
  });
}

export function keyOf({ carries, shard }: OwnShard): string {
  return `${carries}/${shard}`;
}
