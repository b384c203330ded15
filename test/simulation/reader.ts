import type { BatchSource } from '#libs/batches/batch-source.js';
import { type Kept, type MemoryDatabase, MemoryReceiverStore } from '#libs/batches/memory-receiver-store.js';
import type { EndedEpoch } from '#libs/batches/plan.js';
import { type Applying, type Lane, Receiver } from '#libs/batches/receive.js';
import { type OpenedBatch, openBatch } from '#libs/batches/sealed-batch.js';
import { Repair } from '#libs/batches/supply.js';
import { SealedBatch } from '#libs/contracts/cx/batches/v1/batches.js';
import { Died, INSTALLATION, SHARD } from './source.js';

/** What a reader makes of batches: counts as scoring does, facts by their id as departments do. */
export interface Effect {
  /** Area to hits. */
  readonly counts: Map<string, number>;
  /** "epoch:number" to what was applied, and whether it was taken back. */
  readonly archive: Map<
    string,
    { readonly bytes: Uint8Array; readonly epoch: number; readonly number: bigint; isVoid: boolean }
  >;
  /** Fact to the batch that told it; the first one stands. */
  readonly facts: Map<number, string>;
}

export const NO_EFFECT = (): Effect => ({ counts: new Map(), archive: new Map(), facts: new Map() });
export const copyOf = ({ counts, archive, facts }: Effect): Effect => ({
  counts: new Map(counts),
  archive: new Map([...archive].map(([place, batch]) => [place, { ...batch }])),
  facts: new Map(facts),
});

/** One process that reads: the real door and the real repair over a database in memory. */
export class SimReader {
  readonly receiver: Receiver<Kept<Effect>>;
  readonly store: MemoryReceiverStore<Effect>;
  readonly repairing: Repair;
  isDead = false;
  /** Where it reads Kafka next; undefined: it has not looked yet. */
  position: bigint | undefined;

  /** @param dies  asked before every access to its database: whether the process ends there */
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

  lane(): Promise<Lane> {
    return this.receiver.lane(SHARD);
  }

  /** A look at the source: fetches whatever is not here, and acknowledges. Returns how many batches were missing. */
  async look(): Promise<bigint> {
    const lane = await this.lane();
    const [head] = await this.repairing.heads();
    if (head === undefined) return 0n;
    const { missing } = await this.repairing.repair(lane, head, 0n);
    await this.repairing.acknowledge(lane);
    return missing;
  }
}

function apply({ tx }: Applying<Kept<Effect>>, batches: readonly OpenedBatch[], poison: ReadonlySet<number>): void {
  for (const batch of batches) {
    const place = `${batch.epoch}:${batch.number}`;
    if (tx.own.archive.has(place)) throw new Error(`${place} is applied twice`);
    if (factsOf(batch).some(({ id }) => poison.has(id)))
      throw Object.assign(new Error('out of range'), { code: '22003' });
    tx.own.archive.set(place, { bytes: batch.bytes, epoch: batch.epoch, number: batch.number, isVoid: false });
    add(tx.own, batch, 1);
  }
}

/** First everything that goes, then what comes: the same order as in the departments. */
function end({ tx }: Applying<Kept<Effect>>, ended: readonly EndedEpoch[]): void {
  for (const goes of [true, false]) {
    for (const { epoch, through } of ended) {
      for (const batch of tx.own.archive.values()) {
        const isVoid = batch.number > through;
        if (batch.epoch !== epoch || batch.isVoid === isVoid || isVoid !== goes) continue;
        batch.isVoid = isVoid;
        const opened = openBatch(batch.bytes);
        if ('reason' in opened) throw new Error('an archived batch cannot be read');
        add(tx.own, opened, isVoid ? -1 : 1);
      }
    }
  }
}

function add(effect: Effect, batch: OpenedBatch, sign: 1 | -1): void {
  const place = `${batch.epoch}:${batch.number}`;
  for (const { id, area } of factsOf(batch)) {
    effect.counts.set(area, (effect.counts.get(area) ?? 0) + sign);
    if (sign === 1 && !effect.facts.has(id)) effect.facts.set(id, place);
    if (sign === -1 && effect.facts.get(id) === place) effect.facts.delete(id);
  }
}

/** By the generated code alone: the door reads cells another way. */
export function factsOf({ bytes }: { readonly bytes: Uint8Array }) {
  const { content } = SealedBatch.decode(bytes);
  const cells = content?.$case === 'observations' ? content.value.cells : [];
  return cells.flatMap(({ key, hits: refs }) =>
    Array.from({ length: refs.length / 16 }, (_, at) => ({ id: refs.readUInt32BE(at * 16), area: key?.unit ?? '' })),
  );
}
