import { beforeEach, describe, expect, it } from 'vitest';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { CellKey } from '#libs/contracts/cx/batches/v1/batches.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { Verifier } from '#services/scoring/verify/verifier.js';
import { verifyCounts } from '#services/scoring/verify/verify-counts.js';
import { database, databaseUrl, emptyCounts, scoringDoor, sealed, setScoringUp } from './scoring-bench.js';

setScoringUp();
beforeEach(async () => void (await emptyCounts()));

/** A batch with one hit in each of these areas. */
function batch(areas: readonly string[], after?: RawBatch, epoch = after?.epoch ?? 1): RawBatch {
  const cells = areas.map((area) => ({
    ...{ metric: 'delivered_by_first_promise', unit: `area/${area}`, day: '2018-05-02', hits: 1 },
  }));
  return sealed('delivery', { cells, after, epoch });
}

/** The same batch with another spelling, of as many bytes, of one key. */
function respelled(of: RawBatch, before: Buffer, after = before): RawBatch {
  const bytes = Buffer.from(of.bytes);
  bytes.set(after, bytes.indexOf(before));
  return { ...of, bytes };
}

/** Hits by area, and that the recount by the second path agrees. */
async function counted(): Promise<Record<string, number>> {
  expect((await verifyCounts(database)).equal).toBe(true);
  return standing();
}

async function standing(): Promise<Record<string, number>> {
  const month = { source: 'delivery', firstDay: '2018-05-01', lastDay: '2018-05-31' } as const;
  const { rows } = await countsReader(database).read(month);
  return Object.fromEntries(rows.map(({ unit, hits }) => [unit.replace('area/', ''), Number(hits)]));
}

describe('reading', () => {
  it('adds up the days between two bounds, and keeps the sums of both sides apart', async () => {
    const take = scoringDoor();
    const cell = { metric: 'delivered_by_first_promise', unit: 'area/sp', hits: 1 };
    const days = ['2018-04-30', '2018-05-01', '2018-05-31', '2018-06-01', '2018-06-02'];
    await take('delivery', sealed('delivery', { cells: days.map((day) => ({ ...cell, day })) }));
    const query = { source: undefined, firstDay: '2018-04-01', lastDay: '2018-06-30' };
    const bounds = ['2018-04-01', '2018-05-01', '2018-06-01', '2018-07-01'];
    const { rows } = await countsReader(database).read({ ...query, bounds });
    const sums = rows.map(({ day, hits }) => `${day}: ${hits}`).sort();
    expect(sums).toEqual(['2018-04-01: 1', '2018-05-01: 2', '2018-06-01: 2']);
    expect((await countsReader(database).read(query)).rows.map(({ day }) => day).sort()).toEqual(days);
  });
});

describe('counting', () => {
  it('keeps no id of a transaction that failed: its new cells do not exist', async () => {
    const take = scoringDoor({ times: 1 });
    const first = batch(['sp', 'rj']);
    await expect(take('delivery', first)).rejects.toThrow('lost before COMMIT');
    await take('delivery', batch(['mg', 'sp'], first)); // names cells with the ids that the failed one had meant
    await take('delivery', first);
    expect(await counted()).toEqual({ sp: 2, rj: 1, mg: 1 });
  });

  it('subtracts orphaned batches of a restored source, and adds batches again that survived after all', async () => {
    const take = scoringDoor();
    const one = batch(['sp']);
    const two = batch(['sp', 'rj'], one);
    await take('delivery', one, two, batch(['mg'], two));
    await take('delivery', batch(['ba'], one, 70));
    expect(await counted()).toEqual({ sp: 1, ba: 1 });
    await take('delivery', batch(['pe'], two, 90));
    expect(await counted()).toEqual({ sp: 2, rj: 1, pe: 1 });
  });

  it('uses feed progress only from batches without a gap before them', async () => {
    const take = scoringDoor();
    const said = (completeThrough: number, after?: RawBatch) =>
      sealed('delivery', { feeds: [{ feed: 'carrier', completeThrough, origin: 'REPORTED' }], after });
    const through = async () => {
      const month = { source: 'delivery', firstDay: '2018-05-01', lastDay: '2018-05-31' } as const;
      return (await countsReader(database).read(month)).feeds.map(({ completeThrough }) => completeThrough);
    };
    const one = said(1_000);
    const two = said(2_000, one);
    const three = said(3_000, two);
    await take('delivery', one, three);
    expect(await through()).toEqual([1_000]);
    await take('delivery', two);
    expect(await through()).toEqual([3_000]);
  });

  it('has a version that grows with everything that is applied, also when a new epoch begins', async () => {
    const take = scoringDoor();
    const reader = countsReader(database);
    const month = { source: undefined, firstDay: '2018-05-01', lastDay: '2018-05-31' };
    const one = batch(['sp']);
    const versions: bigint[] = [];
    for (const some of [one, batch(['rj'], one), batch(['mg'], one, 70)]) {
      await take('delivery', some);
      expect((await reader.read(month)).data.progressVersion).toBe(await reader.progressVersion());
      versions.push(await reader.progressVersion());
    }
    expect(versions).toEqual(versions.toSorted((a, b) => Number(a - b)));
    expect(new Set(versions).size).toBe(3);
  });

  it('counts a cell in one place when its key is encoded in two ways, whichever comes first', async () => {
    const key = { metric: 'delivered_by_first_promise', definition: 1, unit: 'area/sp', day: '2018-05-02' };
    const plain = Buffer.from(CellKey.encode(CellKey.fromPartial({ ...key, class: 1, origin: 1 })).finish());
    const twisted = Buffer.concat([plain.subarray(-2), plain.subarray(0, -2)]); // the origin comes first
    for (const spellings of [
      [plain, twisted],
      [twisted, plain],
    ]) {
      const one = respelled(batch(['sp', 'rj']), plain, spellings[0]);
      await scoringDoor()('delivery', one, respelled(batch(['sp', 'mg'], one), plain, spellings[1]));
      expect(await standing()).toEqual({ sp: 2, rj: 1, mg: 1 });
      await emptyCounts();
    }
  });

  it('uses no cached id when its own database was restored meanwhile', async () => {
    const take = scoringDoor();
    await take('delivery', batch(['sp', 'rj', 'mg']));
    await emptyCounts();
    const other = batch(['ba', 'pe', 'sp']);
    await take('delivery', other, batch(['rj', 'mg'], other));
    expect(await counted()).toEqual({ ba: 1, pe: 1, sp: 1, rj: 1, mg: 1 });
  });
});

describe('verifying on its own thread', () => {
  it('gives the same result as counting the archive here, also for two calls at once', async () => {
    const take = scoringDoor();
    await take('delivery', batch(['sp', 'rj']));
    const verifier = new Verifier(() => databaseUrl);
    const here = await verifyCounts(database);
    expect(here).toMatchObject({ equal: true, batches: 1n, cells: 2n });
    expect(await Promise.all([verifier.verify(), verifier.verify()])).toEqual([here, here]);
  });

  it('notices a count that differs from the archive', async () => {
    const take = scoringDoor();
    await take('delivery', batch(['sp', 'rj']));
    await database.execute('update cell_count set hits = hits + 1 where cell_id = 1');
    expect(await new Verifier(() => databaseUrl).verify()).toMatchObject({ equal: false, cells: 2n });
  });

  it('is refused with STORE_UNAVAILABLE while the database does not answer, and works again afterwards', async () => {
    const verifier = new Verifier(() => 'postgres://none@127.0.0.1:1/none');
    for (let time = 1; time <= 2; time++)
      await expect(verifier.verify()).rejects.toMatchObject({ reason: 'STORE_UNAVAILABLE' });
  });
});
