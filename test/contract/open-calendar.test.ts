import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { BonusInputServiceClient } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { ScoringServiceClient, View } from '#libs/contracts/cx/scoring/v1/scoring.js';
import type { Source } from '#libs/domain/observation.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import type { RunningServer } from '#libs/grpc/server.js';
import { LiveIndexes } from '#services/scoring/answers/live-index.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { bonusService } from '#services/scoring/grpc/bonus/bonus-service.js';
import { encodeIndex } from '#services/scoring/grpc/scoring/mapping.js';
import { scoringService } from '#services/scoring/grpc/scoring/scoring-service.js';
import { frozenResults } from '#services/scoring/periods/read-frozen.js';
import { parseRuleset } from '#services/scoring/rulesets/ruleset.js';
import { rulesetsOf } from '#services/scoring/rulesets/rulesets.js';
import { IndexPublisher } from '#services/scoring/watch/publish-index.js';
import { MemoryKafka } from '#test/doubles/memory-kafka.js';
import { client } from '#test/stack/client.js';
import { start } from './reasons/servers.js';
import { database, emptyCounts, scoringDoor, sealed, setScoringUp } from './scoring-bench.js';

setScoringUp();

/** A company that began in 2027 and has no last period. Today is Thursday, 18 February 2027. */
const today = { at: Date.parse('2027-02-18T12:00:00Z'), now: () => today.at };
const text = readFileSync(new URL('../../data/olist/company/ruleset.yaml', import.meta.url), 'utf8')
  .replace('ruleset: 2018-first', 'ruleset: 2027-open')
  .replace('2026-11-24T09:00:00Z', '2026-11-24T09:00:00Z')
  .replace(
    /calendar:\n(?: {2}.*\n)+/,
    `calendar:
  months: { first: 2027-01 }
  quarters: { first: 2027-Q1 }
  weeks: { first: 2027-W01 }
  pay_periods: { first: 2027-P01, year_begins: 2026-12-28, weeks: [4, 4, 5] }
`,
  )
  .replace('{ department: 100, unit: 30 }', '{ department: 100, unit: 30, weeks: { department: 50, unit: 10 } }');
const rulesets = rulesetsOf([parseRuleset(text)]);

/** Of each metric 60 cases in each of two weeks: of the first promise 57 hits in week 6 and 54 in week 7. */
const DAYS = { '2027-02-10': 57, '2027-02-17': 54 };

const indexes = () =>
  new LiveIndexes({
    counts: countsReader(database),
    rulesets,
    clock: today,
    frozen: frozenResults(database),
  });

let server: RunningServer;
let scoring: ScoringServiceClient;
let bonus: BonusInputServiceClient;

beforeAll(async () => {
  await emptyCounts();
  const take = scoringDoor();
  const last = new Map<Source, RawBatch>();
  for (const [source, rules] of parseRuleset(text).departments) {
    const cells = Object.entries(DAYS).flatMap(([day, hits]) =>
      rules.map(({ metric }) => ({ metric, unit: 'unattributed', day, hits, misses: 60 - hits })),
    );
    const completeThrough = Date.parse('2028-01-01T00:00:00Z');
    const feeds = [{ feed: `${source}-feed`, completeThrough, origin: 'REPORTED' as const }];
    const batch = sealed(source, { cells, feeds, after: last.get(source) });
    last.set(source, batch);
    await take(source, batch);
  }
  const live = indexes();
  const counts = countsReader(database);
  const noReceipts = async () => {
    throw new Error('no receipt is asked for here');
  };
  const metrics = { snapshotsTotal: { inc: () => undefined } } as never;
  server = await start([
    scoringService({ indexes: live, clock: today, counts, askSource: noReceipts as never, run: 'test' }),
    bonusService({ database, metrics, rulesets, clock: today, engine: 'cx-index test' }),
  ]);
  scoring = client(ScoringServiceClient, `127.0.0.1:${server.port}`, 'all');
  bonus = client(BonusInputServiceClient, `127.0.0.1:${server.port}`, 'all');
});

afterAll(async () => {
  scoring.close();
  bonus.close();
  await server.drain(100);
});

const get = (period: string) =>
  call(scoring, 'getIndex', { name: `departments/delivery/indexes/${period}`, view: View.VIEW_BASIC, atLeast: '' });
const counted = ({ metrics }: Awaited<ReturnType<typeof get>>) =>
  metrics.map(({ accountable }) => [accountable?.hits, accountable?.cases]);
const list = async (filter: string) => {
  const request = { parent: 'departments/delivery', filter, orderBy: '', pageSize: 0, pageToken: '' };
  const answer = await call(scoring, 'listIndexes', request);
  return answer.indexes.map(({ name }) => name.replace('departments/delivery/indexes/', ''));
};
const reasonOf = (answer: Promise<unknown>) =>
  answer.then(
    () => 'it was answered',
    (error: unknown) => refusalOf(error)?.reason,
  );

describe('an index over gRPC', () => {
  it('of an ISO week counts Monday to Sunday, by the minimum volume of weeks', async () => {
    const week = await get('2027-W06');
    expect([week.firstDay, week.lastDay, week.datedBy]).toEqual([
      '2027-02-08',
      '2027-02-14',
      expect.stringContaining('week of the'),
    ]);
    expect(counted(week)).toEqual([
      [57n, 60n],
      [57n, 60n],
    ]);
    expect(week.indexE4).toBeDefined();
    expect(counted(await get('2027-W07'))[0]).toEqual([54n, 60n]);
  });

  it('of a quarter adds up its weeks, and is open while its days are', async () => {
    const quarter = await get('2027-Q1');
    expect([quarter.firstDay, quarter.lastDay]).toEqual(['2027-01-01', '2027-03-31']);
    expect(counted(quarter)[0]).toEqual([111n, 120n]);
    expect(quarter.state).toBe(1); // OPEN
    // By the minimum of all kinds, 100 cases, which a week alone would miss.
    expect(quarter.indexE4).toBeDefined();
    expect(quarter.ruleset).toBe('2027-open');
  });

  it('of a pay period has the days that the ruleset gives it', async () => {
    const pay = await get('2027-P02');
    expect([pay.firstDay, pay.lastDay]).toEqual(['2027-01-25', '2027-02-21']);
    expect(counted(pay)[0]).toEqual([111n, 120n]);
    expect(pay.datedBy).toContain('pay period of the');
  });

  it('of the present month is there without a ruleset that names its last month', async () => {
    expect(counted(await get('2027-02'))[0]).toEqual([111n, 120n]);
    expect((await get('2027-12')).notMeasuredReason).toBe('TOO_FEW_CASES');
  });

  it.each([
    ['a month before the calendar', '2026-12', 'PERIOD_NOT_IN_CALENDAR'],
    ['a kind of period that no ruleset names', '2027', 'PERIOD_NOT_IN_CALENDAR'],
    ['a week that its year does not have', '2027-W53', 'PERIOD_INVALID'],
    ['a pay period that its year does not have', '2027-P13', 'PERIOD_INVALID'],
  ])('is refused for %s', async (_, period, reason) => {
    expect(await reasonOf(get(period))).toBe(reason);
  });
});

describe('what visits all periods of an open calendar', () => {
  it('lists those that have begun: months, or the kind that the filter names', async () => {
    expect(await list('')).toEqual(['2027-01', '2027-02']);
    expect(await list('kind = quarter')).toEqual(['2027-Q1']);
    expect(await list('period >= "2027-W06"')).toEqual(['2027-W06', '2027-W07']);
    expect(await list('kind = pay_period AND measured = true')).toEqual(['2027-P02']);
    expect(await list('kind = year')).toEqual([]);
  });

  it('compares a week with the week before, and explains it', async () => {
    const [from, to] = ['2027-W06', '2027-W07'].map((name) => `departments/delivery/indexes/${name}`) as [
      string,
      string,
    ];
    const { changeE4, parts } = await call(scoring, 'compareIndexes', { from, to, unitDepth: 0 });
    expect(changeE4).toBeLessThan(0n);
    expect(parts.reduce((sum, { pointsE4 }) => sum + pointsE4, 0n)).toBe(changeE4);
    const { root, index } = await call(scoring, 'explainIndex', { name: to });
    expect(root?.pointsE4).toBe(index?.indexE4);
    expect(root?.children[0]?.evidenceFilter).toContain('first_day = "2027-02-15" AND last_day = "2027-02-21"');
    const asked = { parent: to, groupBy: 'metric', compareWith: '', metric: '' };
    const { groups } = await call(scoring, 'listMisses', asked);
    expect(groups.map(({ misses, missesBefore }) => [misses, missesBefore])).toEqual([
      [6n, 3n],
      [6n, 3n],
    ]);
  });

  it('publishes the weeks, months, quarters and pay periods that have begun', async () => {
    const kafka = new MemoryKafka();
    const publisher = new IndexPublisher(indexes(), kafka, encodeIndex, today);
    // 2 months, 1 quarter, 7 weeks from 4 January on, 2 pay periods, each of 4 departments.
    expect(await publisher.publish()).toBe((2 + 1 + 7 + 2) * 4);
  });
});

describe('bonus inputs of a week', () => {
  const period = 'periods/2027-W06';

  it('are refused while a case of the week can still become due, and frozen once none can', async () => {
    const request = { period, requestId: randomUUID(), reason: 'FIRST', requestedBy: 'hr', expectedLatestVersion: 0 };
    expect(await reasonOf(call(bonus, 'createSnapshot', request))).toBe('NOT_MATURED');
    const before = today.at;
    today.at = Date.parse('2027-06-01T12:00:00Z');
    const frozen = await call(bonus, 'createSnapshot', request).finally(() => {
      today.at = before;
    });
    expect(frozen.name).toBe(`${period}/snapshots/1`);
    const delivery = frozen.inputs.find(({ department }) => department.endsWith('delivery'));
    expect(delivery?.indexE4).toBe((await get('2027-W06')).indexE4);
  });
});
