import { randomFillSync } from 'node:crypto';
import { encoded } from '#libs/batches/format/encoded.js';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { sealBatch } from '#libs/batches/format/sealed-batch.js';
import type { ShardId } from '#libs/batches/format/topics.js';
import { CATALOGUE_SHA256 } from '#libs/catalogue/catalogue.js';
import { type Cell as CellMessage, Observations } from '#libs/contracts/cx/batches/v1/batches.js';
import { type Cell, CLASSES, ORIGINS, type Source } from '#libs/domain/observation.js';
import { Random } from '#test/simulation/random.js';

/** The load of a bench: sealed batches of four departments, as their sealers would write them. */

/** The number of cells over which the observations spread. It decides the speed of counting more than anything else. */
export interface Regime {
  readonly name: 'wide' | 'medium' | 'narrow' | 'orders';
  /** Undefined: the cells of the real orders. */
  readonly cells: number | undefined;
}

/** Wide is a real retailer: thousands of units, a month of days, a few metrics. */
export const REGIMES: readonly Regime[] = [
  { name: 'wide', cells: 300_000 },
  { name: 'medium', cells: 30_000 },
  { name: 'narrow', cells: 2_000 },
  { name: 'orders', cells: undefined },
];

export interface Lot {
  readonly shard: ShardId;
  readonly observations: number;
  readonly batches: readonly RawBatch[];
}

export interface Load {
  readonly installation: string;
  readonly observations: number;
  /** Each batch once. */
  readonly bytes: number;
  readonly lots: readonly Lot[];
  /** The right counts: hits and misses by cell, see `expectedKey`. */
  readonly expected: ReadonlyMap<string, readonly [hits: number, misses: number]>;
}

const METRICS: readonly (readonly [Source, string, string])[] = [
  ['ordering', 'payment_approved_in_time', 'order_kept'],
  ['warehouse', 'handed_over_by_limit', 'handed_over_at_last'],
  ['delivery', 'delivered_by_first_promise', 'arrived_at_last'],
  ['support', 'first_response_within_60_minutes', 'solved_without_second_contact_in_7_days'],
];

/** Observations in a batch. */
export const BATCH = 1_000;
const DAYS = 31;
const REF = 16;

export interface LoadOptions {
  readonly cells: number;
  readonly observations: number;
  readonly seed: number;
  readonly installation: string;
}

/** Spreads observations evenly over cells, which is harder than reality: real orders of one hour fall into few cells. */
export function loadOf({ cells, observations, seed, installation }: LoadOptions): Load {
  const random = new Random(seed);
  const expected = new Map<string, readonly [number, number]>();
  const share = { cells: cells / METRICS.length, observations: observations / METRICS.length };
  const lots = METRICS.map(([source, ...metrics]) => {
    const lot = new Drawing({ source, carries: 'observations', shard: 1 }, cellsOf(metrics, share.cells), random);
    const batches = lot.batches(installation, share.observations);
    for (const [key, counts] of lot.expected()) expected.set(key, counts);
    return { shard: lot.shard, batches, observations: share.observations };
  });
  return { installation, observations, bytes: bytesOf(lots), lots, expected };
}

export function bytesOf(lots: readonly Lot[]): number {
  return lots.reduce((sum, { batches }) => batches.reduce((all, one) => all + one.bytes.length, sum), 0);
}

/** "delivery delivered_by_first_promise carrier/7 2018-03-02", then reason and responsible party for a class other than ACCOUNTABLE. */
export function expectedKey(source: string, { metric, unit, day, reason, responsible }: ExpectedCell): string {
  return `${source} ${metric} ${unit} ${day}${reason === '' ? '' : ` ${reason} ${responsible}`}`;
}

type ExpectedCell = Pick<Cell, 'metric' | 'unit' | 'day' | 'reason' | 'responsible'>;

function cellsOf(metrics: readonly string[], count: number): Cell[] {
  return Array.from({ length: count }, (_, place) => {
    const [metric, day] = [metrics[place % metrics.length] ?? '', Math.floor(place / metrics.length) % DAYS];
    return {
      metric,
      definition: 1,
      unit: `unit/${Math.floor(place / metrics.length / DAYS)}`,
      day: `2018-03-${String(day + 1).padStart(2, '0')}`,
      ...({ class: 'ACCOUNTABLE', reason: '', responsible: '', origin: 'REPORTED' } as const),
    };
  });
}

/** Generates the batches of one shard. */
class Drawing {
  readonly #hits: Int32Array;
  readonly #misses: Int32Array;

  constructor(
    readonly shard: ShardId,
    private readonly cells: readonly Cell[],
    private readonly random: Random,
  ) {
    this.#hits = new Int32Array(cells.length);
    this.#misses = new Int32Array(cells.length);
  }

  batches(installation: string, observations: number): RawBatch[] {
    const sealing = new Sealing(this.shard, installation);
    for (let left = observations; left > 0; left -= BATCH)
      sealing.add(this.#draw(Math.min(BATCH, left)), left <= BATCH);
    return sealing.batches;
  }

  expected(): Map<string, readonly [number, number]> {
    const counts = this.cells.map((cell, place) => {
      const both = [this.#hits[place] ?? 0, this.#misses[place] ?? 0] as const;
      return [expectedKey(this.shard.source, cell), both] as const;
    });
    return new Map(counts.filter(([, [hits, misses]]) => hits + misses > 0));
  }

  #draw(observations: number) {
    const drawn = new Map<number, { hits: number; misses: number }>();
    for (let left = observations; left > 0; left -= 1) {
      const place = this.random.below(this.cells.length);
      const counts = drawn.get(place) ?? { hits: 0, misses: 0 };
      counts[this.random.below(10) === 0 ? 'misses' : 'hits'] += 1;
      drawn.set(place, counts);
    }
    return [...drawn].sort(([a], [b]) => a - b).map(([place, { hits, misses }]) => this.#cell(place, hits, misses));
  }

  #cell(place: number, hits: number, misses: number) {
    const cell = this.cells[place];
    if (cell === undefined) throw new Error(`there is no cell ${place}`);
    this.#hits[place] = (this.#hits[place] ?? 0) + hits;
    this.#misses[place] = (this.#misses[place] ?? 0) + misses;
    return cellMessage(cell, hits, misses);
  }
}

/** The batches of one shard, sealed one after the other. */
export class Sealing {
  readonly batches: RawBatch[] = [];
  #previousSha256: Buffer = Buffer.alloc(32);

  constructor(
    private readonly shard: ShardId,
    private readonly installation: string,
  ) {}

  add(cells: CellMessage[], drained: boolean): void {
    const [number, previousSha256] = [BigInt(this.batches.length + 1), this.#previousSha256];
    const { bytes, sha256 } = sealBatch({
      ...{ installation: this.installation, ...this.shard, epoch: 1, number, previousSha256, drained },
      ...{ continuesEpoch: 0, continuesNumber: 0n, feeds: [], waiting: undefined, catalogueSha256: CATALOGUE_SHA256 },
      sealedAt: Date.UTC(2018, 3, 1) + this.batches.length * 200,
      content: { encoded: encoded(Observations, { cells }) },
    });
    this.batches.push({ epoch: 1, number, bytes, fromSource: false });
    this.#previousSha256 = sha256;
  }
}

/** An encoded cell, with the refs of new cases each time. */
export function cellMessage(cell: Cell, hits: number, misses: number): CellMessage {
  return {
    key: { ...cell, class: CLASSES.numberOf(cell.class), origin: ORIGINS.numberOf(cell.origin) },
    hits: refs(hits),
    misses: refs(misses),
    ...{ retractedHits: Buffer.alloc(0), retractedMisses: Buffer.alloc(0), tally: undefined },
  };
}

function refs(count: number): Buffer {
  return randomFillSync(Buffer.allocUnsafe(REF * count));
}
