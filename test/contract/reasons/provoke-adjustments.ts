import { randomUUID } from 'node:crypto';
import type { JsonValue } from '@bufbuild/protobuf';
import type { Reason } from '#libs/domain/error.js';
import { Database } from '#libs/postgres/database.js';
import { aLine } from '#services/scoring/fixtures/stated-content.js';
import { recordsOfRestated } from '#services/scoring/records/records-of-restated.js';
import { database, databaseUrl, emptyCounts, scoringDoor, sealed } from '../scoring-bench.js';
import type { Provocation } from './provocation.js';
import { fillDisk } from './provoke-sources.js';
import { restatedBy, withoutSigner } from './sealing.js';
import { AFTER_ALL, hashOf, requestOf, type SeedClosed, seedClosed } from './seed-adjustments.js';
import { clock } from './servers.js';
import { untilOneWaits } from './until-one-waits.js';

type Json = { [key: string]: JsonValue };

/** Twelve months that nothing else names. 2018-03-12m and 2018-07-12m stay open, so that there is a period to post into. */
const OWN: SeedClosed = {
  period: '2018-01-12m',
  adjustments: [{ maker: 'approver', approvers: ['hanna', 'finn'] }],
};
const ANOTHER_ENGINE: SeedClosed = {
  period: '2018-02-12m',
  change: { inputs: [aLine('delivery', 1n, { notPayableReasons: ['HELD'] })] },
};
const ENDED: SeedClosed = {
  period: '2018-04-12m',
  adjustments: [
    { maker: 'mia', end: 'withdrawn' },
    { maker: 'mia', approvers: ['hanna', 'finn'] },
    { maker: 'mia', approvers: ['hanna', 'finn', 'hugo'], isExtra: true, end: 'posted' },
  ],
};
const CLEAN: SeedClosed = { period: '2018-05-12m' };
const READY: SeedClosed = {
  period: '2018-06-12m',
  adjustments: [{ maker: 'mia', approvers: ['approver', 'finn', 'hugo'], isExtra: true }, { maker: 'mia' }],
};
const LAST: SeedClosed = { period: '2018-08-12m', adjustments: [{ maker: 'mia', approvers: ['hanna', 'finn'] }] };
const ANOTHER_RULESET: SeedClosed = { period: '2018-08', change: { rulesetSha256: 'ff'.repeat(32) } };

const [JUNE, IN_MAY, AFTER_MAY, LONG_AFTER] = [
  ...['2018-06-01T12:00:00Z', '2018-05-20T12:00:00Z', '2018-06-02T12:00:00Z', '2020-06-01T12:00:00Z'].map(Date.parse),
] as [number, number, number, number];

interface Asked extends Omit<Provocation, 'requests' | 'before'> {
  readonly seed?: SeedClosed;
  /** Of the adjustment. */
  readonly number?: number;
  readonly at?: number;
  readonly change?: Json;
  /** Done after the period is there; what it returns is done after the call. */
  readonly also?: (seed: SeedClosed) => Promise<unknown>;
}

/** A request about a seeded period, as a caller would make it who has just read it. */
function about(
  valid: Json,
  { seed = READY, number = 2, at = AFTER_ALL, change = {}, also, ...more }: Asked = {},
): Provocation {
  const about = 'explanation' in valid ? { period: `periods/${seed.period}` } : { name: nameOf(seed, number) };
  const request: Json = { ...valid, ...about, requestId: randomUUID() };
  const before = async () => {
    clock.at = at;
    await seedClosed(seed);
    if ('contentSha256' in valid) request['contentSha256'] = (await hashOf(seed.period, number)).toString('base64');
    Object.assign(request, change);
    const after = await also?.(seed);
    return async () => {
      clock.at = JUNE;
      if (typeof after === 'function') await after();
    };
  };
  return { requests: [request], caller: 'approver', before, ...more };
}

const nameOf = ({ period }: SeedClosed, number: number) => `periods/${period}/adjustments/${number}`;

/** Another transaction adds a row and commits while the call waits for it. */
const raced = (sql: string) => async (seed: SeedClosed) => {
  const other = new Database({ url: databaseUrl, name: 'other', poolSize: 1 });
  let commit = () => {};
  const committed = new Promise<void>((resolve) => {
    commit = resolve;
  });
  let added = () => {};
  const isAdded = new Promise<void>((resolve) => {
    added = resolve;
  });
  const done = other.transaction(async (tx) => {
    await tx.execute(sql, [seed.period]);
    added();
    await committed;
  });
  await isAdded;
  const awaited = untilOneWaits(database).then(commit);
  return async () => {
    await Promise.all([awaited, done]);
    await other.close();
  };
};

/** The same adjustment as the first one, proposed again by another person. */
const PROPOSED_BY_ANOTHER = `insert into adjustment
  select period, (select max(number) + 1 from adjustment where period = $1), gen_random_uuid(), request_sha256, reason_code, reason, is_extra, supersedes,
    content, content_sha256, 'other', proposed_at
  from adjustment where period = $1 and number = 2`;
const APPROVED_BY_ANOTHER = (number: number) => `insert into adjustment_event
  select period, number, 1 + (select count(*) from adjustment_event where period = $1 and adjustment = ${number}), 1, gen_random_uuid(),
    sha256('r'), now(), gen_random_uuid()::text, '{}', '', 1, content_sha256
  from adjustment where period = $1 and number = ${number}`;

const emptied = () => emptyCounts().then(() => undefined);
/** What arrives of the first two batches of a source, and of another first one. */
const arriving = (isFork: boolean) => async () => {
  await emptyCounts();
  const first = sealed('delivery', {});
  const second = isFork ? sealed('delivery', {}) : sealed('delivery', { after: first });
  await scoringDoor()('delivery', ...(isFork ? [first, second] : [second]));
  return emptied;
};

const byName = (valid: Json): Partial<Record<Reason, Provocation>> => ({
  NAME_INVALID: about(valid, { change: { name: 'May 2018' } }),
  PERIOD_INVALID: about(valid, { change: { name: 'periods/May/adjustments/1' } }),
  PERIOD_NOT_IN_CALENDAR: about(valid, { change: { name: 'periods/2031-01/adjustments/1' } }),
  ADJUSTMENT_UNKNOWN: about(valid, { number: 99 }),
});
const ofStep = (valid: Json, number: number): Partial<Record<Reason, Provocation>> => ({
  ...byName(valid),
  REQUEST_ID_INVALID: about(valid, { change: { requestId: 'seven' } }),
  REQUEST_ID_REUSED: about(valid, { number, change: { requestId: requestOf(READY.period) } }),
  ADJUSTMENT_STATE_WRONG: about(valid, { seed: ENDED, number: 1 }),
  PERIOD_RACE: about(valid, { number, caller: 'all', also: raced(APPROVED_BY_ANOTHER(number)) }),
  STORE_FULL: about(valid, { number, also: () => fillDisk(database, ['adjustment_event']) }),
});
const ofDecision = (valid: Json): Partial<Record<Reason, Provocation>> => ({
  PERIOD_FINAL: about(valid, { at: LONG_AFTER }),
  ADJUSTMENT_STALE: about(valid, { seed: ENDED }),
  CONTENT_NOT_NEWEST: about(valid, { change: { contentSha256: Buffer.alloc(32).toString('base64') } }),
});
const inWriting = (valid: Json, field: string): Partial<Record<Reason, Provocation>> => ({
  REASON_MISSING: about(valid, { change: { [field]: '' } }),
  EVIDENCE_INVALID: about(valid, { change: { [field]: 'Ask anna@example.com.' } }),
});

const PROPOSE = { reason: 'ADJUSTMENT_REASON_LATE_DATA', explanation: 'A carrier reported late.' };
const releasing = (department: string): Json => ({
  ...{ reason: 'ADJUSTMENT_REASON_HOLD_RELEASED', releases: [`departments/${department}`] },
});
const APPROVE = { contentSha256: '', role: 'APPROVAL_ROLE_HR' };
const WITHDRAW = { reason: 'More facts will come.' };
const POST = { contentSha256: '' };

export const ADJUSTMENTS: Readonly<Record<string, Partial<Record<Reason, Provocation>>>> = {
  ProposeAdjustment: {
    ...inWriting(PROPOSE, 'explanation'),
    NAME_INVALID: about(PROPOSE, { change: { period: 'May 2018' } }),
    PERIOD_INVALID: about(PROPOSE, { change: { period: 'periods/May' } }),
    PERIOD_NOT_IN_CALENDAR: about(PROPOSE, { change: { period: 'periods/2031-01' } }),
    REQUEST_ID_INVALID: about(PROPOSE, { change: { requestId: 'seven' } }),
    REQUEST_ID_REUSED: about(PROPOSE, { change: { requestId: requestOf(READY.period) } }),
    REASON_INVALID: about(PROPOSE, { change: { reason: 'ADJUSTMENT_REASON_UNSPECIFIED' } }),
    PERIOD_NOT_CLOSED: about(PROPOSE, { change: { period: 'periods/2018-03-12m' } }),
    PERIOD_FINAL: about(PROPOSE, { seed: CLEAN, at: LONG_AFTER }),
    PERIOD_NOT_OVER: about(PROPOSE, { seed: CLEAN, at: IN_MAY }),
    NOT_MATURED: about(PROPOSE, { seed: CLEAN, at: AFTER_MAY }),
    FEED_NOT_COMPLETE: about(PROPOSE, { seed: CLEAN, also: emptied }),
    BATCHES_MISSING: about(PROPOSE, { seed: CLEAN, also: arriving(false) }),
    BATCHES_QUARANTINED: about(PROPOSE, { seed: CLEAN, also: arriving(true) }),
    RULESET_NOT_BOUND: about(PROPOSE, { seed: ANOTHER_RULESET }),
    DEPARTMENT_UNKNOWN: about(PROPOSE, { seed: CLEAN, change: releasing('kitchen') }),
    HOLD_UNCHANGED: about(PROPOSE, { seed: CLEAN, change: releasing('support') }),
    HOLD_OWN_DEPARTMENT: about(PROPOSE, { seed: ANOTHER_ENGINE, caller: 'all', change: releasing('delivery') }),
    ENGINE_DIFFERS: about(PROPOSE, { seed: ANOTHER_ENGINE }),
    NOTHING_CHANGES: about(PROPOSE, { seed: ENDED }),
    PERIOD_RACE: about(PROPOSE, { also: raced(PROPOSED_BY_ANOTHER) }),
    STORE_FULL: about(PROPOSE, { also: () => fillDisk(database, ['adjustment']) }),
  },
  GetAdjustment: {
    NAME_INVALID: { requests: [{ name: 'May 2018' }] },
    PERIOD_INVALID: { requests: [{ name: 'periods/May/adjustments/1' }] },
    PERIOD_NOT_IN_CALENDAR: { requests: [{ name: 'periods/2031-01/adjustments/1' }] },
    ADJUSTMENT_UNKNOWN: { requests: [{ name: 'periods/2018-05/adjustments/99' }] },
  },
  ListAdjustments: {
    NAME_INVALID: { requests: [{ parent: 'May 2018' }] },
    PERIOD_INVALID: { requests: [{ parent: 'periods/May' }] },
    PERIOD_NOT_IN_CALENDAR: { requests: [{ parent: 'periods/2031-01' }] },
    PAGE_INVALID: { requests: [{ parent: 'periods/2018-05', pageSize: -1 }] },
  },
  ApproveAdjustment: {
    ...ofStep(APPROVE, 2),
    ...ofDecision(APPROVE),
    APPROVER_IS_MAKER: about(APPROVE, { seed: OWN, number: 1 }),
    APPROVER_TWICE: about(APPROVE, { number: 1 }),
    APPROVER_OWN_DEPARTMENT: about(APPROVE, { caller: 'all' }),
    APPROVER_LACKS_ROLE: about(APPROVE, { change: { role: 'APPROVAL_ROLE_UNSPECIFIED' } }),
    PERIOD_RACE: about(APPROVE, { also: raced(APPROVED_BY_ANOTHER(2)) }),
  },
  WithdrawAdjustment: { ...ofStep(WITHDRAW, 2), ...inWriting(WITHDRAW, 'reason') },
  PostAdjustment: {
    ...ofStep(POST, 1),
    ...ofDecision(POST),
    APPROVALS_MISSING: about(POST),
    POSTER_IS_MAKER: about(POST, { seed: OWN, number: 1 }),
    POSTING_PERIOD_MISSING: about(POST, { seed: LAST, number: 1 }),
    RUN_NOT_OPEN: about(POST, {
      ...{ seed: OWN, number: 1, caller: 'all' },
      also: () => seedClosed(ANOTHER_ENGINE),
    }),
    COUNTS_DIFFER: about(POST, { number: 1, also: emptied }),
    // The version that it corrects was seeded without records.
    SIGNER_UNAVAILABLE: about(POST, { number: 1, also: async () => restatedBy(withoutSigner) }),
    RECORDS_NOT_MADE: about(POST, {
      ...{
        number: 1,
        also: async () => restatedBy(recordsOfRestated({ name: 'cx-index', version: 'test' }, () => [])),
      },
    }),
  },
};
