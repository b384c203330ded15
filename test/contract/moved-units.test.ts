import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { Sealer } from '#libs/batches/source/seal.js';
import { listEvidence } from '#libs/cases/evidence/evidence.js';
import { traceVerdicts } from '#libs/cases/evidence/trace.js';
import { rulesAt } from '#libs/cases/rules/rules-in-force.js';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { ScoringServiceClient, View } from '#libs/contracts/cx/scoring/v1/scoring.js';
import type { PublishedDocument } from '#libs/documents/published-document.js';
import { call } from '#libs/grpc/client.js';
import type { Database } from '#libs/postgres/database.js';
import { LiveIndexes } from '#services/scoring/answers/live-index.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { TestClock } from '#services/scoring/fixtures/served.js';
import { scoringService } from '#services/scoring/grpc/scoring/scoring-service.js';
import { parseRuleset } from '#services/scoring/rulesets/ruleset.js';
import { rulesetsOf } from '#services/scoring/rulesets/rulesets.js';
import { verifyCounts } from '#services/scoring/verify/verify-counts.js';
import { company, metrics, type Published, published } from '#test/rules/documents.js';
import { client } from '#test/stack/client.js';
import { bytesOf, freshSupport, report, settle, supportProcess, takeDocuments } from './cases/rejudging.js';
import { start } from './reasons/servers.js';
import { INSTALLATION, database as scoringDatabase, scoringDoor, setScoringUp } from './scoring-bench.js';

setScoringUp();

type Units = readonly { readonly unit: string; readonly of?: string }[];

const listing = (validFrom: string, units: Units): Published => [
  'departments',
  { valid_from: validFrom, departments: { support: { units } } },
];
const AT_FIRST = listing('2018-01-01', [{ unit: 'team/a' }]);
/** Team a belongs to Berlin from a day on. */
const movedOn = (validFrom: string) => listing(validFrom, [{ unit: 'berlin' }, { unit: 'team/a', of: 'berlin' }]);
const documents = (...some: readonly Published[]): PublishedDocument[] =>
  published(
    company(),
    metrics({ first_response_in_time: [{ valid_from: '2018-01-01', limit: { minutes: 60 } }] }),
    ...some,
  );

/** Two days of contacts. By 60 minutes those of the last hour of a day count on the next one: 69 of them on 1 March. */
const ALL = Array.from({ length: 144 }, (_, number) => number);
const ON_FIRST_DAY = 69n;
const ON_SECOND_DAY = 72n;
const ON_THIRD_DAY = 3n;
/** One of ten is answered too late. */
const minutes = (number: number) => (number % 10 === 0 ? 90 : 10);

let support: Awaited<ReturnType<typeof freshSupport>>;
const department = supportProcess();
beforeEach(async () => {
  support = await freshSupport();
});
afterEach(() => support.stop());

/** Every version of the verdicts of each day, by unit. */
const versions = (database: Database) =>
  database.query<{ day: string; unit: string; version: number; rows: bigint }>(
    `select day::text, unit, version, count(*) as rows from observation
     group by day, unit, version order by day, unit, version`,
  );
const row = (day: string, unit: string, version: number, rows: bigint) => ({ day, unit, version, rows });

describe('a unit that belongs to another', () => {
  it('is counted in it from the first day of the document on', async () => {
    const { database } = support;
    await takeDocuments(database, documents(AT_FIRST, movedOn('2018-03-02')));
    await report(database, department, ALL, minutes);
    await settle(database, department);
    expect(await versions(database)).toEqual([
      row('2018-03-01', 'team/a', 1, ON_FIRST_DAY),
      row('2018-03-02', 'berlin/a', 1, ON_SECOND_DAY),
      row('2018-03-03', 'berlin/a', 1, ON_THIRD_DAY),
    ]);
  });

  it('moves by a document for the past: every verdict of those days is retracted and recorded once', async () => {
    const { database } = support;
    await takeDocuments(database, documents(AT_FIRST));
    await report(database, department, ALL, minutes);
    await settle(database, department);
    const corrected = documents(AT_FIRST, movedOn('2018-03-02'));
    for (let times = 0; times < 2; times += 1) {
      await takeDocuments(database, corrected);
      await settle(database, department);
    }
    expect(await versions(database)).toEqual([
      row('2018-03-01', 'team/a', 1, ON_FIRST_DAY),
      row('2018-03-02', 'berlin/a', 1, ON_SECOND_DAY),
      row('2018-03-02', 'team/a', 1, ON_SECOND_DAY),
      row('2018-03-02', 'team/a', 2, ON_SECOND_DAY),
      row('2018-03-03', 'berlin/a', 1, ON_THIRD_DAY),
      row('2018-03-03', 'team/a', 1, ON_THIRD_DAY),
      row('2018-03-03', 'team/a', 2, ON_THIRD_DAY),
    ]);
  });

  it('moves by a document for the future: it changes no byte of the past', async () => {
    const { database } = support;
    await takeDocuments(database, documents(AT_FIRST));
    await report(database, department, ALL, minutes);
    await settle(database, department);
    const before = await bytesOf(database);
    await takeDocuments(database, documents(AT_FIRST, movedOn('2018-07-01')));
    expect(await settle(database, department)).toBe(ALL.length);
    expect(await bytesOf(database)).toBe(before);
  });

  it('is named in the evidence as it was reported, with the version of the document that moves it', async () => {
    const { database } = support;
    await takeDocuments(database, documents(AT_FIRST, movedOn('2018-03-02')));
    await report(database, department, ALL, minutes);
    await settle(database, department);
    const days = { firstDay: '2018-03-01', lastDay: '2018-03-02' };
    const metric = 'first_response_within_60_minutes';
    const question = { source: 'support', metric, definition: 0, unit: '', outcome: '', responsible: '' } as const;
    const { evidence } = await listEvidence(database, { ...question, ...days }, 200, '');
    const trace = traceVerdicts(database, department.judge, rulesAt('support'));
    const traced = await Promise.all(
      evidence.map(async ({ verdict, rulesPosition, facts }) => {
        const { reportedUnit, documents: by } = await trace({ ...verdict, rulesPosition }, facts);
        return [verdict.day, verdict.unit, reportedUnit, by].join('; ');
      }),
    );
    expect([...new Set(traced)]).toEqual([
      '2018-03-01; team/a; ; metrics 1, company 1, departments 1',
      '2018-03-02; berlin/a; team/a; metrics 1, company 1, departments 2',
    ]);
  });
});

const RULESET = stringify({
  ...{ ruleset: 'support-only', zone: 'Etc/UTC', published_at: '2018-01-01T00:00:00Z' },
  ...{ calendar: { months: { first: '2018-03' } }, minimum_cases: { department: 100, unit: 30 } },
  minimum_coverage_bp: 5_000,
  departments: {
    support: [
      {
        ...{ metric: 'first_response_in_time', definition: 1, weight_bp: 10_000 },
        ...{ floor_ppm: 500_000, target_ppm: 900_000, world_class_ppm: 1_000_000 },
      },
    ],
  },
});

describe('the index of the unit above', () => {
  it('holds the cases of a unit that belongs to it, after the document has changed too', async () => {
    const { database } = support;
    const rulesets = rulesetsOf([parseRuleset(RULESET, CATALOGUE)]);
    const counts = countsReader(scoringDatabase);
    const clock = new TestClock();
    const indexes = new LiveIndexes({ counts, rulesets, clock });
    const askSource = () => Promise.reject(new Error('no receipt is asked for here'));
    const server = await start([scoringService({ indexes, clock, counts, askSource, run: 'test' })]);
    const scoring = client(ScoringServiceClient, `127.0.0.1:${server.port}`, 'all');
    const casesOf = async (unit: string) => {
      const name = `departments/support/units/${unit}/indexes/2018-03`;
      const { metrics: of } = await call(scoring, 'getIndex', { name, view: View.VIEW_FULL, atLeast: '' });
      return of[0]?.accountable?.cases;
    };
    const door = scoringDoor();
    const sealer = new Sealer({
      ...{ store: new PostgresSourceStore(database), installation: INSTALLATION, source: 'support' },
      ...{ readFeeds: async () => [], countWaiting: async () => [] },
    });
    const deliver = async () => {
      await sealer.pass('observations', 1);
      const rows = await database.query<{ epoch: number; number: bigint; bytes: Buffer }>(
        "select epoch, number, bytes from batch where carries = 'observations' order by epoch, number",
      );
      await door('support', ...rows.map((one) => ({ ...one, fromSource: true })));
    };
    try {
      await takeDocuments(database, documents(AT_FIRST));
      await report(database, department, ALL, minutes);
      await settle(database, department);
      await deliver();
      expect(await casesOf('team')).toBe(144n);
      await expect(casesOf('berlin')).rejects.toThrow('nothing was ever counted');

      await takeDocuments(database, documents(AT_FIRST, movedOn('2018-01-01')));
      await settle(database, department);
      await deliver();
      clock.goOn();
      expect(await casesOf('berlin')).toBe(144n);
      expect(await casesOf('berlin~a')).toBe(144n);
      await expect(casesOf('team')).rejects.toThrow('nothing was ever counted');
      expect((await verifyCounts(scoringDatabase)).equal).toBe(true);
    } finally {
      scoring.close();
      await server.drain(100);
    }
  });
});
