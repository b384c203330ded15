import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cell, Observations } from '#libs/contracts/cx/batches/v1/batches.js';
import { CLASSES, type Cell as CountedCell, ORIGINS } from '#libs/domain/observation.js';
import { CellKeys } from './cell-keys.js';
import { CellGathering, encodedCells, encodedObservations } from './cells.js';
import type { ObservationChange } from './outgoing.js';

const cell: fc.Arbitrary<CountedCell> = fc.record({
  metric: fc.constantFrom('delivered_by_first_promise', 'promised_days', 'an_own_metric'),
  definition: fc.constantFrom(1, 2, 12),
  unit: fc.constantFrom('', 'area/rj', 'carrier/übermorgen'),
  day: fc.constantFrom('2018-03-02', '2018-11-04'),
  class: fc.constantFrom('ACCOUNTABLE', 'OTHERS'),
  reason: fc.constantFrom('', 'LATE'),
  responsible: fc.constantFrom('', 'warehouse'),
  origin: fc.constantFrom('REPORTED', 'GENERATED'),
});
const change: fc.Arbitrary<ObservationChange> = fc.record({
  cell,
  ref: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((ref) => Buffer.from(ref)),
  kind: fc.constantFrom('record', 'retract'),
  hits: fc.constantFrom(0, 1),
  misses: fc.constant(0),
});

/** Cells by generated code, gathered in the plainest way: the cells in order of their texts, the refs in the order of the changes. */
function plainly(changes: readonly ObservationChange[]): Buffer {
  const cells = new Map<string, Cell>();
  for (const { cell: of, ref, kind, hits, misses } of changes) {
    const [class_, origin] = [CLASSES.numberOf(of.class), ORIGINS.numberOf(of.origin)];
    const definition = String(of.definition).padStart(10, '0');
    const text = [of.metric, definition, of.unit, of.day, class_, of.reason, of.responsible, origin].join('\0');
    const gathered = cells.get(text) ?? Cell.fromPartial({ key: { ...of, class: class_, origin } });
    cells.set(text, gathered);
    if (of.metric === 'promised_days') {
      gathered.tally ??= { hits: 0n, misses: 0n, retractedHits: 0n, retractedMisses: 0n };
      gathered.tally[kind === 'record' ? 'hits' : 'retractedHits'] += BigInt(hits);
      gathered.tally[kind === 'record' ? 'misses' : 'retractedMisses'] += BigInt(misses);
      continue;
    }
    const column =
      kind === 'record' ? (hits === 1 ? 'hits' : 'misses') : hits === 1 ? 'retractedHits' : 'retractedMisses';
    gathered[column] = Buffer.concat([gathered[column], ref]);
  }
  const sorted = [...cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  return Buffer.from(Observations.encode({ cells: sorted }).finish());
}

describe('cells of changes', () => {
  it('have the bytes that generated code gives them, sorted by their keys', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        expect(encodedObservations(changes).equals(plainly(changes))).toBe(true);
      }),
    );
  });

  it('are the same when several transactions have collected them', () => {
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 12 }), { maxLength: 4 }), (transactions) => {
        const gathering = new CellGathering();
        for (const changes of transactions)
          for (const one of encodedCells(encodedObservations(changes))) gathering.addCell(one);
        expect(gathering.encoded().equals(plainly(transactions.flat()))).toBe(true);
      }),
    );
  });
});

describe('the keys of cells', () => {
  const [known] = fc.sample(cell, { numRuns: 1, seed: 1 }) as [CountedCell];
  const others = Array.from({ length: 9 }, (_, place) => ({ ...known, unit: `area/${place}` }));

  it('are made once, whichever way they come', () => {
    const keys = new CellKeys();
    const key = keys.of(known);
    expect(keys.of({ ...known })).toBe(key);
    const row = Buffer.concat([Buffer.from('..'), key.bytes, Buffer.from('.')]);
    const view = new DataView(row.buffer, row.byteOffset, row.length);
    expect(keys.in(row, view, 2, 2 + key.bytes.length)).toBe(key);
  });

  it('are forgotten when there are too many, and made again', () => {
    const keys = new CellKeys(4);
    const key = keys.of(known);
    const texts = others.map((other) => keys.of(other).text);
    expect(new Set(texts).size).toBe(others.length);
    expect(keys.of(known)).toEqual(key);
    expect(keys.of(known)).not.toBe(key);
  });
});
