import { createHash, randomUUID } from 'node:crypto';
import type { JsonValue } from '@bufbuild/protobuf';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import type { Reason } from '#libs/domain/error.js';
import { BUILT_IN_DEPARTMENTS, type BuiltInSource } from '#libs/domain/observation.js';
import { Database } from '#libs/postgres/database.js';
import { FIRST } from '#services/scoring/fixtures/real-orders.js';
import { type Counted, database, databaseUrl, emptyCounts, scoringDoor, sealed } from '../scoring-bench.js';
import type { Provocation } from './provocation.js';
import { VOIDED } from './provoke-periods.js';
import { fillDisk } from './provoke-sources.js';
import { AFTER_REVIEW, seedPeriod } from './seed-period.js';
import { clock } from './servers.js';
import { untilOneWaits } from './until-one-waits.js';

const COMPLETE = Date.parse('2018-12-01T00:00:00Z');
const JUNE = Date.parse('2018-06-01T12:00:00Z');
const AFTER_ALL = Date.parse('2018-12-02T00:00:00Z');

/** Snapshots can never be removed, so every provocation that makes one has a month of its own. */
const [RACE, REUSED, LATEST, FULL] = ['2018-01', '2018-02', '2018-03', '2018-04'];
const MONTH = 'periods/2018-05';

const ofPeriod = (field: string): Partial<Record<Reason, Provocation>> => ({
  NAME_INVALID: { requests: [{ [field]: 'May 2018' }] },
  PERIOD_INVALID: { requests: [{ [field]: 'periods/May' }] },
});
const ofSnapshot = (format: { [key: string]: string }): Partial<Record<Reason, Provocation>> => ({
  NAME_INVALID: { requests: [{ name: 'May 2018', ...format }] },
  PERIOD_INVALID: { requests: [{ name: 'periods/May/snapshots/1', ...format }] },
  SNAPSHOT_UNKNOWN: { requests: [{ name: `${MONTH}/snapshots/7`, ...format }] },
});

const create = (period: string, change: { [key: string]: JsonValue } = {}): JsonValue => ({
  ...{ period, requestId: randomUUID(), reason: 'FIRST', requestedBy: 'hr' },
  ...change,
});
const creating = (...requests: JsonValue[]): Provocation => ({ requests });
const guard = (before: NonNullable<Provocation['before']>): Provocation => ({ ...creating(create(MONTH)), before });

/** Sets the clock for one call. */
async function at(now: number): Promise<() => Promise<void>> {
  clock.at = now;
  return async () => {
    clock.at = JUNE;
  };
}

/** 200 cases of every metric in a month, and every feed complete: every guard is met. */
async function wholeMonth(month: string | undefined): Promise<() => Promise<void>> {
  await emptyCounts();
  const take = scoringDoor();
  const { departments } = FIRST;
  for (const source of BUILT_IN_DEPARTMENTS) {
    const cells = (departments.get(source) ?? []).map(
      ({ metric }): Counted => ({ metric, unit: 'unattributed', day: `${month}-10`, hits: 180, misses: 20 }),
    );
    const feeds = [{ feed: `${source}-feed`, completeThrough: COMPLETE, origin: 'REPORTED' as const }];
    await take(source, sealed(source, { cells, feeds }));
  }
  return at(AFTER_ALL);
}

/** What arrives of the first two batches of a source, and of another first one. */
async function twoBatches(
  arriving: (first: RawBatch, second: RawBatch, fork: RawBatch) => readonly RawBatch[],
): Promise<() => Promise<void>> {
  await emptyCounts();
  const source: BuiltInSource = 'delivery';
  const first = sealed(source, {});
  const second = sealed(source, { after: first });
  await scoringDoor()(source, ...arriving(first, second, sealed(source, {})));
  return async () => void (await emptyCounts());
}

/** Another transaction has added the first version of the month and commits while the call waits for it. */
async function raced(): Promise<() => Promise<unknown>> {
  const back = await wholeMonth(RACE);
  const other = new Database({ url: databaseUrl, name: 'other', poolSize: 1 });
  const content = Buffer.from('{}');
  const sha256 = createHash('sha256').update(content).digest();
  let commit = () => {};
  const committed = new Promise<void>((resolve) => {
    commit = resolve;
  });
  let added = () => {};
  const isAdded = new Promise<void>((resolve) => {
    added = resolve;
  });
  const done = other.transaction(async (tx) => {
    await tx.execute(`insert into snapshot values ($1, 1, $2, $3, $4, $3, 'other', now())`, [
      ...[RACE, content, sha256, randomUUID()],
    ]);
    added();
    await committed;
  });
  await isAdded;
  const awaited = untilOneWaits(database).then(commit);
  return async () => {
    await Promise.all([awaited, done]);
    await other.close();
    await back();
  };
}

/** A month whose cut-off has come, and a source that has sealed nothing since. */
async function notSealedSince(): Promise<() => Promise<void>> {
  await wholeMonth('2017-04');
  await seedPeriod({ month: '2017-04', versions: 1 });
  return at(AFTER_REVIEW);
}

export const BONUS: Readonly<Record<string, Partial<Record<Reason, Provocation>>>> = {
  CheckPeriod: ofPeriod('name'),
  CreateSnapshot: {
    NAME_INVALID: creating(create('May 2018')),
    PERIOD_INVALID: creating(create('periods/May')),
    REASON_INVALID: creating(create(MONTH, { reason: 'BECAUSE' })),
    REQUEST_ID_INVALID: creating(create(MONTH, { requestId: '1' })),
    PERIOD_NOT_OVER: guard(() => at(Date.parse('2018-05-20T00:00:00Z'))),
    NOT_MATURED: guard(() => at(JUNE)),
    GRACE_NOT_OVER: guard(() => at(JUNE)),
    CUT_NOT_REACHED: { ...creating(create('periods/2017-04', { expectedLatestVersion: 1 })), before: notSealedSince },
    PERIOD_CLOSED: {
      ...creating(create('periods/2017-06')),
      before: async () => {
        await seedPeriod(VOIDED);
        return undefined;
      },
    },
    FEED_NOT_COMPLETE: guard(async () => {
      await emptyCounts();
      return at(AFTER_ALL);
    }),
    COVERAGE_TOO_LOW: guard(() => at(AFTER_ALL)),
    RULESET_NOT_BOUND: creating(create('periods/2031-01')),
    BATCHES_MISSING: guard(() => twoBatches((_, second) => [second])),
    BATCHES_QUARANTINED: guard(() => twoBatches((first, _, fork) => [first, fork])),
    VERSION_NOT_LATEST: { ...creating(create(`periods/${LATEST}`, { expectedLatestVersion: 3 })) },
    REQUEST_ID_REUSED: {
      requests: [REUSED].flatMap((month) => {
        const requestId = randomUUID();
        return ['FIRST', 'LATE_DATA'].map((reason) => create(`periods/${month}`, { requestId, reason }));
      }),
      before: () => wholeMonth(REUSED),
    },
    SNAPSHOT_RACE: { ...creating(create(`periods/${RACE}`)), before: raced },
    STORE_FULL: {
      ...creating(create(`periods/${FULL}`)),
      before: async () => {
        const back = await wholeMonth(FULL);
        const emptied = await fillDisk(database, ['snapshot']);
        return async () => {
          await emptied();
          await back();
        };
      },
    },
  },
  GetSnapshot: ofSnapshot({}),
  ListSnapshots: { ...ofPeriod('parent'), PAGE_INVALID: { requests: [{ parent: MONTH, pageSize: -1 }] } },
  ExportSnapshot: {
    ...ofSnapshot({ format: 'csv' }),
    VERSION_NOT_NAMED: { requests: [{ name: `${MONTH}/snapshots/latest`, format: 'csv' }] },
    // The snapshot was made for REQUEST_ID_REUSED.
    FORMAT_INVALID: { requests: [{ name: `periods/${REUSED}/snapshots/1`, format: 'pdf' }] },
  },
  ExportRecords: {
    ...ofSnapshot({}),
    VERSION_NOT_NAMED: { requests: [{ name: `${MONTH}/snapshots/latest` }] },
    // These servers make no records.
    RECORDS_NOT_MADE: { requests: [{ name: `periods/${REUSED}/snapshots/1` }] },
  },
};
