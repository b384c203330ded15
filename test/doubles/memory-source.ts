import type { Place } from '#libs/batches/reader/receiver-store.js';
import type { LockedShard, NewBatch, OutboxRow, OwnShard } from '#libs/batches/source/source-store.js';

/**
 * Everything that a source stores, with its owner's own data. Values are replaced and never changed, so a backup costs nothing.
 */
export interface KeptBySource<Own> {
  readonly shards: ReadonlyMap<string, KeptShard>;
  readonly outbox: ReadonlyMap<string, readonly OutboxRow[]>;
  readonly nextId: bigint;
  readonly own: Own;
}

export interface KeptShard extends OwnShard, Omit<LockedShard, 'isNewIncarnation' | 'now'> {
  readonly incarnation: number;
  /** In order of epoch and number. */
  readonly batches: readonly NewBatch[];
  readonly published: Place;
  readonly acknowledged: ReadonlyMap<string, Place>;
  /** How far all readers had it, and when that was recorded, ms since 1970. */
  readonly allReadersHad: readonly (Place & { readonly notedAt: number })[];
}

type Change<Own> = (kept: KeptBySource<Own>) => KeptBySource<Own>;

/** A source's database in memory. Transactions run side by side, as PostgreSQL's do when they are read committed. */
export class MemorySource<Own> {
  #kept: KeptBySource<Own>;
  #incarnation = 1;
  readonly #locks = new Map<string, Promise<void>>();
  /** Locks that several transactions hold at once. */
  readonly #shared = new Map<string, Set<Promise<void>>>();

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

  get incarnation(): number {
    return this.#incarnation;
  }

  /** The server restarts: committed data stays, open transactions are lost. */
  restart(): void {
    this.#incarnation += 1;
  }

  backup(): KeptBySource<Own> {
    return this.#kept;
  }

  restore(backup: KeptBySource<Own>): void {
    this.#kept = backup;
    this.restart();
  }

  /** Runs a transaction; one that throws stores nothing. */
  async transaction<T>(work: (draft: SourceDraft<Own>) => Promise<T>): Promise<T> {
    const draft = new SourceDraft(this);
    const incarnation = this.#incarnation;
    try {
      const result = await work(draft);
      if (incarnation !== this.#incarnation) throw new Error('the connection was lost: the database was restarted');
      this.#kept = draft.kept;
      return result;
    } finally {
      draft.release();
    }
  }

  /** An id stays taken even if its transaction is rolled back, so a smaller id may be committed later than a larger one. */
  takeId(): bigint {
    const id = this.#kept.nextId;
    this.#kept = { ...this.#kept, nextId: id + 1n };
    return id;
  }

  isLocked(what: string): boolean {
    return this.#locks.has(what);
  }

  /** Waits until the lock is free; returns the function that releases it. */
  async lock(what: string): Promise<() => void> {
    const held = () => this.#locks.get(what) ?? [...(this.#shared.get(what) ?? [])][0];
    for (let other = held(); other !== undefined; other = held()) await other;
    let free = () => {};
    this.#locks.set(what, new Promise((resolve) => (free = resolve)));
    return () => {
      this.#locks.delete(what);
      free();
    };
  }

  /** Waits until no transaction holds the lock alone; any number of them hold it together. */
  async lockShared(what: string): Promise<() => void> {
    for (let held = this.#locks.get(what); held !== undefined; held = this.#locks.get(what)) await held;
    const sharing = this.#shared.get(what) ?? new Set();
    this.#shared.set(what, sharing);
    let free = () => {};
    const own = new Promise<void>((resolve) => (free = resolve));
    sharing.add(own);
    return () => {
      sharing.delete(own);
      free();
    };
  }
}

/** An open transaction: every read sees what others have committed by then, and its own changes. */
export class SourceDraft<Own> {
  readonly #changes: Change<Own>[] = [];
  readonly #locks = new Map<string, () => void>();
  /** The last result of `kept`, valid until another transaction commits. */
  #cached: { readonly from: KeptBySource<Own>; readonly kept: KeptBySource<Own> } | undefined;

  constructor(private readonly database: MemorySource<Own>) {}

  get kept(): KeptBySource<Own> {
    const from = this.database.kept;
    if (this.#cached?.from !== from) {
      this.#cached = { from, kept: this.#changes.reduce((kept, change) => change(kept), from) };
    }
    return this.#cached.kept;
  }

  change(change: Change<Own>): void {
    const { kept } = this;
    this.#changes.push(change);
    this.#cached = { from: this.database.kept, kept: change(kept) };
  }

  /** Other transactions may share it; none can take it alone until this one ends. */
  async lockShared(what: string): Promise<void> {
    if (!this.#locks.has(what)) this.#locks.set(what, await this.database.lockShared(what));
  }

  /** Takes the lock if no other transaction holds it: as `skip locked`. */
  async tryLock(what: string): Promise<boolean> {
    if (!this.#locks.has(what) && this.database.isLocked(what)) return false;
    await this.lock(what);
    return true;
  }

  /** The lock is held until the transaction ends. */
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
