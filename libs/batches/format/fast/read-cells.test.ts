import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE_SHA256 } from '#libs/catalogue/catalogue.js';
import { Observations, SealedBatch } from '#libs/contracts/cx/batches/v1/batches.js';
import { CLASSES, ORIGINS } from '#libs/domain/observation.js';
import { encodedObservations } from '../cells.js';
import { encoded } from '../encoded.js';
import type { ObservationChange } from '../outgoing.js';
import { isReadable, openBatch, sealBatch } from '../sealed-batch.js';

const METRICS = ['delivered_by_first_promise', 'arrived_at_last'];

const change: fc.Arbitrary<ObservationChange> = fc
  .record({
    metric: fc.constantFrom(...METRICS),
    unit: fc.constantFrom('area/sp', 'area/rj', 'carrier/acme/depot-7', 'unattributed'),
    day: fc.constantFrom('2018-03-02', '2018-11-04', '2019-01-31'),
    isOurs: fc.boolean(),
    isHit: fc.boolean(),
    kind: fc.constantFrom('record' as const, 'retract' as const),
    ref: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  })
  .map(({ metric, unit, day, isOurs, isHit, kind, ref }) => ({
    cell: {
      ...{ metric, definition: 1, unit, day, origin: 'REPORTED' as const },
      ...(isOurs
        ? { class: 'ACCOUNTABLE' as const, reason: '', responsible: '' }
        : { class: 'OTHERS' as const, reason: 'UPSTREAM_HANDED_OVER_LATE', responsible: 'warehouse' }),
    },
    ...{ ref: Buffer.from(ref), kind, hits: isHit ? 1 : 0, misses: isHit ? 0 : 1 },
  }));

const cellsOf = (changes: readonly ObservationChange[]) => Observations.decode(encodedObservations(changes)).cells;
const bytesOf = (changes: readonly ObservationChange[]) => sealedOf(cellsOf(changes));

const sealedOf = (cells: ReturnType<typeof cellsOf>) =>
  sealBatch({
    ...{
      installation: '1c5d8f0e-6a52-4f7b-9d3c-2b8f6f1c0a77',
      source: 'delivery',
      carries: 'observations',
      shard: 1,
      epoch: 1,
      number: 1n,
    },
    ...{ previousSha256: Buffer.alloc(32), continuesEpoch: 0, continuesNumber: 0n, sealedAt: 0, drained: true },
    ...{
      feeds: [],
      waiting: [],
      catalogueSha256: CATALOGUE_SHA256,
      content: { encoded: encoded(Observations, { cells }) },
    },
  }).bytes;

/** The cells as the generated code reads them. */
function generated(bytes: Uint8Array) {
  const { content } = SealedBatch.decode(bytes);
  const cells = content?.$case === 'observations' ? content.value.cells : [];
  return cells.map(({ key, hits, misses, retractedHits, retractedMisses }) => ({
    cell: { ...key, class: CLASSES.wordOf(key?.class ?? 0), origin: ORIGINS.wordOf(key?.origin ?? 0) },
    counts: [hits, misses, retractedHits, retractedMisses].map(({ length }) => length / 16),
  }));
}

function read(bytes: Uint8Array) {
  const batch = openBatch(bytes);
  if (!isReadable(batch)) return batch;
  return [...batch.cells].map(({ cell, hits, misses, retractedHits, retractedMisses }) => ({
    cell,
    counts: [hits, misses, retractedHits, retractedMisses],
  }));
}

describe('reading cells by their bytes', () => {
  it('comes to what the generated code reads', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const bytes = bytesOf(changes);
        expect(read(bytes)).toEqual(generated(bytes));
      }),
    );
  });

  it('of damaged bytes puts aside, or still comes to what the generated code reads', () => {
    const damage = fc.record({ at: fc.nat(), bit: fc.nat(7), cut: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), damage, (changes, { at, bit, cut }) => {
        const bytes = Buffer.from(bytesOf(changes));
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
        const damaged = cut ? bytes.subarray(0, place) : bytes;
        const cells = read(damaged);
        if ('reason' in cells) expect(['UNDECODABLE', 'FUTURE']).toContain(cells.reason);
        else expect(cells).toEqual(generated(damaged));
      }),
      { numRuns: 2_000, seed: 1 }, // the same damage in every run
    );
  });

  it('puts aside a column that is no whole number of cases, and a cell without a key', () => {
    const [cell] = cellsOf(fc.sample(change, { numRuns: 1, seed: 1 }));
    if (cell === undefined) throw new Error('no cell was gathered');
    expect(read(sealedOf([{ ...cell, hits: Buffer.alloc(17) }]))).toMatchObject({ reason: 'UNDECODABLE' });
    expect(read(sealedOf([{ ...cell, key: undefined }]))).toMatchObject({ reason: 'UNDECODABLE' });
  });

  it('puts aside a tally where cases are counted, and cases where a tally is', () => {
    const [cell] = cellsOf(fc.sample(change, { numRuns: 1, seed: 1 }));
    if (cell?.key === undefined) throw new Error('no cell was gathered');
    const tally = { hits: 1n, misses: 0n, retractedHits: 0n, retractedMisses: 0n };
    const tallied = { ...cell.key, metric: 'promised_days', class: 1, reason: '', responsible: '' };
    const none = { hits: Buffer.alloc(0), misses: Buffer.alloc(0) };
    const retracted = { retractedHits: Buffer.alloc(0), retractedMisses: Buffer.alloc(0) };
    const reason = (of: typeof cell) => ('reason' in read(sealedOf([of])) ? read(sealedOf([of])) : undefined);
    expect(reason({ ...cell, tally })).toMatchObject({ reason: 'UNDECODABLE' });
    expect(reason({ ...none, ...retracted, key: tallied, tally })).toBeUndefined();
    expect(reason({ ...none, ...retracted, key: tallied, tally: undefined })).toMatchObject({ reason: 'UNDECODABLE' });
    expect(reason({ ...none, ...retracted, key: tallied, hits: Buffer.alloc(16), tally })).toBeDefined();
    expect(reason({ ...none, ...retracted, key: tallied, tally: { ...tally, misses: -1n } })).toBeDefined();
    expect(reason({ ...none, ...retracted, key: tallied, tally: { ...tally, misses: 2n ** 41n } })).toBeDefined();
  });

  it('knows the days a batch touches', () => {
    const batch = openBatch(bytesOf(fc.sample(change, { numRuns: 50, seed: 1 })));
    if (!isReadable(batch)) throw new Error(batch.detail);
    const days = [...batch.cells].map(({ cell }) => cell.day).sort();
    expect(batch.cells.days()).toEqual({ from: days[0], to: days.at(-1) });
  });
});
