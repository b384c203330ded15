import { isReadable, type OpenedBatch, openBatch } from '#libs/batches/format/sealed-batch.js';
import type { ShardId } from '#libs/batches/format/topics.js';
import { newlyTrusted } from '#libs/batches/reader/newly-trusted.js';
import type { EndedEpoch } from '#libs/batches/reader/plan.js';
import type { Head } from '#libs/batches/reader/progress.js';
import { type Applying, Receiver, type Subscription } from '#libs/batches/reader/receive.js';
import { WaitingReports, waitingCellName } from '#libs/batches/reader/waiting-reports.js';
import type { BatchSource } from '#libs/batches/transport/batch-source.js';
import { isHeadOf, Repair } from '#libs/batches/transport/repair.js';
import { completeThrough } from '#libs/cases/milestones/take-milestones.js';
import { SealedBatch } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Instant } from '#libs/domain/time.js';
import { type Kept, type MemoryDatabase, MemoryReceiverStore } from '#test/doubles/memory-receiver-store.js';
import { Died, INSTALLATION } from './sealing.js';
import { SHARDS } from './source.js';
import { placeOfVerdict } from './verdict.js';

/** What a reader derives from batches: counts, as scoring does, and facts by id, as departments do. */
export interface Effect {
  /** "area/sp hit" to how many. */
  readonly counts: Map<string, number>;
  /** "shard/epoch:number" to the batch that was applied, and whether it was voided. */
  readonly archive: Map<string, Archived>;
  /** Fact to the valid batches that record or retract a verdict of it. */
  readonly facts: Map<number, ReadonlySet<string>>;
  /** Shard to its source's watermark, as departments trust it. */
  readonly complete: Map<number, Instant>;
  /** Waiting cases by cell, as the source reported them last. */
  readonly waiting: Map<string, bigint>;
}

interface Archived {
  readonly bytes: Uint8Array;
  readonly shard: number;
  readonly epoch: number;
  readonly number: bigint;
  isVoid: boolean;
}

export const NO_EFFECT = (): Effect => ({
  ...{ counts: new Map(), archive: new Map(), facts: new Map(), complete: new Map(), waiting: new Map() },
});
export const copyOf = ({ counts, archive, facts, complete, waiting }: Effect): Effect => ({
  counts: new Map(counts),
  archive: new Map([...archive].map(([place, batch]) => [place, { ...batch }])),
  ...{ facts: new Map(facts), complete: new Map(complete), waiting: new Map(waiting) },
});

/** One process that reads: the real receiver and the real repair on a database in memory. */
export class SimReader {
  readonly receiver: Receiver<Kept<Effect>>;
  readonly store: MemoryReceiverStore<Effect>;
  readonly repairing: Repair;
  isDead = false;
  /** The next Kafka position of each shard; none for a shard that was not read yet. */
  readonly positions = new Map<ShardId, bigint>();

  /** @param dies  called before every access to the database; true ends the process there */
  constructor(
    database: MemoryDatabase<Effect>,
    source: BatchSource,
    dies: (what: string) => boolean,
    poison: ReadonlySet<number>,
  ) {
    this.store = new MemoryReceiverStore(database, (what) => {
      this.isDead ||= dies(what);
      if (this.isDead) throw new Died(what);
    });
    this.receiver = new Receiver({
      store: this.store,
      installation: INSTALLATION,
      effects: {
        apply: async (applying, batches) => apply(applying, batches, poison),
        endEpochs: async (applying, ended) => end(applying, ended),
      },
    });
    this.repairing = new Repair(this.receiver, source);
  }

  subscriptions(): Promise<Subscription[]> {
    return Promise.all(SHARDS.map((shard) => this.receiver.subscription(shard)));
  }

  /** One repair: fetches missing batches from the source and acknowledges. Returns how many were missing. */
  async repair(): Promise<bigint> {
    let all = 0n;
    const heads = await this.repairing.heads();
    for (const subscription of await this.subscriptions()) {
      const head = heads.find((one) => isHeadOf(subscription, one));
      if (head === undefined) continue;
      const { missing } = await this.repairing.repair(subscription, head, 0n);
      await this.repairing.acknowledge(subscription);
      all += missing;
    }
    return all;
  }

  /** Quarantined batches that are neither applied since nor voided. */
  quarantined() {
    return this.store.pending();
  }
}

function apply(
  { tx, subscription, head }: Applying<Kept<Effect>>,
  batches: readonly OpenedBatch[],
  poison: ReadonlySet<number>,
): void {
  const inOrder = batches.toSorted((a, b) => a.epoch - b.epoch || Number(a.number - b.number));
  for (const { epoch, number, bytes } of inOrder) {
    const archived = { bytes, shard: subscription.shard, epoch, number, isVoid: false };
    const place = placeOf(archived);
    if (tx.own.archive.has(place)) throw new Error(`${place} is applied twice`);
    if (changesOf(archived).some(({ id }) => poison.has(id)))
      throw Object.assign(new Error('out of range'), { code: '22003' });
    tx.own.archive.set(place, archived);
    add(tx.own, archived, 1);
  }
  const through = completeThrough(inOrder, head);
  if (through !== undefined) tx.own.complete.set(subscription.shard, through);
  keepWaiting(tx.own, subscription.shard, inOrder, head);
}

/** As scoring does: the reports of all batches that have no gap before them any more, the newest first. */
function keepWaiting({ archive, waiting }: Effect, shard: number, batches: readonly OpenedBatch[], head: Head): void {
  const found = newlyTrusted(batches, head);
  if (found === undefined) return;
  const reports = new WaitingReports();
  for (let number = head.appliedThrough; number >= found.from; number--) {
    const archived = archive.get(placeOf({ shard, epoch: head.epoch, number }));
    const batch = batches.find((one) => one.epoch === head.epoch && one.number === number) ?? reopened(archived);
    if (batch?.drained) reports.add(batch);
  }
  if (reports.isWhole) waiting.clear();
  for (const row of reports.rows) {
    if (row.cases === 0n) waiting.delete(waitingCellName(row));
    else waiting.set(waitingCellName(row), row.cases);
  }
}

function reopened(archived: Archived | undefined): OpenedBatch | undefined {
  const batch = openBatch(archived?.bytes ?? Buffer.alloc(0));
  return isReadable(batch) ? batch : undefined;
}

/** Voids first, then restores: the same order as in the departments. */
function end({ tx, subscription }: Applying<Kept<Effect>>, ended: readonly EndedEpoch[]): void {
  for (const voiding of [true, false]) {
    for (const { epoch, through } of ended) {
      for (const batch of tx.own.archive.values()) {
        const isVoid = batch.number > through;
        if (batch.shard !== subscription.shard || batch.epoch !== epoch) continue;
        if (batch.isVoid === isVoid || isVoid !== voiding) continue;
        batch.isVoid = isVoid;
        add(tx.own, batch, isVoid ? -1 : 1);
      }
    }
  }
  tx.own.complete.delete(subscription.shard);
}

function add(effect: Effect, batch: Archived, sign: 1 | -1): void {
  const place = placeOf(batch);
  for (const { id, counts, change } of changesOf(batch)) {
    effect.counts.set(counts, (effect.counts.get(counts) ?? 0) + sign * change);
    const batches = new Set(effect.facts.get(id));
    if (sign === 1) batches.add(place);
    else batches.delete(place);
    if (batches.size > 0) effect.facts.set(id, batches);
    else effect.facts.delete(id);
  }
}

/** Each verdict that stands after all valid batches: "4 area/sp hit" to how often it was recorded, less how often it was retracted. */
export function verdictsOf({ archive }: Effect): ReadonlyMap<string, number> {
  const verdicts = new Map<string, number>();
  for (const batch of archive.values()) {
    if (batch.isVoid) continue;
    for (const { id, counts, change } of changesOf(batch)) {
      const verdict = `${id} ${counts}`;
      const now = (verdicts.get(verdict) ?? 0) + change;
      if (now === 0) verdicts.delete(verdict);
      else verdicts.set(verdict, now);
    }
  }
  return verdicts;
}

function placeOf({ shard, epoch, number }: Pick<Archived, 'shard' | 'epoch' | 'number'>): string {
  return `${shard}/${epoch}:${number}`;
}

/** A verdict that a batch records (1) or retracts (-1). */
interface ChangeOfVerdict {
  readonly id: number;
  /** Where it counts: "area/sp hit". */
  readonly counts: string;
  readonly change: 1 | -1;
}

const changesOfBytes = new WeakMap<Uint8Array, readonly ChangeOfVerdict[]>();

/** Decodes with the generated code alone, each batch once; the receiver reads cells with the fast reader. */
export function changesOf({ bytes }: { readonly bytes: Uint8Array }): readonly ChangeOfVerdict[] {
  const known = changesOfBytes.get(bytes);
  if (known !== undefined) return known;
  const { content } = SealedBatch.decode(bytes);
  const cells = content?.$case === 'observations' ? content.value.cells : [];
  const changes = cells.flatMap(({ key, hits, misses, retractedHits, retractedMisses }) => {
    const { unit = '', reason = '', responsible = '' } = key ?? {};
    const of = (refs: Buffer, verdict: 'hit' | 'miss', change: 1 | -1) => {
      const counts = placeOfVerdict(unit, { hits: verdict === 'hit' ? 1 : 0, reason, responsible });
      return Array.from({ length: refs.length / 16 }, (_, at) => ({ id: refs.readUInt32BE(at * 16), counts, change }));
    };
    return [
      ...[...of(hits, 'hit', 1), ...of(misses, 'miss', 1)],
      ...[...of(retractedHits, 'hit', -1), ...of(retractedMisses, 'miss', -1)],
    ];
  });
  changesOfBytes.set(bytes, changes);
  return changes;
}
