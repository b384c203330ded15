import { createHash, randomUUID } from 'node:crypto';
import type { JsonValue } from '@bufbuild/protobuf';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { Reason } from '#libs/domain/error.js';
import { database } from '../scoring-bench.js';
import type { Provocation } from './provocation.js';
import { fillDisk } from './provoke-sources.js';
import { AFTER_REVIEW, seedPeriod } from './seed-period.js';

type Json = { [key: string]: JsonValue };

/** A month that is closed by SQL: ordering is payable, delivery is not. */
const CLOSED = '2016-11';
const OPEN = '2016-12';
const FIRST_CLAIM = '00000000-0000-4000-8000-000000000e01';

const HASH = Buffer.alloc(32, 9).toString('base64');
export const CLAIM: Json = {
  ...{ name: `periods/${CLOSED}/snapshots/3`, requestId: randomUUID(), purpose: 'EXPORT_PURPOSE_RESULT' },
  ...{ departments: ['departments/ordering'], profile: 'generic-csv', profilesSha256: HASH, fileSha256: HASH },
};

async function closed(): Promise<void> {
  const { hash } = await seedPeriod({ month: CLOSED, approvers: ['hanna', 'finn'] });
  const [row] = await database.query('select from snapshot where period = $1 and version = 3', [CLOSED]);
  if (row !== undefined) return;
  const line = (department: string, notPayableReasons: readonly string[]) => ({ department, notPayableReasons });
  const content = Buffer.from(
    canonicalJson({
      ...{ period: CLOSED, version: 3, state: 'CLOSED', ruleset: '2018-first', approvedSha256: hash.toString('hex') },
      inputs: [line('ordering', []), line('delivery', ['HELD'])].map((one) => ({ ...one, metrics: [] })),
    }),
  );
  const sha256 = createHash('sha256').update(content).digest();
  await database.transaction(async (tx) => {
    await tx.execute(
      `insert into snapshot (period, version, content, content_sha256, request_id, request_sha256, requested_by, made_by, created_at)
       values ($1, 3, $2, $3, gen_random_uuid(), $3, 'hr', 'mia', $4)`,
      [CLOSED, content, sha256, new Date(AFTER_REVIEW)],
    );
    await tx.execute(
      `insert into period_event select $1, max(number) + 1, 7, gen_random_uuid(), sha256('close'), now(), 'fay', '{}', '', null, 3, $2, null, '{}', '{}', null
       from period_event where period = $1`,
      [CLOSED, sha256],
    );
  });
}

const claimed =
  (also: () => Promise<unknown> = async () => undefined) =>
  async () => {
    await closed();
    await also();
    return async () => {};
  };

/** Another person has claimed ordering for its weights. */
async function claimedBefore(): Promise<void> {
  await database.execute(
    `insert into export_claim (period, version, department, purpose, pool, request_id, request_sha256, profile, profiles_sha256, file_sha256, claimed_by)
     select $1, 3, 'ordering', 2, '', $2, sha256('a'), 'weights', sha256('b'), sha256('c'), 'hugo'
     where not exists (select from export_claim where request_id = $2)`,
    [CLOSED, FIRST_CLAIM],
  );
}

/** The closed month has a record, and no ruleset names the month. */
async function recorded() {
  await closed();
  await database.execute(
    `insert into bonus_record
     select 'ordering', 900, $1, 3, '{}', sha256(convert_to(E'cx-index/bonus-record/1\n', 'UTF8') || '{}'), sha256('x')
     where not exists (select from bonus_record where position = 900)`,
    [CLOSED],
  );
  return async () => {};
}

const sent = (change: Json, before: Provocation['before'] = claimed()): Provocation => ({
  requests: [{ ...CLAIM, requestId: randomUUID(), ...change }],
  before,
});

const STATEMENT: Partial<Record<Reason, Json>> = {
  NAME_INVALID: { name: 'statements/2018-05' },
  PERIOD_INVALID: { name: 'departments/delivery/statements/May' },
  SNAPSHOT_UNKNOWN: { name: 'departments/delivery/statements/2018-03', version: 99 },
  DEPARTMENT_UNKNOWN: { name: `departments/marketing/statements/${CLOSED}` },
  // These servers make no records.
  RECORDS_NOT_MADE: { name: `departments/delivery/statements/${CLOSED}` },
};

function ofStatement(more: Json): Partial<Record<Reason, Provocation>> {
  const rows = Object.entries(STATEMENT).map(([reason, request]) => {
    return [reason, { requests: [{ ...request, ...more }], before: claimed() }];
  });
  const request = { name: `departments/ordering/statements/${CLOSED}`, ...more };
  return { ...Object.fromEntries(rows), PERIOD_NOT_IN_CALENDAR: { requests: [request], before: recorded } };
}

export const EXPORTS: Readonly<Record<string, Partial<Record<Reason, Provocation>>>> = {
  ClaimExport: {
    NAME_INVALID: sent({ name: 'periods/2018-05' }),
    PERIOD_INVALID: sent({ name: 'periods/May/snapshots/1' }),
    VERSION_NOT_NAMED: sent({ name: `periods/${CLOSED}/snapshots/latest` }),
    REQUEST_ID_INVALID: sent({ requestId: 'seven' }),
    EXPORT_INVALID: sent({ fileSha256: '' }),
    SNAPSHOT_UNKNOWN: sent({ name: `periods/${CLOSED}/snapshots/9` }),
    DEPARTMENT_UNKNOWN: sent({ departments: ['departments/marketing'] }),
    EXPORT_NOT_CLOSED: sent({ name: `periods/${OPEN}/snapshots/2` }, async () => {
      await seedPeriod({ month: OPEN });
      return async () => {};
    }),
    EXPORT_NOT_ADJUSTED: sent({ purpose: 'EXPORT_PURPOSE_CORRECTION', pool: 'br-brl' }),
    EXPORT_NOT_PAYABLE: sent({ departments: ['departments/delivery'] }),
    EXPORT_CLAIMED: sent({ purpose: 'EXPORT_PURPOSE_WEIGHT' }, claimed(claimedBefore)),
    REQUEST_ID_REUSED: sent({ requestId: FIRST_CLAIM }, claimed(claimedBefore)),
    STORE_FULL: sent({}, async () => {
      await closed();
      return fillDisk(database, ['export_claim']);
    }),
  },
  GetStatement: ofStatement({}),
  GetStatementFile: {
    ...ofStatement({ format: 'html' }),
    FORMAT_INVALID: { requests: [{ name: 'departments/delivery/statements/2018-03', format: 'docx' }] },
  },
  GetSnapshotFile: {
    NAME_INVALID: { requests: [{ name: 'periods/2018-05', format: 'csv' }] },
    PERIOD_INVALID: { requests: [{ name: 'periods/May/snapshots/1', format: 'csv' }] },
    SNAPSHOT_UNKNOWN: { requests: [{ name: `periods/${CLOSED}/snapshots/9`, format: 'csv' }] },
    FORMAT_INVALID: { requests: [{ name: `periods/${CLOSED}/snapshots/3`, format: 'pdf' }], before: claimed() },
    RECORDS_NOT_MADE: {
      requests: [{ name: `periods/${OPEN}/snapshots/2`, format: 'xlsx' }],
      before: async () => {
        await seedPeriod({ month: OPEN });
        return async () => {};
      },
    },
    PERIOD_NOT_IN_CALENDAR: { requests: [{ name: `periods/${CLOSED}/snapshots/3`, format: 'xlsx' }], before: recorded },
  },
};
