import { createHash, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { CxError } from '#libs/domain/error.js';
import type { Source } from '#libs/domain/observation.js';
import { type Period, parsePeriod } from '#libs/domain/period.js';
import { dumpLines, dumpSha256 } from '#services/scoring/counts/dump.js';
import { FIRST as ruleset, RULESETS as rulesets } from '#services/scoring/fixtures/real-orders.js';
import { createSnapshot } from '#services/scoring/periods/create-snapshot.js';
import { snapshotCsv } from '#services/scoring/periods/csv.js';
import { notPayableReasons } from '#services/scoring/periods/make-content.js';
import { parseContent } from '#services/scoring/periods/parse-content.js';
import { readPeriod } from '#services/scoring/periods/read-period.js';
import { findSnapshot, type StoredSnapshot } from '#services/scoring/periods/store.js';
import { Recount } from '#services/scoring/verify/recount.js';
import {
  type Counted,
  database,
  emptyCounts,
  type Sealing,
  scoringDoor,
  sealed,
  setScoringUp,
} from './scoring-bench.js';

setScoringUp();

const COMPLETE = Date.parse('2018-12-01T00:00:00Z');
const NOW = Date.parse('2018-12-02T00:00:00Z');

let period: Period;
let month = 0;
let take: ReturnType<typeof scoringDoor>;
let last: Map<Source, RawBatch>;

beforeEach(async () => {
  // Snapshots can never be removed, so every test has a month of its own.
  period = parsePeriod(
    [
      '2017-03',
      '2017-04',
      '2017-05',
      '2017-06',
      '2017-07',
      '2017-08',
      '2017-09',
      '2017-10',
      '2017-11',
      '2017-12',
      '2018-01',
      '2018-02',
      '2018-03',
      '2018-04',
    ][month++] ?? '',
  ) as Period;
  await emptyCounts();
  take = scoringDoor();
  last = new Map();
});

/** Seals and takes the next batch of a source. */
async function next(source: Source, sealing: Sealing): Promise<void> {
  const batch = sealed(source, { ...sealing, after: last.get(source) });
  last.set(source, batch);
  await take(source, batch);
}

const day = () => `${period.firstDay.slice(0, 8)}10`;
const rulesOf = (source: Source) => ruleset.departments.get(source as 'ordering') ?? [];
const cells = (source: Source, hits: number, misses: number): Counted[] =>
  rulesOf(source).map(({ metric }) => ({ metric, unit: 'unattributed', day: day(), hits, misses }));
const said = (source: Source, completeThrough: number | undefined = COMPLETE) => [
  { feed: `${source}-feed`, completeThrough, origin: 'REPORTED' as const },
];
const sources = () => [...ruleset.departments.keys()];

/** A month that may be frozen: 200 cases of every metric, and every feed has said all. */
async function aWholeMonth(except: Partial<Record<Source, Sealing>> = {}): Promise<void> {
  for (const source of sources())
    await next(source, { cells: cells(source, 180, 20), feeds: said(source), ...except[source] });
}

const freeze = (change: Partial<Parameters<typeof createSnapshot>[3]> = {}, now = NOW): Promise<StoredSnapshot> => {
  const request = {
    period,
    requestId: randomUUID(),
    reason: 'FIRST',
    requestedBy: 'hr',
    expectedLatestVersion: 0,
  } as const;
  return createSnapshot(database, rulesets, 'cx-index test', { ...request, ...change }, now);
};
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    (error: unknown) => (error instanceof CxError ? { reason: error.reason, message: error.message } : error),
  );

describe('a snapshot', () => {
  it('keeps its bytes when late data arrive; the next version reports the change', async () => {
    await aWholeMonth();
    const first = await freeze();
    await next('delivery', { cells: cells('delivery', 0, 50), feeds: said('delivery') });
    const second = await freeze({ expectedLatestVersion: 1, reason: 'LATE_DATA' });
    const again = await findSnapshot(database, period.name, 1);
    expect(again?.bytes.equals(first.bytes)).toBe(true);
    expect(second.content).toMatchObject({ version: 2, supersedes: 1, reason: 'LATE_DATA', payable: false });
    const [before, after] = [first, second].map(({ content }) =>
      content.inputs.find((one) => one.department === 'delivery'),
    );
    expect(after?.observationsL2).toBe(BigInt(50 * rulesOf('delivery').length));
    expect(after?.changeSinceLastVersionE4).toBe((after?.indexE4 ?? 0n) - (before?.indexE4 ?? 0n));
    expect(after?.changeSinceLastVersionE4).toBeLessThan(0n);
  });

  it('cannot be changed, because the database itself refuses', async () => {
    await aWholeMonth();
    await freeze();
    for (const change of [
      'update snapshot set requested_by = $$me$$',
      'delete from snapshot',
      'truncate snapshot cascade',
      'update snapshot_cut set number = 1',
      'delete from snapshot_cut',
    ])
      await expect(database.execute(change)).rejects.toThrow('a snapshot never changes');
  });

  it('is made once by one request, and a request id is not used for another', async () => {
    await aWholeMonth();
    const requestId = randomUUID();
    const [first, again] = [await freeze({ requestId }), await freeze({ requestId })];
    expect(again.bytes.equals(first.bytes)).toBe(true);
    expect(await refusal(freeze({ requestId, reason: 'LATE_DATA' }))).toMatchObject({ reason: 'REQUEST_ID_REUSED' });
    expect(await refusal(freeze({}))).toMatchObject({ reason: 'VERSION_NOT_LATEST' });
  });

  it('has the reasons against paying that CheckPeriod names before', async () => {
    await aWholeMonth();
    const reading = await database.transaction((tx) => readPeriod(tx, period, rulesets, NOW));
    const reasons = [...notPayableReasons(reading)];
    expect(reasons).toContain('RULES_BOUND_AFTER_START');
    expect((await freeze()).content.notPayableReasons).toEqual(reasons);
  });

  it('is made once when two calls ask at the same time', async () => {
    await aWholeMonth();
    const both = await Promise.all([refusal(freeze()), refusal(freeze())]);
    expect(both.filter((one) => one === undefined).length).toBe(1);
    const [lost] = both.filter((one) => one !== undefined) as { reason: string }[];
    expect(['SNAPSHOT_RACE', 'VERSION_NOT_LATEST']).toContain(lost?.reason);
  });

  it('is exported as the same bytes every time, with the stored hash, and can be read back', async () => {
    await aWholeMonth();
    const { bytes, content, contentSha256 } = await freeze();
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(contentSha256);
    expect(canonicalJson(parseContent(bytes))).toBe(bytes.toString());
    expect(canonicalJson(content)).toBe(bytes.toString());
    const kept = await findSnapshot(database, period.name, 1);
    expect(kept && snapshotCsv(kept.content, kept.contentSha256)).toEqual(snapshotCsv(content, contentSha256));
  });
});

describe('a month is not frozen', () => {
  it.each([
    ['before it is over', 'PERIOD_NOT_OVER', '', {}, () => Date.parse(`${period.firstDay}T12:00:00Z`)],
    [
      'while a feed has not reported everything',
      'FEED_NOT_COMPLETE',
      'delivery/delivery-feed',
      { delivery: { feeds: said('delivery', Date.parse('2017-03-20T00:00:00Z')) } },
      () => NOW,
    ],
    [
      'while a feed has declared nothing',
      'FEED_NOT_COMPLETE',
      'support/support-feed has not declared',
      { support: { feeds: [{ feed: 'support-feed', completeThrough: undefined, origin: 'REPORTED' }] } },
      () => NOW,
    ],
    [
      'while too little is measured: 99 cases are noise',
      'COVERAGE_TOO_LOW',
      'warehouse 0 %',
      { warehouse: { cells: 'FEW' } },
      () => NOW,
    ],
  ] as const)('%s', async (_, reason, names, except, now) => {
    const few = Object.entries(except).map(([source, sealing]) => [
      source,
      'cells' in sealing ? { cells: cells(source as Source, 90, 9), feeds: said(source as Source) } : sealing,
    ]);
    await aWholeMonth(Object.fromEntries(few));
    const refused = await refusal(freeze({}, now()));
    expect(refused).toMatchObject({ reason, message: expect.stringContaining(names) });
    expect(await findSnapshot(database, period.name, undefined)).toBeUndefined();
  });

  it('while a batch is missing or in quarantine, or no ruleset names it', async () => {
    await aWholeMonth();
    const feeds = said('delivery');
    const gap = sealed('delivery', { feeds, after: last.get('delivery') });
    await take('delivery', sealed('delivery', { feeds, after: gap }));
    expect(await refusal(freeze())).toMatchObject({ reason: 'BATCHES_MISSING' });
    await take('delivery', gap);
    await take('delivery', {
      ...gap,
      bytes: sealed('delivery', { after: last.get('delivery'), cells: cells('delivery', 1, 0) }).bytes,
    });
    expect(await refusal(freeze())).toMatchObject({ reason: 'BATCHES_QUARANTINED' });
    const unnamed = parsePeriod('2016-11') as Period;
    expect(await refusal(freeze({ period: unnamed }))).toMatchObject({
      message: expect.stringContaining('RULESET_NOT_BOUND'),
    });
  });
});

describe('a snapshot made while batches are applied', () => {
  it('contains exactly the batches up to its cut', async () => {
    await aWholeMonth();
    const ROUNDS = 200;
    let isOver = false;
    const applying = (async () => {
      while (!isOver)
        for (const source of sources()) await next(source, { cells: cells(source, 3, 1), feeds: said(source) });
    })();
    for (let version = 0; version < ROUNDS; version++) await freeze({ expectedLatestVersion: version });
    isOver = true;
    await applying;
    for (let version = 1; version <= ROUNDS; version++) {
      const snapshot = await findSnapshot(database, period.name, version);
      expect([version, snapshot?.content.countsSha256]).toEqual([version, await foldedThroughCut(version)]);
    }
  }, 240_000); // four seconds alone; every fold is longer the more was applied meanwhile
});

/** The counts through the cut of a version, by the second path, from the archive alone. */
async function foldedThroughCut(version: number): Promise<string> {
  const rows = await database.query<{ bytes: Buffer }>(
    `select batch_archive.bytes from batch_archive join snapshot_cut using (shard_id, epoch)
     where snapshot_cut.period = $1 and snapshot_cut.version = $2 and batch_archive.number <= snapshot_cut.number`,
    [period.name, version],
  );
  const recount = new Recount();
  for (const { bytes } of rows) recount.add(bytes);
  return dumpSha256(dumpLines(recount.rows()));
}
