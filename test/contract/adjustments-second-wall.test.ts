import { createHash, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { database, setScoringUp } from './scoring-bench.js';

setScoringUp();

/** SQL with the service bypassed. The rules about people, and that the ledger adds up, are kept by the tables themselves. */
type Lines = Readonly<Record<string, string>>;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();
const [APPROVED, WITHDRAWN, POSTED] = [1, 2, 3];
const CLOSED: Lines = { delivery: '834271', support: '700000' };
const RESTATED: Lines = { delivery: '840000', support: '700000' };
let month = '';
let months = 0;
let hash: Buffer;
let content: Buffer;

function contentOf(version: number, lines: Lines, more: object): Buffer {
  const inputs = Object.entries(lines).map(([department, indexE4]) => ({ department, indexE4 }));
  return Buffer.from(canonicalJson({ period: month, version, supersedes: version - 1, ruleset: 'r', inputs, ...more }));
}

async function addVersion(version: number, bytes: Buffer, madeBy = 'max'): Promise<void> {
  await database.execute(
    `insert into snapshot (period, version, content, content_sha256, request_id, request_sha256, requested_by, created_at, made_by)
     values ($1, $2, $3, $4, $5, $4, 'x', now(), $6)`,
    [month, version, bytes, sha256(bytes), randomUUID(), madeBy],
  );
}

async function periodStep(number: number, kind: number, by: string, role?: number, version?: Buffer): Promise<void> {
  await database.execute(
    `insert into period_event values ($1, $2, $3, $4, sha256('r'), now(), $5, '{}', '', $6, $7, $8, null, '{}', '{}', null)`,
    [month, number, kind, randomUUID(), by, role ?? null, kind === 7 ? 2 : 1, version ?? null],
  );
}

/** A closed month of two departments. */
async function closedMonth(): Promise<void> {
  const approved = contentOf(1, CLOSED, { state: 'PROVISIONAL', cutOffAt: 1 });
  await addVersion(1, approved, 'mia');
  await periodStep(1, 1, 'hanna', 1, sha256(approved));
  await periodStep(2, 1, 'finn', 2, sha256(approved));
  const closed = contentOf(2, CLOSED, { state: 'CLOSED', approvedSha256: sha256(approved).toString('hex') });
  await database.transaction(async (tx) => {
    await tx.execute(
      `insert into snapshot (period, version, content, content_sha256, request_id, request_sha256, requested_by, created_at, made_by)
       values ($1, 2, $2, $3, $4, $3, 'x', now(), 'max')`,
      [month, closed, sha256(closed), randomUUID()],
    );
    await tx.execute(
      `insert into period_event values ($1, 3, 7, $2, sha256('r'), now(), 'max', '{}', '', null, 2, $3, null, '{}', '{}', null)`,
      [month, randomUUID(), sha256(closed)],
    );
  });
}

interface Proposal {
  readonly number?: number;
  readonly lines?: Lines;
  readonly isExtra?: boolean;
  readonly supersedes?: number;
  readonly state?: string;
  readonly reason?: number;
  readonly released?: readonly string[];
}

async function propose({
  number = 1,
  lines = RESTATED,
  isExtra = false,
  supersedes = 2,
  state = 'ADJUSTED',
  reason = 1,
  released,
}: Proposal = {}) {
  content = contentOf(supersedes + 1, lines, { state, ...(released !== undefined && { released }) });
  hash = sha256(content);
  await database.execute(
    `insert into adjustment values ($1, $2, $3, sha256('r'), $8, 'why', $4, $5, $6, $7, 'mia', now())`,
    [month, number, randomUUID(), isExtra, supersedes, content, hash, reason],
  );
}

interface Step {
  readonly kind: number;
  readonly by: string;
  readonly role?: number;
  readonly departments?: readonly string[];
  readonly hash?: Buffer;
  readonly adjustment?: number;
}

const NUMBER = `1 + coalesce((select max(number) from adjustment_event where period = $1 and adjustment = $2), 0)`;
async function step({ kind, by, role, departments = [], adjustment = 1, ...more }: Step): Promise<void> {
  await database.execute(
    `insert into adjustment_event values ($1, $2, ${NUMBER}, $3, $4, sha256('r'), now(), $5, $6, $7, $8, $9, null, null, null)`,
    [
      ...[month, adjustment, kind, randomUUID(), by, departments, kind === WITHDRAWN ? 'why' : '', role ?? null],
      more.hash ?? hash,
    ],
  );
}
const approved = (by: string, role: number, change: Partial<Step> = {}) =>
  step({ kind: APPROVED as number, by, role, ...change });

interface Posting {
  readonly by?: string;
  readonly lines?: Lines;
  readonly postingPeriod?: string;
  readonly run?: string;
  readonly approvedSha256?: string;
  /** Kind, department, index before and after, value. */
  readonly entries?: readonly (readonly [number, string, number | null, number | null, number])[];
}

const MOVED = [
  [2, 'delivery', 834_271, 840_000, -834_271],
  [3, 'delivery', 834_271, 840_000, 840_000],
] as const;

/** The restated version, the posting and its entries, in one transaction. */
async function posted({ by = 'max', lines = RESTATED, run = 'R1', entries = MOVED, ...more }: Posting = {}) {
  const approvedSha256 = more.approvedSha256 ?? hash.toString('hex');
  const bytes = contentOf(3, lines, { state: 'ADJUSTED', approvedSha256 });
  const into = more.postingPeriod ?? `${month.slice(0, 4)}-02`;
  await database.transaction(async (tx) => {
    await tx.execute(
      `insert into snapshot (period, version, content, content_sha256, request_id, request_sha256, requested_by, created_at, made_by)
       values ($1, 3, $2, $3, $4, $3, 'x', now(), $5)`,
      [month, bytes, sha256(bytes), randomUUID(), by],
    );
    await tx.execute(
      `insert into adjustment_event values ($1, $2, ${NUMBER}, 3, $3, sha256('r'), now(), $4, '{}', '', null, $5, $6, $7, 3)`,
      [month, 1, randomUUID(), by, hash, into, run],
    );
    for (const [kind, department, before, after, value] of entries) {
      await tx.execute(
        `insert into adjustment_entry
         select $1, $2, 1 + count(*), $3, 1, $4, 2, 3, $5, $6, $7, $8, 0, 0, 0 from adjustment_entry where period = $1 and department = $2`,
        [month, department, kind, into, sha256(bytes), before, after, value],
      );
    }
  });
}

const refused = (asked: Promise<void>) =>
  asked.then(
    () => 'taken',
    ({ constraint, message }: { constraint?: string; message: string }) => constraint ?? message,
  );
const both = async () => {
  await propose();
  await approved('hanna', 1);
  await approved('finn', 2);
};

beforeEach(async () => {
  months += 1;
  month = `20${String(50 + months)}-01`;
  await closedMonth();
});

describe('the tables of adjustments', () => {
  it('let a closed month be corrected by two approvers and a poster who is not its maker', async () => {
    await both();
    expect(await refused(posted())).toBe('taken');
  });

  it.each<[string, () => Promise<void>, string]>([
    [
      'an adjustment of a month that is not closed',
      () => {
        month = `${month.slice(0, 4)}-07`;
        return propose();
      },
      'adjustment_of_a_closed_period',
    ],
    ['one of another version than the latest', () => propose({ supersedes: 1 }), 'adjustment_of_the_latest'],
    ['one that is no restated version', () => propose({ state: 'CLOSED' }), 'adjustment_of_the_latest'],
    ['one that changes no line', () => propose({ lines: CLOSED }), 'adjustment_changes_a_line'],
    ['a gap in the numbers', () => propose({ number: 2 }), 'adjustments_without_gaps'],
    ['a release that releases nothing', () => propose({ reason: 9 }), 'release_has_its_reason'],
    ['a release for late data', () => propose({ released: ['delivery'] }), 'release_has_its_reason'],
    ['a release of what is not on hold', () => propose({ reason: 9, released: ['delivery'] }), 'release_of_a_hold'],
  ])('refuse %s', async (_, asked, constraint) => expect(await refused(asked())).toBe(constraint));

  it.each<[string, () => Promise<void>, string]>([
    ['an approval of the maker', () => approved('mia', 1), 'adjustment_approver_is_not_maker'],
    ['an approval of another hash', () => approved('hanna', 1, { hash: Buffer.alloc(32) }), 'step_of_the_adjustment'],
    ['an approval without a role', () => step({ kind: 1, by: 'hanna' }), 'adjustment_approval_has_a_role'],
    ['an approval by no one', () => approved('', 1), 'adjustment_person_is_named'],
    [
      'an approval of lines that are all of own departments',
      () => approved('dora', 2, { departments: ['delivery'] }),
      'adjustment_approver_of_no_line',
    ],
    ['a posting that no one has approved', () => posted(), 'posting_is_approved'],
  ])('refuse %s', async (_, asked, constraint) => {
    await propose();
    expect(await refused(asked())).toBe(constraint);
  });

  it('refuse a second approval of one person, and any step after the adjustment was withdrawn', async () => {
    await propose();
    await approved('hanna', 1);
    expect(await refused(approved('hanna', 2))).toBe('adjustment_approver_signs_once');
    await step({ kind: WITHDRAWN as number, by: 'mia' });
    expect(await refused(approved('finn', 2))).toBe('no_step_after_the_adjustment');
  });

  it.each<[string, Proposal, () => Promise<unknown>, Posting]>([
    ['one person', {}, () => approved('hanna', 1), {}],
    ['two people of one role', {}, async () => [await approved('hanna', 1), await approved('hugo', 1)], {}],
    [
      'a person of one of two departments that change',
      { lines: { delivery: '1', support: '1' } },
      async () => [await approved('hanna', 1), await approved('dora', 2, { departments: ['delivery'] })],
      { lines: { delivery: '1', support: '1' } },
    ],
    [
      'two people of an extra run',
      { isExtra: true },
      async () => [await approved('hanna', 1), await approved('finn', 2)],
      { run: 'EXTRA' },
    ],
  ])('refuse a posting that is approved by %s', async (_, proposal, approve, posting) => {
    await propose(proposal);
    await approve();
    expect(await refused(posted(posting))).toBe('posting_is_approved');
  });

  it.each<[string, Posting, string]>([
    ['by the maker', { by: 'mia' }, 'poster_is_not_maker'],
    [
      'of other lines than were approved',
      { lines: { delivery: '900000', support: '700000' } },
      'posting_has_a_version',
    ],
    ['that names another approved hash', { approvedSha256: 'ab' }, 'posting_has_a_version'],
    ['into its own month', { postingPeriod: 'own' }, 'posting_period_is_open'],
    ['as an extra run that was not approved as one', { run: 'EXTRA' }, 'posting_in_its_run'],
    ['without entries', { entries: [] }, 'ledger_states_the_version'],
    ['with a restatement alone', { entries: [MOVED[1]] }, 'entry_reverses_the_latest'],
    ['with a reversal alone', { entries: [MOVED[0]] }, 'ledger_states_the_version'],
    [
      'with entries of another value',
      {
        entries: [
          [2, 'delivery', 834_270, 840_000, -834_270],
          [3, 'delivery', 834_270, 840_000, 840_000],
        ],
      },
      'entry_reverses_the_latest',
    ],
    [
      'with a value that is not that of its index',
      { entries: [[2, 'delivery', 834_271, 840_000, 0]] },
      'entry_has_its_value',
    ],
  ])('refuse a posting %s', async (_, posting, constraint) => {
    await both();
    const own = posting.postingPeriod === 'own' ? { postingPeriod: month } : {};
    expect(await refused(posted({ ...posting, ...own }))).toBe(constraint);
  });

  it('refuse a posting into a month that was closed or voided', async () => {
    await both();
    const next = `${month.slice(0, 4)}-02`;
    for (const [number, kind, by] of [
      [1, 5, 'hanna'],
      [2, 6, 'finn'],
    ] as const)
      await database.execute(
        `insert into period_event values ($1, $2, $3, $4, sha256('r'), now(), $5, '{}', 'why', null, null, null, null, '{}', '{}', null)`,
        [next, number, kind, randomUUID(), by],
      );
    expect(await refused(posted())).toBe('posting_period_is_open');
  });

  it('refuse an adjustment of what was corrected meanwhile', async () => {
    await both();
    await propose({ number: 2 });
    await posted();
    expect(await refused(approved('hanna', 1, { adjustment: 2 }))).toBe('adjustment_is_not_stale');
  });

  it('refuse a restated version without a posting, and another version after a close', async () => {
    expect(await refused(addVersion(3, contentOf(3, RESTATED, { state: 'ADJUSTED' })))).toBe(
      'restated_version_was_posted',
    );
    expect(await refused(addVersion(3, contentOf(3, RESTATED, { state: 'PROVISIONAL' })))).toBe(
      'no_version_after_the_last_step',
    );
    expect(POSTED).toBe(3);
  });

  it('never change, also for their owner', async () => {
    await both();
    await posted();
    for (const table of ['adjustment', 'adjustment_event', 'adjustment_entry', 'posting_turn'])
      for (const change of [`update ${table} set period = 'x'`, `delete from ${table}`, `truncate ${table} cascade`])
        await expect(database.execute(change)).rejects.toThrow('an adjustment never changes');
  });
});
