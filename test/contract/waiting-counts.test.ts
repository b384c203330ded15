import { beforeEach, describe, expect, it } from 'vitest';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import type { WaitingCell } from '#libs/domain/observation.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { database, emptyCounts, type Sealing, scoringDoor, sealed, setScoringUp } from './scoring-bench.js';

setScoringUp();
beforeEach(async () => void (await emptyCounts()));

const row = (unit: string, cases: bigint, waitsFor = 'delivery/acme'): WaitingCell => ({
  ...{ metric: 'delivered_by_first_promise', definition: 1, unit, day: '2018-03-02', cases, waitsFor },
});
const month = { source: 'delivery', firstDay: '2018-03-01', lastDay: '2018-03-31' } as const;
const waiting = async () => {
  const rows = (await countsReader(database).read(month)).waiting;
  return rows.map(({ unit, cases, waitsFor }) => `${unit} ${cases} ${waitsFor}`).sort();
};
/** Batches of one shard after each other. */
const chain = (...sealings: readonly Sealing[]): RawBatch[] => {
  const batches: RawBatch[] = [];
  for (const sealing of sealings) batches.push(sealed('delivery', { after: batches.at(-1), ...sealing }));
  return batches;
};
const reports = [
  { waiting: [row('a', 1n), row('b', 2n)] },
  { waitingChanges: [row('a', 5n, 'ordering'), row('c', 3n)] },
  {},
  { waitingChanges: [row('b', 0n)] },
];

describe('what waits, in scoring', () => {
  it('is the last whole list with the changes since, batch by batch', async () => {
    const take = scoringDoor();
    const [first, second, third, fourth] = chain(...reports);
    await take('delivery', first as RawBatch);
    expect(await waiting()).toEqual(['a 1 delivery/acme', 'b 2 delivery/acme']);
    await take('delivery', second as RawBatch);
    expect(await waiting()).toEqual(['a 5 ordering', 'b 2 delivery/acme', 'c 3 delivery/acme']);
    await take('delivery', third as RawBatch, fourth as RawBatch);
    expect(await waiting()).toEqual(['a 5 ordering', 'c 3 delivery/acme']);
  });

  it('is the same when the batches come together, or out of order', async () => {
    const batches = chain(...reports);
    await scoringDoor()('delivery', ...batches);
    expect(await waiting()).toEqual(['a 5 ordering', 'c 3 delivery/acme']);
    await emptyCounts();
    const [first, second, third, fourth] = batches as [RawBatch, RawBatch, RawBatch, RawBatch];
    for (const batch of [fourth, second, first, third]) await scoringDoor()('delivery', batch);
    expect(await waiting()).toEqual(['a 5 ordering', 'c 3 delivery/acme']);
  });

  it('is nothing after an empty list', async () => {
    await scoringDoor()('delivery', ...chain(...reports, { waiting: [] }));
    expect(await waiting()).toEqual([]);
  });

  it('is what a new epoch lists, also when the end of the epoch before comes after it', async () => {
    const old = chain(...reports);
    const next = sealed('delivery', { after: old.at(-1), epoch: 2, waiting: [row('z', 7n)] });
    const [first, second, third, fourth] = old as [RawBatch, RawBatch, RawBatch, RawBatch];
    await scoringDoor()('delivery', first, second);
    await scoringDoor()('delivery', next);
    await scoringDoor()('delivery', fourth);
    await scoringDoor()('delivery', third);
    expect(await waiting()).toEqual(['z 7 delivery/acme']);
  });

  it('cannot be a list and changes in one batch', async () => {
    const batch = sealed('delivery', { waiting: [], waitingChanges: [] });
    await scoringDoor()('delivery', { ...batch, fromSource: true });
    expect(await database.query('select reason from quarantine')).toEqual([{ reason: 'UNDECODABLE' }]);
  });
});
