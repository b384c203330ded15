import { createHash } from 'node:crypto';
import type { Reason } from '#libs/domain/error.js';
import type { Database } from '#libs/postgres/database.js';
import type { Provocation } from './provocation.js';
import { SHARD, validRequest } from './valid.js';

const BATCH = Buffer.from('a sealed batch');
export const BATCH_SHA256 = createHash('sha256').update(BATCH).digest();

/** A shard whose batches 1 to 4 were deleted; batch 5 is stored. */
export async function storeOneBatch(source: Database): Promise<void> {
  await source.execute(`insert into own_shard values ('observations', 1, 1, now(), 6, $1, 0, 0, now(), '', 1, 0)`, [
    BATCH_SHA256,
  ]);
  await source.execute(`insert into batch values ('observations', 1, 1, 5, $1, now(), '{}', $2)`, [
    BATCH_SHA256,
    BATCH,
  ]);
}

/** The ref of a case that cannot be erased yet. */
const WAITING_REF = Buffer.alloc(16, 9);

/** The id of cases that are erased: an order, a contact, and an article of the own department. */
export const ERASED_ID = 'erased';

/** The tombstones of these cases. */
export async function storeErasedCases(source: Database, refs: readonly (Buffer | undefined)[]): Promise<void> {
  for (const ref of refs) await source.execute('insert into erased_case values ($1, now(), true)', [ref]);
}

/** A case with an evaluation that waits. */
export async function storeWaitingCase(source: Database): Promise<void> {
  await source.execute('insert into case_file values ($1, 1)', [WAITING_REF]);
  await source.execute(
    `with metric as (
       insert into judged_metric (metric, definition) values ('delivered_by_first_promise', 1)
       on conflict (metric, definition) do update set metric = excluded.metric returning metric_number
     ), unit as (
       insert into judged_unit (unit) values ('area/sp') on conflict (unit) do update set unit = excluded.unit returning unit_number
     )
     insert into question (case_number, due_at, day, unit_number, metric_number, state)
     select case_number, now(), '2018-06-01', unit_number, metric_number, 1 from case_file, metric, unit where case_ref = $1`,
    [WAITING_REF],
  );
}

/** From now on every insert and update fails as on a full disk. */
export async function fillDisk(database: Database, tables: readonly string[]): Promise<() => Promise<unknown>> {
  await database.execute(`create or replace function disk_full() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`);
  for (const table of tables)
    await database.execute(`create trigger disk_full before insert or update on ${table} execute function disk_full()`);
  return async () => {
    for (const table of tables) await database.execute(`drop trigger disk_full on ${table}`);
  };
}

const observations = validRequest('x/ListObservations') as object;
const charged = validRequest('x/ListChargedCases') as object;
const asking = (...requests: object[]): Provocation => ({ requests: requests as Provocation['requests'] & object });

export const SOURCE: Readonly<Record<string, Partial<Record<Reason, Provocation>>>> = {
  DeclareComplete: { TIME_OUT_OF_RANGE: asking({ completeThrough: '1999-12-31T00:00:00Z' }) },
  DeclareDefaults: {
    ORIGIN_MISSING: asking({ origin: 9 }),
    ZONE_UNKNOWN: asking({ zone: 'Mars/Olympus' }),
  },
  ListFeeds: {},
  GetReceipt: { RECEIPT_INVALID: asking({ receipt: 'no receipt' }) },
  ListObservations: {
    METRIC_UNKNOWN: asking({ ...observations, metric: 'happiness' }),
    DAY_INVALID: asking({ ...observations, lastDay: '2018-02-30' }),
    UNIT_INVALID: asking({ ...observations, unit: 'Area' }),
    FILTER_INVALID: asking({ ...observations, outcome: 9 }, { ...observations, responsible: 'The Warehouse' }),
    PAGE_INVALID: asking({ ...observations, pageSize: -1 }),
  },
  ListChargedCases: {
    NAME_INVALID: asking({ ...charged, party: 'warehouse' }, { ...charged, party: 'parties/The Warehouse' }),
    METRIC_UNKNOWN: asking({ ...charged, metric: 'happiness' }),
    DAY_INVALID: asking({ ...charged, firstDay: '2018-02-30' }, { ...charged, lastDay: '' }),
    PAGE_INVALID: asking({ ...charged, pageSize: -1 }, { ...charged, pageToken: 'no token' }),
  },
  ListDue: {
    METRIC_UNKNOWN: asking({ metric: 'happiness' }),
    FILTER_INVALID: asking({ within: '0s' }, { within: '-86400s' }, { outlook: 9 }),
    PAGE_INVALID: asking({ pageSize: -1 }, { pageToken: 'no token' }),
  },
  WatchDue: {
    METRIC_UNKNOWN: asking({ metric: 'happiness' }),
    FILTER_INVALID: asking({ within: '0s' }, { mostCases: -1 }),
  },
  GetIntakeStatus: {},
  EraseCase: {
    CASE_ID_INVALID: asking({ reason: 'request 1' }, { caseRef: 'AAAA', reason: 'request 1' }),
    REASON_MISSING: asking({ caseId: 'o' }),
    CASE_WAITS: asking({ caseRef: WAITING_REF.toString('base64'), reason: 'request 1' }),
  },
  ListErasedCases: { PAGE_INVALID: asking({ pageSize: -1 }, { pageToken: 'no token' }) },
  ListShards: {},
  StreamBatches: {
    SHARD_UNKNOWN: asking({ ...SHARD, shard: 77, firstNumber: 1 }, { shard: 1, epoch: 1 }),
    BATCH_EXPIRED: asking({ ...SHARD, firstNumber: 4 }),
  },
  AcknowledgeBatches: {
    SHARD_UNKNOWN: asking({ shard: 1, epoch: 1, throughNumber: 5 }),
    BATCH_FORKED: asking({ ...SHARD, throughNumber: 5, throughSha256: 'AAAA' }),
  },
};
