import type { ShardId } from '#libs/batches/format/topics.js';
import type { QuarantineEntry } from '#libs/batches/reader/arrival.js';
import type { EndedEpoch, Received } from '#libs/batches/reader/plan.js';
import type { EpochState, KnownHashes, SubscriptionState } from '#libs/batches/reader/progress.js';
import type { CrashMarker, Place, Quarantined, ReceiverStore } from '#libs/batches/reader/receiver-store.js';

/** Everything that a reader stores, with its owner's effects. */
export interface Kept<Own> {
  readonly shardIds: Map<string, number>;
  readonly subscriptions: Map<number, SubscriptionState>;
  /** "shard/epoch:number" -> hash, hex */
  readonly received: Map<string, string>;
  readonly quarantine: Map<string, StoredQuarantineEntry>;
  readonly trials: Map<number, CrashMarker>;
  readonly own: Own;
}

interface StoredQuarantineEntry extends QuarantineEntry {
  readonly shardId: number;
  readonly isSettled: boolean;
  readonly isVoid: boolean;
}

const NEW_SUBSCRIPTION: SubscriptionState = { version: 0n, epochs: [] };

/** The database of a receiver, as far as its store needs it. */
export interface ReceiverDatabase<Own> {
  readonly kept: Kept<unknown>;
  /** Identifies the current start of the database. */
  readonly incarnation: string;
  /** Runs work on a copy, which is kept when the work succeeds. */
  transaction<T>(work: (draft: Kept<Own>) => Promise<T>): Promise<T>;
}

/** A database in memory: transactions run one after the other and are visible once they commit. */
export class MemoryDatabase<Own> implements ReceiverDatabase<Own> {
  #kept: Kept<Own>;
  #restores = 1;
  #queue: Promise<unknown> = Promise.resolve();

  /** @param copy  copies the owner's data, deep enough that changing the copy leaves the original alone */
  constructor(
    own: Own,
    private readonly copy: (own: Own) => Own,
  ) {
    this.#kept = { ...nothingReceived(), own };
  }

  get kept(): Kept<Own> {
    return this.#kept;
  }

  /** Identifies the current start of the database: changes with every `restore`. */
  get incarnation(): string {
    return String(this.#restores);
  }

  backup(): Kept<Own> {
    return this.#copied(this.#kept);
  }

  restore(backup: Kept<Own>): void {
    this.#kept = this.#copied(backup);
    this.#restores += 1;
  }

  /** Runs transactions one after the other; one that throws stores nothing. */
  transaction<T>(work: (draft: Kept<Own>) => Promise<T>): Promise<T> {
    const turn = this.#queue.then(async () => {
      const draft = this.#copied(this.#kept);
      const restores = this.#restores;
      const result = await work(draft);
      if (restores !== this.#restores) throw new Error('the connection was lost: the database was restored');
      this.#kept = draft;
      return result;
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  #copied({ own, ...received }: Kept<Own>): Kept<Own> {
    return { ...copyOfReceived(received), own: this.copy(own) };
  }
}

/** What a receiver keeps for itself, without the effects of its owner. */
export type KeptReceived = Omit<Kept<unknown>, 'own'>;

export function nothingReceived(): KeptReceived {
  const empty = { shardIds: new Map(), subscriptions: new Map(), received: new Map(), quarantine: new Map() };
  return { ...empty, trials: new Map() };
}

export function copyOfReceived({ shardIds, subscriptions, received, quarantine, trials }: KeptReceived): KeptReceived {
  const maps = { shardIds: new Map(shardIds), subscriptions: new Map(subscriptions), received: new Map(received) };
  return { ...maps, quarantine: new Map(quarantine), trials: new Map(trials) };
}

/** The store of a reader in memory, for simulations. The contract tests hold it equal to the one on PostgreSQL. */
export class MemoryReceiverStore<Own> implements ReceiverStore<Kept<Own>> {
  /** @param onIo  called before every access and after every commit; it throws where the process dies */
  constructor(
    private readonly database: ReceiverDatabase<Own>,
    private readonly onIo: (what: string) => void = () => {},
  ) {}

  async shardId({ source, carries, shard }: ShardId): Promise<number> {
    this.onIo('shardId');
    const { shardIds } = this.database.kept;
    const name = `${source}/${carries}/${shard}`;
    const id = shardIds.get(name) ?? shardIds.size + 1;
    shardIds.set(name, id);
    return id;
  }

  async state(shardId: number): Promise<SubscriptionState> {
    this.onIo('state');
    return this.database.kept.subscriptions.get(shardId) ?? NEW_SUBSCRIPTION;
  }

  async knownHashes(shardId: number, places: readonly Place[]): Promise<KnownHashes> {
    this.onIo('knownHashes');
    const { received } = this.database.kept;
    const found = places.flatMap((place) => {
      const hash = received.get(keyOf(shardId, place));
      return hash === undefined ? [] : [[`${place.epoch}:${place.number}`, hash] as const];
    });
    return new Map(found);
  }

  async transaction(work: (tx: Kept<Own>) => Promise<void>): Promise<void> {
    this.onIo('begin');
    await this.database.transaction(async (draft) => {
      await work(draft);
      this.onIo('commit');
    });
    this.onIo('committed');
  }

  async move(tx: Kept<Own>, shardId: number, version: bigint, changes: readonly EpochState[]) {
    this.onIo('move');
    const before = tx.subscriptions.get(shardId) ?? NEW_SUBSCRIPTION;
    if (before.version !== version) return undefined;
    const others = before.epochs.filter(({ epoch }) => !changes.some((change) => change.epoch === epoch));
    const epochs = [...others, ...changes.map((change) => ({ ...change, appliedAt: 0 }))];
    tx.subscriptions.set(shardId, { version: version + 1n, epochs: epochs.sort((a, b) => a.epoch - b.epoch) });
    return this.database.incarnation;
  }

  async addReceived(tx: Kept<Own>, shardId: number, received: readonly Received[]): Promise<void> {
    this.onIo('addReceived');
    for (const one of received) {
      if (tx.received.has(keyOf(shardId, one))) throw new Error(`${keyOf(shardId, one)} was received before`);
      tx.received.set(keyOf(shardId, one), one.sha256.toString('hex'));
    }
  }

  async quarantine(tx: Kept<Own>, shardId: number, entry: QuarantineEntry): Promise<void> {
    this.onIo('quarantine');
    const key = `${keyOf(shardId, entry)} ${entry.sha256.toString('hex')}`;
    if (!tx.quarantine.has(key)) tx.quarantine.set(key, { ...entry, shardId, isSettled: false, isVoid: false });
  }

  async endEpoch(tx: Kept<Own>, shardId: number, { epoch, through }: EndedEpoch): Promise<void> {
    this.onIo('endEpoch');
    for (const [key, entry] of tx.quarantine) {
      if (entry.shardId !== shardId || entry.epoch !== epoch) continue;
      const applied = tx.received.get(keyOf(shardId, entry)) ?? entry.sha256.toString('hex');
      tx.quarantine.set(key, { ...entry, isVoid: entry.number > through || applied !== entry.sha256.toString('hex') });
    }
  }

  async settle(tx: Kept<Own>, shardId: number, batches: readonly Omit<Received, 'sealedAt'>[]): Promise<number> {
    this.onIo('settle');
    let settled = 0;
    for (const batch of batches) {
      const key = `${keyOf(shardId, batch)} ${batch.sha256.toString('hex')}`;
      const entry = tx.quarantine.get(key);
      if (entry === undefined || entry.isSettled) continue;
      tx.quarantine.set(key, { ...entry, isSettled: true });
      settled += 1;
    }
    return settled;
  }

  async quarantined(shardId: number, reasons: readonly QuarantineEntry['reason'][]): Promise<Quarantined[]> {
    this.onIo('quarantined');
    return this.pending()
      .filter((entry) => entry.shardId === shardId && reasons.includes(entry.reason))
      .map(({ epoch, number, sha256, bytes }) => ({ epoch, number, sha256, bytes: Buffer.from(bytes) }))
      .sort((a, b) => a.epoch - b.epoch || Number(a.number - b.number));
  }

  async trials(): Promise<CrashMarker[]> {
    this.onIo('trials');
    return [...this.database.kept.trials.values()];
  }

  async putCrashMarker(trial: CrashMarker): Promise<void> {
    this.onIo('putCrashMarker');
    this.database.kept.trials.set(trial.shardId, trial);
  }

  async removeCrashMarker(shardId: number): Promise<void> {
    this.onIo('removeCrashMarker');
    this.database.kept.trials.delete(shardId);
  }

  /** Quarantined batches, of all shards, that are neither applied since nor voided. */
  pending(): StoredQuarantineEntry[] {
    return [...this.database.kept.quarantine.values()].filter(({ isSettled, isVoid }) => !isSettled && !isVoid);
  }
}

function keyOf(shardId: number, { epoch, number }: Place): string {
  return `${shardId}/${epoch}:${number}`;
}
