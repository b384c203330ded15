import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { CxError } from '#libs/domain/error.js';
import type { Source } from '#libs/domain/observation.js';
import { type Period, parsePeriod } from '#libs/domain/period.js';
import type { PublishedRulesets } from '#services/scoring/documents/published-rulesets.js';
import { listPublished } from '#services/scoring/documents/store.js';
import { createSnapshot } from '#services/scoring/periods/create-snapshot.js';
import { recordsAlongside } from '#services/scoring/records/add-alongside.js';
import { withManifest } from '#services/scoring/records/bundle/bundle-files.js';
import { piecesOf } from '#services/scoring/records/bundle/bundle-of.js';
import { readBundle } from '#services/scoring/records/bundle/read-bundle.js';
import { verifyBundle } from '#services/scoring/records/verify/verify-bundle.js';
import { publishOlist } from './periods/published-olist.js';
import { type Counted, database, scoringDoor, sealed, setScoringUp } from './scoring-bench.js';

setScoringUp();

const NOW = Date.parse('2018-12-02T00:00:00Z');
const COMPLETE = Date.parse('2018-12-01T00:00:00Z');
const ENGINE = { name: 'cx-index', version: '0.1.0' };

let rulesets: PublishedRulesets;
let take: ReturnType<typeof scoringDoor>;
const last = new Map<Source, RawBatch>();

async function next(source: Source, cells: readonly Counted[]): Promise<void> {
  const feeds = [{ feed: `${source}-feed`, completeThrough: COMPLETE, origin: 'REPORTED' as const }];
  const batch = sealed(source, { cells, feeds, after: last.get(source) });
  last.set(source, batch);
  await take(source, batch);
}

async function aWholeMonth(month: string): Promise<void> {
  for (const [source, rules] of rulesets.newest?.departments ?? []) {
    const cells = rules.map(({ metric, definition }) => ({
      metric,
      definition,
      unit: 'unattributed',
      day: `${month}-10`,
    }));
    await next(
      source,
      cells.map((cell) => ({ ...cell, hits: 180, misses: 20 })),
    );
  }
}

const freeze = (month: string, version: number, alongside = recordsAlongside(ENGINE, () => rulesets.documents)) =>
  createSnapshot(
    database,
    rulesets,
    'cx-index 0.1.0',
    {
      period: parsePeriod(month) as Period,
      ...{ requestId: randomUUID(), reason: 'FIRST', requestedBy: 'hr', expectedLatestVersion: version - 1 },
    },
    NOW,
    alongside,
  );

async function bundle(month: string, version: number, withBatches = true): Promise<Map<string, Buffer>> {
  const query = { period: parsePeriod(month) as Period, version, withBatches };
  const source = await readBundle(database, query, listPublished);
  const files = new Map<string, Buffer>();
  for await (const { path, chunk } of withManifest(source.snapshot, withBatches, piecesOf(source)))
    files.set(path, Buffer.concat([files.get(path) ?? Buffer.alloc(0), chunk]));
  return files;
}
const proved = (files: ReadonlyMap<string, Buffer>) =>
  [...verifyBundle({ paths: [...files.keys()], read: (path) => files.get(path) ?? Buffer.alloc(0) })].map(
    ({ name }) => name,
  );
const record = (files: ReadonlyMap<string, Buffer>, department: string) =>
  JSON.parse(files.get(`records/${department}.json`)?.toString() ?? '');
const records = () => database.query<{ n: bigint }>('select count(*) as n from bonus_record');

beforeAll(async () => {
  take = scoringDoor();
  rulesets = await publishOlist();
  await aWholeMonth('2018-05');
  await aWholeMonth('2018-06');
  await freeze('2018-05', 1);
  await freeze('2018-06', 1);
  await next('delivery', [{ metric: 'arrived_at_last', unit: 'unattributed', day: '2018-05-11', hits: 3, misses: 9 }]);
  await freeze('2018-05', 2);
});

describe('the records of a snapshot', () => {
  it('are made with it, and prove it from the files of the bundle alone', async () => {
    const files = await bundle('2018-05', 2);
    expect(proved(files)).toContain('index');
    expect(proved(files)).toContain('fold');
    expect(proved(await bundle('2018-05', 1))).toContain('fold');
    expect(proved(await bundle('2018-05', 2, false))).not.toContain('fold');
  });

  it('give the same bytes every time, also after more has arrived and other months were frozen', async () => {
    const before = await bundle('2018-05', 1);
    await next('delivery', [
      { metric: 'arrived_at_last', unit: 'unattributed', day: '2018-05-12', hits: 1, misses: 1 },
    ]);
    expect(await bundle('2018-05', 1)).toEqual(before);
  });

  it('are a chain for each department, over all periods, in which a version names the one that it supersedes', async () => {
    const [may, june, again] = [await bundle('2018-05', 1), await bundle('2018-06', 1), await bundle('2018-05', 2)];
    const idOf = (files: Map<string, Buffer>) =>
      JSON.parse(files.get('root.json')?.toString() ?? '').records.find(
        ({ department }: { department: string }) => department === 'delivery',
      ).record_id;
    expect(record(may, 'delivery')).toMatchObject({ position: '1' });
    expect(record(june, 'delivery')).toMatchObject({ position: '2', previous: idOf(may) });
    expect(record(again, 'delivery')).toMatchObject({ position: '3', previous: idOf(june), supersedes: idOf(may) });
    expect(record(may, 'delivery')).not.toHaveProperty('supersedes');
  });

  it('cannot be changed, removed or emptied by anybody: the database refuses', async () => {
    for (const change of ['update bonus_record set position = 9', 'delete from bonus_record', 'truncate bonus_record'])
      await expect(database.execute(change)).rejects.toThrow('a snapshot never changes');
  });

  it('cannot be another text than the one that their id names', async () => {
    const forged = `insert into bonus_record select department, 99, period, 7, convert_to('{}', 'UTF8'), record_id, chain_sha256
                    from bonus_record where position = 1 and department = 'delivery'`;
    await expect(database.execute(forged)).rejects.toThrow(/record_is_hashed/);
  });

  it('are not made, nor the snapshot, when the documents that they would name do not make its figures', async () => {
    const [before] = await records();
    const others = rulesets.documents.map((one) =>
      one.kind === 'ruleset'
        ? { ...one, text: one.text.replace(/floor_ppm: (\d+)/, (_, floor) => `floor_ppm: ${Number(floor) + 1000}`) }
        : one,
    );
    const refused = await freeze(
      '2018-05',
      3,
      recordsAlongside(ENGINE, () => others),
    ).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CxError);
    expect(refused).toMatchObject({ reason: 'SNAPSHOT_RACE' });
    expect(await records()).toEqual([before]);
  });

  it('are missing of a snapshot that was frozen before there were records, and the refusal says what to do', async () => {
    await aWholeMonth('2018-04');
    await freeze('2018-04', 1, async () => undefined);
    await expect(bundle('2018-04', 1)).rejects.toMatchObject({
      reason: 'RECORDS_NOT_MADE',
      field: 'name',
    });
    await expect(bundle('2018-04', 2)).rejects.toMatchObject({ reason: 'SNAPSHOT_UNKNOWN' });
  });

  it('prove what the cut contained, also after the source was restored and lost a batch of it', async () => {
    await aWholeMonth('2018-03');
    const survives = last.get('delivery');
    await next('delivery', [
      { metric: 'arrived_at_last', unit: 'unattributed', day: '2018-03-12', hits: 5, misses: 5 },
    ]);
    await freeze('2018-03', 1);
    const before = await bundle('2018-03', 1);
    await take('delivery', sealed('delivery', { epoch: 2, after: survives }));
    const orphaned = await database.query('select 1 from batch_archive where void');
    expect(orphaned).toHaveLength(1);
    expect(await bundle('2018-03', 1)).toEqual(before);
    expect(proved(before)).toContain('fold');
  });
});
