import { randomUUID } from 'node:crypto';
import type { JsonValue } from '@bufbuild/protobuf';
import type { Reason } from '#libs/domain/error.js';
import { Database } from '#libs/postgres/database.js';
import { recordsOfClose } from '#services/scoring/records/records-of-close.js';
import { database, databaseUrl, emptyCounts } from '../scoring-bench.js';
import type { Provocation } from './provocation.js';
import { fillDisk } from './provoke-sources.js';
import { sealedBy, withoutSigner } from './sealing.js';
import { AFTER_REVIEW, MADE, requestIdOf, type Seed, seedPeriod } from './seed-period.js';
import { clock } from './servers.js';
import { untilOneWaits } from './until-one-waits.js';

type Json = { [key: string]: JsonValue };

/** Steps stay, so a provocation that takes one has a month of its own. */
const REVIEWED: Seed = { month: '2017-03' };
const FIRST_ONLY: Seed = { month: '2017-04', versions: 1 };
const CONTESTED: Seed = { month: '2017-05', hasContest: true };
export const VOIDED: Seed = {
  month: '2017-06',
  versions: 0,
  steps: [
    [5, 'hanna'],
    [6, 'finn'],
  ],
};
const UNPROVEN: Seed = { month: '2017-07', maker: '' };
const OWN_VERSION: Seed = { month: '2017-08', maker: 'approver', approvers: ['hanna', 'finn'] };
const SIGNED: Seed = { month: '2017-09', approvers: ['approver'] };
const APPROVED: Seed = { month: '2017-10', approvers: ['hanna', 'finn'] };
const OTHER_COUNTS: Seed = { month: '2017-11', approvers: ['hanna', 'finn'], countsAreEmpty: false };
const ASKED: Seed = { month: '2017-12', versions: 1, steps: [[5, 'approver']] };
const AUTHORS: Seed = { month: '2017-02' };

const UNNAMED = 'periods/2031-01';
const CLOCK = Date.parse('2018-06-01T12:00:00Z');

interface Asked extends Omit<Provocation, 'requests' | 'before'> {
  readonly seed?: Seed;
  readonly at?: number;
  readonly change?: Json;
  /** Done after the month is there; what it returns is done after the call. */
  readonly also?: () => Promise<(() => Promise<unknown>) | undefined>;
}

/** A request about a seeded month, as a caller would make it who has just read it. */
function about(
  valid: Json,
  { seed = REVIEWED, at = AFTER_REVIEW, change = {}, also, ...more }: Asked = {},
): Provocation {
  const request: Json = { ...valid, name: `periods/${seed.month}`, requestId: randomUUID() };
  const before = async () => {
    clock.at = at;
    await emptyCounts();
    const { hash, steps } = await seedPeriod(seed);
    Object.assign(request, { expectedVersion: steps });
    if ('contentSha256' in valid) request['contentSha256'] = hash.toString('base64');
    Object.assign(request, change);
    const after = await also?.();
    return async () => {
      clock.at = CLOCK;
      await after?.();
    };
  };
  return { requests: [request], caller: 'approver', before, ...more };
}

/** Another transaction takes a step of the month and commits while the call waits for its row. */
const raced = (seed: Seed) => async () => {
  const other = new Database({ url: databaseUrl, name: 'other', poolSize: 1 });
  const { steps } = await seedPeriod(seed);
  let commit = () => {};
  const committed = new Promise<void>((resolve) => {
    commit = resolve;
  });
  let added = () => {};
  const isAdded = new Promise<void>((resolve) => {
    added = resolve;
  });
  const done = other.transaction(async (tx) => {
    await tx.execute(
      `insert into period_event values ($1, $2, 5, gen_random_uuid(), sha256('r'), now(), 'other', '{}', 'why', null, null, null, null, '{}', '{}', null)`,
      [seed.month, steps + 1],
    );
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

/** What every command answers alike; `seed` is a month in which it may be taken. */
function ofCommand(valid: Json, seed: Seed): Partial<Record<Reason, Provocation>> {
  return {
    NAME_INVALID: about(valid, { change: { name: 'May 2018' } }),
    PERIOD_INVALID: about(valid, { change: { name: 'periods/May' } }),
    REQUEST_ID_INVALID: about(valid, { change: { requestId: 'seven' } }),
    PERIOD_NOT_IN_CALENDAR: about(valid, { change: { name: UNNAMED } }),
    PERIOD_CLOSED: about(valid, { seed: VOIDED }),
    PERIOD_CHANGED: about(valid, { seed, change: { expectedVersion: 99 } }),
    REQUEST_ID_REUSED: about(valid, { seed: APPROVED, change: { requestId: requestIdOf(APPROVED.month) } }),
    PERIOD_RACE: about(valid, { seed, also: raced(seed) }),
    STORE_FULL: about(valid, { seed, also: () => fillDisk(database, ['period_event']) }),
  };
}
const withReason = (valid: Json): Partial<Record<Reason, Provocation>> => ({
  REASON_MISSING: about(valid, { change: { reason: '' } }),
  EVIDENCE_INVALID: about(valid, { change: { reason: 'Ask anna@example.com.' } }),
});

const ACCEPTS = { accepts: ['NOT_REVIEWED'] };
export const APPROVE = { contentSha256: '', role: 'APPROVAL_ROLE_HR' };
const WITHDRAW = { reason: 'I have found a mistake.' };
const CLOSE = { contentSha256: '' };
const HOLD = { department: 'departments/delivery', reason: 'An inquiry runs.' };
const BEFORE_ALL = Date.parse('2017-01-01T12:00:00Z');

/** A ruleset of this name that the caller proposed; 2017-02 is its only month. */
async function authored(): Promise<undefined> {
  await database.execute(
    `insert into document_proposal select 70000, 'ruleset', 0, 'next', '2050-01-01', false, '', sha256('next'), 'approver', 'why', now()
     where not exists (select from document_proposal where number = 70000)`,
  );
  await database.execute(
    `insert into document_version (kind, version, title, first_day, bound_after_start, text, sha256, published_by, reason, published_at, proposal, proposed_by)
     select 'ruleset', 70000, 'next', '2050-01-01', false, '', sha256('next'), 'another', 'why', now(), 70000, 'approver'
     where not exists (select from document_version where version = 70000)`,
  );
}

const ENGINE = { name: 'cx-index', version: 'test' };

const GET: Partial<Record<Reason, Provocation>> = {
  NAME_INVALID: { requests: [{ name: 'May 2018' }] },
  PERIOD_INVALID: { requests: [{ name: 'periods/May' }] },
  PERIOD_NOT_IN_CALENDAR: { requests: [{ name: UNNAMED }] },
};

const holds = (isHeld: boolean): Partial<Record<Reason, Provocation>> => {
  const seed: Seed = {
    month: isHeld ? '2018-06' : '2018-07',
    versions: 1,
    ...(isHeld && { steps: [[3, 'hanna', 'delivery']] }),
  };
  const opposite: Seed = {
    ...seed,
    month: isHeld ? '2018-07' : '2018-06',
    steps: isHeld ? [] : [[3, 'hanna', 'delivery']],
  };
  return {
    ...ofCommand(HOLD, seed),
    ...withReason(HOLD),
    PERIOD_STATE_WRONG: about(HOLD, { at: BEFORE_ALL }),
    DEPARTMENT_UNKNOWN: about(HOLD, { change: { department: 'departments/marketing' } }),
    HOLD_OWN_DEPARTMENT: about(HOLD, { caller: 'all' }),
    HOLD_UNCHANGED: about(HOLD, { seed: opposite }),
  };
};

export const PERIODS: Readonly<Record<string, Partial<Record<Reason, Provocation>>>> = {
  GetPeriod: GET,
  ListPeriods: { PAGE_INVALID: { requests: [{ pageSize: -1 }] } },
  ApprovePeriod: {
    ...ofCommand(APPROVE, REVIEWED),
    REVIEW_NOT_OVER: about(APPROVE, { at: MADE }),
    CLOSING_VERSION_MISSING: about(APPROVE, { seed: FIRST_ONLY }),
    CONTESTS_OPEN: about(APPROVE, { seed: CONTESTED }),
    CONTENT_NOT_NEWEST: about(APPROVE, { change: { contentSha256: Buffer.alloc(32).toString('base64') } }),
    MAKER_UNKNOWN: about(APPROVE, { seed: UNPROVEN }),
    APPROVER_IS_MAKER: about(APPROVE, { seed: OWN_VERSION }),
    APPROVER_TWICE: about(APPROVE, { seed: SIGNED }),
    APPROVER_WROTE_RULES: about(APPROVE, { seed: AUTHORS, also: authored }),
    APPROVER_OWN_DEPARTMENT: about(APPROVE, { caller: 'all' }),
    APPROVER_LACKS_ROLE: about(APPROVE, { change: { role: 'APPROVAL_ROLE_UNSPECIFIED' } }),
    OVERRIDE_INVALID: about(APPROVE, { change: { accepts: ['GENERATED_DATA'], reason: 'why' } }),
    REASON_MISSING: about(APPROVE, { change: ACCEPTS }),
    EVIDENCE_INVALID: about(APPROVE, { change: { ...ACCEPTS, reason: 'Ask anna@example.com.' } }),
  },
  WithdrawApproval: {
    ...ofCommand(WITHDRAW, SIGNED),
    ...withReason(WITHDRAW),
    PERIOD_STATE_WRONG: about(WITHDRAW, { at: MADE }),
    APPROVAL_UNKNOWN: about(WITHDRAW),
  },
  ClosePeriod: {
    ...ofCommand(CLOSE, APPROVED),
    REVIEW_NOT_OVER: about(CLOSE, { at: MADE }),
    CLOSING_VERSION_MISSING: about(CLOSE, { seed: FIRST_ONLY }),
    CONTESTS_OPEN: about(CLOSE, { seed: CONTESTED }),
    APPROVALS_MISSING: about(CLOSE),
    CONTENT_NOT_NEWEST: about(CLOSE, {
      seed: APPROVED,
      change: { contentSha256: Buffer.alloc(32).toString('base64') },
    }),
    CLOSER_IS_MAKER: about(CLOSE, { seed: OWN_VERSION }),
    COUNTS_DIFFER: about(CLOSE, { seed: OTHER_COUNTS }),
    SIGNER_UNAVAILABLE: about(CLOSE, { seed: APPROVED, also: async () => sealedBy(withoutSigner) }),
    RECORDS_NOT_MADE: about(CLOSE, { seed: APPROVED, also: async () => sealedBy(recordsOfClose(ENGINE, () => [])) }),
  },
  VoidPeriod: {
    ...ofCommand(WITHDRAW, REVIEWED),
    ...withReason(WITHDRAW),
    VOID_SAME_PERSON: about(WITHDRAW, { seed: ASKED }),
  },
  HoldDepartment: holds(false),
  ReleaseDepartment: holds(true),
};
