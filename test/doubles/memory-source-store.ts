import type { Place } from '#libs/batches/reader/receiver-store.js';
import type {
  Head,
  LockedShard,
  NewBatch,
  OutboxRow,
  OwnShard,
  SourceStore,
  StoredBatch,
} from '#libs/batches/source/source-store.js';
import {
  changeOutbox,
  changeShard,
  type KeptShard,
  keyOf,
  type MemorySource,
  type SourceDraft,
} from './memory-source.js';

const NOTHING: Place = { epoch: 0, number: 0n };
const ZERO = Buffer.alloc(32);
/** Epochs count seconds from here: sql/begin-epoch.sql. */
const EPOCHS_FROM = Date.parse('2020-01-01T00:00:00Z');

/** Leaves content for the next sealing pass in this transaction, as addToOutbox does. Returns the row's id. */
export function addToMemoryOutbox<Own>(draft: SourceDraft<Own>, shard: OwnShard, content: Buffer): bigint {
  const id = draft.takeId();
  changeOutbox(draft, shard, (rows) => [...rows, { id, content }]);
  return id;
}

/** The store of a source in memory, for simulations. The contract tests hold it equal to the one on PostgreSQL. */
export class MemorySourceStore<Own> implements SourceStore<SourceDraft<Own>> {
  /** @param onIo  called before every access and after every commit; it throws where the process dies */
  constructor(
    private readonly database: MemorySource<Own>,
    private readonly onIo: (what: string) => void | Promise<void> = () => {},
  ) {}

  async transaction<T>(work: (tx: SourceDraft<Own>) => Promise<T>): Promise<T> {
    await this.onIo('begin');
    const result = await this.database.transaction(async (draft) => {
      const done = await work(draft);
      await this.onIo('commit');
      return done;
    });
    await this.onIo('committed');
    return result;
  }

  async createShard(tx: SourceDraft<Own>, { carries, shard }: OwnShard, wasLost: boolean): Promise<void> {
    await this.onIo('found');
    await tx.lock('found');
    tx.change((kept) => {
      if (kept.shards.has(keyOf({ carries, shard }))) return kept;
      const isFirst = ![...kept.shards.values()].some(({ sealedAt }) => sealedAt.getTime() > 0);
      const row = founded(
        { carries, shard },
        isFirst && !wasLost ? 1 : this.#epochByClock(),
        this.database.incarnation,
      );
      return { ...kept, shards: new Map([...kept.shards, [keyOf(row), row]]) };
    });
  }

  async lockShard(tx: SourceDraft<Own>, shard: OwnShard): Promise<LockedShard | undefined> {
    await this.onIo('lockShard');
    await tx.lock(keyOf(shard));
    const row = tx.kept.shards.get(keyOf(shard));
    if (row === undefined) return undefined;
    return {
      ...row,
      isNewIncarnation: row.incarnation !== this.database.incarnation,
      now: new Date(this.database.now()),
    };
  }

  async beginEpoch(tx: SourceDraft<Own>, shard: OwnShard): Promise<void> {
    await this.onIo('beginEpoch');
    const [byClock, incarnation] = [this.#epochByClock(), this.database.incarnation];
    changeShard(tx, shard, ({ epoch, nextNumber, continues }) => ({
      ...{ epoch: Math.max(epoch + 1, byClock), incarnation, nextNumber: 1n, stateSha256: ZERO, allReadersHad: [] },
      continues: nextNumber === 1n ? continues : { epoch, number: nextNumber - 1n },
    }));
  }

  async takeOutbox(tx: SourceDraft<Own>, shard: OwnShard, limit: number): Promise<OutboxRow[]> {
    await this.onIo('takeOutbox');
    const rows = tx.kept.outbox.get(keyOf(shard)) ?? [];
    return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
  }

  async removeOutbox(tx: SourceDraft<Own>, shard: OwnShard, ids: readonly bigint[]): Promise<void> {
    await this.onIo('removeOutbox');
    changeOutbox(tx, shard, (rows) => rows.filter(({ id }) => !ids.includes(id)));
  }

  async addBatch(tx: SourceDraft<Own>, shard: OwnShard, batch: NewBatch): Promise<void> {
    await this.onIo('addBatch');
    const newest = tx.kept.shards.get(keyOf(shard))?.batches.at(-1) ?? NOTHING;
    if (!isBefore(newest, batch)) throw new Error(`${batch.epoch}:${batch.number} does not come after the newest`);
    changeShard(tx, shard, ({ batches }) => ({ batches: [...batches, batch] }));
  }

  async moveShard(
    tx: SourceDraft<Own>,
    shard: OwnShard,
    { nextNumber, headSha256, sealedAt, stateSha256 }: Parameters<SourceStore<SourceDraft<Own>>['moveShard']>[2],
  ): Promise<void> {
    await this.onIo('moveShard');
    changeShard(tx, shard, () => ({ nextNumber, headSha256, sealedAt, stateSha256 }));
  }

  async unpublished(shard: OwnShard, limit: number): Promise<StoredBatch[]> {
    await this.onIo('find-unpublished');
    const row = this.#row(shard);
    if (row === undefined) return [];
    return row.batches.filter((batch) => isBefore(row.published, batch)).slice(0, limit);
  }

  async markPublished(shard: OwnShard, through: Place): Promise<void> {
    await this.#one('markPublished', shard, ({ published }) =>
      isBefore(published, through) ? { published: through } : {},
    );
  }

  async heads(): Promise<Head[]> {
    await this.onIo('heads');
    return [...this.database.kept.shards.values()]
      .map(headOf)
      .sort((a, b) => (a.carries === b.carries ? a.shard - b.shard : a.carries < b.carries ? 1 : -1));
  }

  async oldest(shard: OwnShard, epoch: number): Promise<bigint | null | undefined> {
    await this.onIo('oldest');
    const row = this.#row(shard);
    if (row === undefined || row.epoch < epoch) return undefined;
    return row.batches.find((batch) => batch.epoch === epoch)?.number ?? null;
  }

  async find(shard: OwnShard, from: Place, limit: number): Promise<Omit<StoredBatch, 'epoch'>[]> {
    await this.onIo('find');
    const batches = this.#row(shard)?.batches ?? [];
    return batches.filter(({ epoch, number }) => epoch === from.epoch && number >= from.number).slice(0, limit);
  }

  async hashOf(shard: OwnShard, place: Place): Promise<Buffer | undefined> {
    await this.onIo('hashOf');
    const batches = this.#row(shard)?.batches ?? [];
    return batches.find(({ epoch, number }) => epoch === place.epoch && number === place.number)?.sha256;
  }

  async acknowledge(shard: OwnShard, subscriber: string, through: Place): Promise<void> {
    await this.#one('acknowledge', shard, ({ acknowledged }) => {
      const before = acknowledged.get(subscriber);
      const isBack = before?.epoch === through.epoch && before.number > through.number;
      return { acknowledged: new Map([...acknowledged, [subscriber, isBack ? before : through]]) };
    });
  }

  async retain(keptMs: number): Promise<number> {
    const now = this.database.now();
    let removed = 0;
    for (const shard of this.database.kept.shards.values()) {
      if (shard.carries === 'documents') continue;
      await this.#one('retain', shard, ({ acknowledged, allReadersHad, batches, incarnation }) => {
        const [least] = [...acknowledged.values()].sort((a, b) => (isBefore(a, b) ? -1 : 1));
        if (least === undefined || incarnation !== this.database.incarnation) return {};
        const longAgo = allReadersHad.findLast(({ notedAt }) => notedAt < now - keptMs) ?? { ...NOTHING, notedAt: 0 };
        const stay = batches.filter((batch) => isBefore(longAgo, batch) || isBefore(least, batch));
        removed += batches.length - stay.length;
        const noted = allReadersHad.filter(({ notedAt }) => notedAt >= longAgo.notedAt);
        return { batches: stay, allReadersHad: [...noted, { ...least, notedAt: now }] };
      });
    }
    return removed;
  }

  #epochByClock(): number {
    return Math.round((this.database.now() - EPOCHS_FROM) / 1_000);
  }

  #row(shard: OwnShard): KeptShard | undefined {
    return this.database.kept.shards.get(keyOf(shard));
  }

  /** A single statement is its own transaction; without a row it changes nothing. */
  async #one(what: string, shard: OwnShard, changed: (row: KeptShard) => Partial<KeptShard>): Promise<void> {
    await this.onIo(what);
    await this.database.transaction(async (draft) => {
      if (this.#row(shard) !== undefined) changeShard(draft, shard, changed);
    });
    await this.onIo(`${what} committed`);
  }
}

function founded({ carries, shard }: OwnShard, epoch: number, incarnation: number): KeptShard {
  return {
    ...{ carries, shard, epoch, incarnation, nextNumber: 1n, headSha256: ZERO, continues: NOTHING, stateSha256: ZERO },
    ...{ sealedAt: new Date(0), batches: [], published: NOTHING, acknowledged: new Map(), allReadersHad: [] },
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

function isBefore(a: Place, b: Place): boolean {
  return a.epoch < b.epoch || (a.epoch === b.epoch && a.number < b.number);
}
