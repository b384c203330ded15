import type { ShardId } from '#libs/batches/format/topics.js';
import type { QuarantineEntry } from '#libs/batches/reader/arrival.js';
import type { EndedEpoch, Received } from '#libs/batches/reader/plan.js';
import type { EpochState, KnownHashes, SubscriptionState } from '#libs/batches/reader/progress.js';
import type { CrashMarker, Place, Quarantined, ReceiverStore } from '#libs/batches/reader/receiver-store.js';

/** Everything a reader keeps, with the effects of its owner beside it. */
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

const NEW_LANE: SubscriptionState = { version: 0n, epochs: [] };

/** A database in memory: what a transaction does is seen when it commits, and one waits for the other. */
export class MemoryDatabase<Own> {
  #kept: Kept<Own>;
  #life = 1;
  #queue: Promise<unknown> = Promise.resolve();

  /** @param copy  of what the owner keeps beside, deep enough that changing it leaves the original alone */
  constructor(
    own: Own,
    private readonly copy: (own: Own) => Own,
  ) {
    const empty = { shardIds: new Map(), subscriptions: new Map(), received: new Map(), quarantine: new Map() };
    this.#kept = { ...empty, trials: new Map(), own };
  }

  get kept(): Kept<Own> {
    return this.#kept;
  }

  /** Which life of it: another one after every `restore`. */
  get incarnation(): string {
    return String(this.#life);
  }

  backup(): Kept<Own> {
    return this.#copied(this.#kept);
  }

  restore(backup: Kept<Own>): void {
    this.#kept = this.#copied(backup);
    this.#life += 1;
  }

  /** Runs one transaction after the other; what throws leaves nothing behind. */
  transaction<T>(work: (draft: Kept<Own>) => Promise<T>): Promise<T> {
    const turn = this.#queue.then(async () => {
      const draft = this.#copied(this.#kept);
      const life = this.#life;
      const result = await work(draft);
      if (life !== this.#life) throw new Error('the connection was lost: the database was restored');
      this.#kept = draft;
      return result;
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  #copied({ shardIds, subscriptions, received, quarantine, trials, own }: Kept<Own>): Kept<Own> {
    const maps = { shardIds: new Map(shardIds), subscriptions: new Map(subscriptions), received: new Map(received) };
    return { ...maps, quarantine: new Map(quarantine), trials: new Map(trials), own: this.copy(own) };
  }
}

/** What a reader keeps, in memory: the twin of the real one, for simulations. */
export class MemoryReceiverStore<Own> implements ReceiverStore<Kept<Own>> {
  /** @param onIo  before every access and after every commit; what it throws is what a process that dies there would leave */
  constructor(
    private readonly database: MemoryDatabase<Own>,
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
    return this.database.kept.subscriptions.get(shardId) ?? NEW_LANE;
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
    const before = tx.subscriptions.get(shardId) ?? NEW_LANE;
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

  async quarantine(tx: Kept<Own>, shardId: number, aside: QuarantineEntry): Promise<void> {
    this.onIo('quarantine');
    const key = `${keyOf(shardId, aside)} ${aside.sha256.toString('hex')}`;
    if (!tx.quarantine.has(key)) tx.quarantine.set(key, { ...aside, shardId, isSettled: false, isVoid: false });
  }

  async endEpoch(tx: Kept<Own>, shardId: number, { epoch, through }: EndedEpoch): Promise<void> {
    this.onIo('endEpoch');
    for (const [key, aside] of tx.quarantine) {
      if (aside.shardId !== shardId || aside.epoch !== epoch) continue;
      const applied = tx.received.get(keyOf(shardId, aside)) ?? aside.sha256.toString('hex');
      tx.quarantine.set(key, { ...aside, isVoid: aside.number > through || applied !== aside.sha256.toString('hex') });
    }
  }

  async settle(tx: Kept<Own>, shardId: number, batches: readonly Omit<Received, 'sealedAt'>[]): Promise<number> {
    this.onIo('settle');
    let settled = 0;
    for (const batch of batches) {
      const key = `${keyOf(shardId, batch)} ${batch.sha256.toString('hex')}`;
      const aside = tx.quarantine.get(key);
      if (aside === undefined || aside.isSettled) continue;
      tx.quarantine.set(key, { ...aside, isSettled: true });
      settled += 1;
    }
    return settled;
  }

  async quarantined(shardId: number, reasons: readonly QuarantineEntry['reason'][]): Promise<Quarantined[]> {
    this.onIo('quarantined');
    return this.pending(shardId)
      .filter(({ reason }) => reasons.includes(reason))
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

  /** What nobody has dealt with yet. */
  pending(shardId: number): StoredQuarantineEntry[] {
    return [...this.database.kept.quarantine.values()].filter(
      (aside) => aside.shardId === shardId && !aside.isSettled && !aside.isVoid,
    );
  }
}

function keyOf(shardId: number, { epoch, number }: Place): string {
  return `${shardId}/${epoch}:${number}`;
}
