import type { Place } from './receiver-store.js';
import type { Head, KeptBatch, LockedShard, NewBatch, OutboxRow, OwnShard, SourceStore } from './source-store.js';

/**
 * Everything a source keeps, with what its owner keeps beside it. Nothing in it is ever changed, it is replaced: so a backup
 * and the beginning of a transaction cost nothing.
 */
export interface KeptBySource<Own> {
  readonly shards: ReadonlyMap<string, KeptShard>;
  readonly nextId: bigint;
  readonly own: Own;
}

interface KeptShard extends OwnShard, Omit<LockedShard, 'isNewLife' | 'now'> {
  readonly life: number;
  readonly outbox: readonly OutboxRow[];
  /** In order of epoch and number. */
  readonly batches: readonly NewBatch[];
  readonly published: Place;
  readonly acknowledged: ReadonlyMap<string, Place>;
}

/** What a transaction has done so far; only it sees that. */
export interface SourceDraft<Own> {
  kept: KeptBySource<Own>;
}

const NOTHING: Place = { epoch: 0, number: 0n };
const ZERO = Buffer.alloc(32);
/** Epochs count seconds from here: sql/begin-epoch.sql. */
const EPOCHS_FROM = Date.parse('2020-01-01T00:00:00Z');

/** A source's database in memory: what a transaction does is seen when it commits, and one waits for the other. */
export class MemorySource<Own> {
  #kept: KeptBySource<Own>;
  #life = 1;
  #queue: Promise<unknown> = Promise.resolve();

  /** @param now  its clock, ms since 1970 */
  constructor(
    shards: readonly OwnShard[],
    own: Own,
    readonly now: () => number,
  ) {
    const opened = shards.map((shard) => [keyOf(shard), opening(shard)] as const);
    this.#kept = { shards: new Map(opened), nextId: 1n, own };
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

  /** Runs one transaction after the other; what throws leaves nothing behind. */
  transaction<T>(work: (draft: SourceDraft<Own>) => Promise<T>): Promise<T> {
    const turn = this.#queue.then(async () => {
      const draft = { kept: this.#kept };
      const life = this.#life;
      const result = await work(draft);
      if (life !== this.#life) throw new Error('the connection was lost: the database was restarted');
      this.#kept = draft.kept;
      return result;
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

/** Hands content to the next sealing pass, in this transaction: as addToOutbox does. Returns the row's id. */
export function addToMemoryOutbox<Own>(draft: SourceDraft<Own>, shard: OwnShard, content: Buffer): bigint {
  const id = draft.kept.nextId;
  draft.kept = { ...draft.kept, nextId: id + 1n };
  change(draft, shard, ({ outbox }) => ({ outbox: [...outbox, { id, content }] }));
  return id;
}

/** What a source keeps, in memory: the twin of the real one, for simulations. */
export class MemorySourceStore<Own> implements SourceStore<SourceDraft<Own>> {
  /** @param onIo  before every access and after every commit; what it throws is what a process that dies there would leave */
  constructor(
    private readonly database: MemorySource<Own>,
    private readonly onIo: (what: string) => void = () => {},
  ) {}

  async transaction<T>(work: (tx: SourceDraft<Own>) => Promise<T>): Promise<T> {
    this.onIo('begin');
    const result = await this.database.transaction(async (draft) => {
      const done = await work(draft);
      this.onIo('commit');
      return done;
    });
    this.onIo('committed');
    return result;
  }

  async lockShard(tx: SourceDraft<Own>, shard: OwnShard): Promise<LockedShard | undefined> {
    this.onIo('lockShard');
    const row = tx.kept.shards.get(keyOf(shard));
    if (row === undefined) return undefined;
    return { ...row, isNewLife: row.life !== this.database.life, now: new Date(this.database.now()) };
  }

  async beginEpoch(tx: SourceDraft<Own>, shard: OwnShard): Promise<void> {
    this.onIo('beginEpoch');
    const byClock = Math.round((this.database.now() - EPOCHS_FROM) / 1_000);
    change(tx, shard, ({ epoch, nextNumber, continues }) => ({
      ...{ epoch: Math.max(epoch + 1, byClock), life: this.database.life, nextNumber: 1n, saidSha256: ZERO },
      continues: nextNumber === 1n ? continues : { epoch, number: nextNumber - 1n },
    }));
  }

  async takeOutbox(tx: SourceDraft<Own>, shard: OwnShard, limit: number): Promise<OutboxRow[]> {
    this.onIo('takeOutbox');
    return shardOf(tx.kept, shard).outbox.slice(0, limit);
  }

  async removeOutbox(tx: SourceDraft<Own>, shard: OwnShard, ids: readonly bigint[]): Promise<void> {
    this.onIo('removeOutbox');
    change(tx, shard, ({ outbox }) => ({ outbox: outbox.filter(({ id }) => !ids.includes(id)) }));
  }

  async addBatch(tx: SourceDraft<Own>, shard: OwnShard, batch: NewBatch): Promise<void> {
    this.onIo('addBatch');
    change(tx, shard, ({ batches }) => {
      const newest = batches.at(-1) ?? NOTHING;
      if (!isBefore(newest, batch)) throw new Error(`${batch.epoch}:${batch.number} does not come after the newest`);
      return { batches: [...batches, batch] };
    });
  }

  async moveShard(
    tx: SourceDraft<Own>,
    shard: OwnShard,
    { nextNumber, headSha256, sealedAt, saidSha256 }: Parameters<SourceStore<SourceDraft<Own>>['moveShard']>[2],
  ): Promise<void> {
    this.onIo('moveShard');
    change(tx, shard, () => ({ nextNumber, headSha256, sealedAt, saidSha256 }));
  }

  async unpublished(shard: OwnShard, limit: number): Promise<KeptBatch[]> {
    this.onIo('unpublished');
    const { batches, published } = shardOf(this.database.kept, shard);
    return batches.filter((batch) => isBefore(published, batch)).slice(0, limit);
  }

  async markPublished(shard: OwnShard, through: Place): Promise<void> {
    await this.#one('markPublished', shard, ({ published }) =>
      isBefore(published, through) ? { published: through } : {},
    );
  }

  async heads(): Promise<Head[]> {
    this.onIo('heads');
    return [...this.database.kept.shards.values()]
      .map(headOf)
      .sort((a, b) => (a.carries === b.carries ? a.shard - b.shard : a.carries < b.carries ? 1 : -1));
  }

  async oldest(shard: OwnShard, epoch: number): Promise<bigint | null | undefined> {
    this.onIo('oldest');
    const row = this.database.kept.shards.get(keyOf(shard));
    if (row === undefined || row.epoch < epoch) return undefined;
    return row.batches.find((batch) => batch.epoch === epoch)?.number ?? null;
  }

  async find(shard: OwnShard, from: Place, limit: number): Promise<Omit<KeptBatch, 'epoch'>[]> {
    this.onIo('find');
    const { batches } = shardOf(this.database.kept, shard);
    return batches.filter(({ epoch, number }) => epoch === from.epoch && number >= from.number).slice(0, limit);
  }

  async hashOf(shard: OwnShard, place: Place): Promise<Buffer | undefined> {
    this.onIo('hashOf');
    const { batches } = shardOf(this.database.kept, shard);
    return batches.find(({ epoch, number }) => epoch === place.epoch && number === place.number)?.sha256;
  }

  async acknowledge(shard: OwnShard, subscriber: string, through: Place): Promise<void> {
    await this.#one('acknowledge', shard, ({ acknowledged }) => {
      const before = acknowledged.get(subscriber);
      const isBack = before?.epoch === through.epoch && before.number > through.number;
      return { acknowledged: new Map([...acknowledged, [subscriber, isBack ? before : through]]) };
    });
  }

  /** One statement is a transaction of its own. */
  async #one(what: string, shard: OwnShard, changed: (row: KeptShard) => Partial<KeptShard>): Promise<void> {
    this.onIo(what);
    await this.database.transaction(async (draft) => change(draft, shard, changed));
    this.onIo(`${what} committed`);
  }
}

function opening({ carries, shard }: OwnShard): KeptShard {
  return {
    ...{ carries, shard, epoch: 1, life: 1, nextNumber: 1n, headSha256: ZERO, continues: NOTHING, saidSha256: ZERO },
    ...{ sealedAt: new Date(0), outbox: [], batches: [], published: NOTHING, acknowledged: new Map() },
  };
}

function headOf({ carries, shard, epoch, nextNumber, headSha256, batches, published, acknowledged }: KeptShard): Head {
  const inEpoch = (place: Place) => (place.epoch === epoch ? place.number : 0n);
  const least = [...acknowledged.values()].map(inEpoch).reduce((a, b) => (a < b ? a : b), nextNumber);
  return {
    ...{ carries, shard, epoch, newestNumber: nextNumber - 1n, newestSha256: headSha256 },
    oldestNumber: batches.find((batch) => batch.epoch === epoch)?.number ?? 0n,
    publishedNumber: inEpoch(published),
    acknowledgedNumber: acknowledged.size === 0 ? 0n : least,
  };
}

function change<Own>(draft: SourceDraft<Own>, shard: OwnShard, changed: (row: KeptShard) => Partial<KeptShard>): void {
  const row = shardOf(draft.kept, shard);
  draft.kept = { ...draft.kept, shards: new Map([...draft.kept.shards, [keyOf(shard), { ...row, ...changed(row) }]]) };
}

function shardOf<Own>({ shards }: KeptBySource<Own>, shard: OwnShard): KeptShard {
  const row = shards.get(keyOf(shard));
  if (row === undefined) throw new Error(`there is no shard ${keyOf(shard)}`);
  return row;
}

function keyOf({ carries, shard }: OwnShard): string {
  return `${carries}/${shard}`;
}

function isBefore(a: Place, b: Place): boolean {
  return a.epoch < b.epoch || (a.epoch === b.epoch && a.number < b.number);
}
