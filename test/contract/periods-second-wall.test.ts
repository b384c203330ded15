import { createHash, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { database, setScoringUp } from './scoring-bench.js';

setScoringUp();

/** SQL with the service bypassed. The rules about people are kept by the tables themselves. */
interface Step {
  readonly kind: number;
  readonly by: string;
  readonly departments?: readonly string[];
  readonly role?: number;
  readonly version?: number;
  readonly hash?: Buffer;
  readonly department?: string;
  readonly accepts?: readonly string[];
  readonly withdraws?: number;
  readonly number?: number;
  readonly reason?: string;
}

const [APPROVED, WITHDRAWN, HELD, VOID_ASKED, VOIDED, CLOSED] = [1, 2, 3, 5, 6, 7];
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();
let month = '';
let months = 0;
let steps = 0;
let hash: Buffer;

/** Adds a version by SQL. */
async function version(number: number, madeBy: string, more: object = {}): Promise<Buffer> {
  const inputs = [{ department: 'delivery' }, { department: 'support' }];
  const content = Buffer.from(
    canonicalJson({ period: month, version: number, ruleset: 'r', cutOffAt: 1, state: 'PROVISIONAL', inputs, ...more }),
  );
  await database.execute(
    `insert into snapshot (period, version, content, content_sha256, request_id, request_sha256, requested_by, created_at, made_by)
     values ($1, $2, $3, $4, $5, $4, 'x', now(), $6)`,
    [month, number, content, sha256(content), randomUUID(), madeBy],
  );
  return sha256(content);
}

async function step({ kind, by, departments = [], reason = 'why', accepts = [], ...step }: Step): Promise<void> {
  const number = step.number ?? steps + 1;
  await database.execute(
    `insert into period_event (period, number, kind, request_id, request_sha256, at, by_person, departments, reason, role, version,
       content_sha256, department, accepts, carved_out, withdraws)
     values ($1, $2, $3, $4, $5, now(), $6, $7, $8, $9, $10, $11, $12, $13, '{}', $14)`,
    [
      ...[month, number, kind, randomUUID(), Buffer.alloc(32), by, departments, reason, step.role ?? null],
      ...[step.version ?? null, step.hash ?? null, step.department ?? null, accepts, step.withdraws ?? null],
    ],
  );
  steps = number;
}

const approved = (by: string, role: number, change: Partial<Step> = {}) =>
  step({ kind: APPROVED as number, by, role, version: 1, hash, ...change });
const refused = (asked: Promise<void>) =>
  asked.then(
    () => 'taken',
    ({ constraint }: { constraint?: string }) => constraint,
  );

/** The closed version and its step, in one transaction. */
async function closed(by: string, change: object = {}): Promise<void> {
  const inputs = [{ department: 'delivery' }, { department: 'support' }];
  const approvedSha256 = hash.toString('hex');
  const content = Buffer.from(
    canonicalJson({ period: month, version: 2, ruleset: 'r', state: 'CLOSED', approvedSha256, inputs, ...change }),
  );
  await database.transaction(async (tx) => {
    await tx.execute(
      `insert into snapshot (period, version, content, content_sha256, request_id, request_sha256, requested_by, created_at, made_by)
       values ($1, 2, $2, $3, $4, $3, 'x', now(), $5)`,
      [month, content, sha256(content), randomUUID(), by],
    );
    await tx.execute(
      `insert into period_event (period, number, kind, request_id, request_sha256, at, by_person, departments, reason, version,
         content_sha256, accepts, carved_out)
       values ($1, $2, 7, $3, $4, now(), $5, '{}', '', 2, $6, '{}', '{}')`,
      [month, steps + 1, randomUUID(), Buffer.alloc(32), by, sha256(content)],
    );
  });
}

beforeEach(async () => {
  months += 1;
  month = `20${String(50 + months)}-01`;
  steps = 0;
  hash = await version(1, 'mia');
});

describe('the table of steps', () => {
  it('lets a month be closed by two approvers and a closer who is not its maker', async () => {
    await approved('hanna', 1);
    await approved('finn', 2);
    expect(await refused(closed('max'))).toBe('taken');
  });

  it.each<[string, () => Promise<void>, string]>([
    ['an approval of the maker', () => approved('mia', 1), 'approver_is_not_maker'],
    ['an approval of another hash', () => approved('hanna', 1, { hash: Buffer.alloc(32) }), 'approval_of_the_newest'],
    ['an approval without a role', () => step({ kind: 1, by: 'hanna', version: 1, hash }), 'approval_has_a_role'],
    ['an approval by no one', () => approved('', 1), 'person_is_named'],
    [
      'an approval of lines that are all of own departments',
      () => approved('hanna', 1, { departments: ['delivery', 'support'] }),
      'approver_of_no_line',
    ],
    ['a gap in the steps', () => approved('hanna', 1, { number: 2 }), 'steps_without_gaps'],
    ['an override without a reason', () => approved('hanna', 1, { accepts: ['X'], reason: '' }), 'step_has_a_reason'],
    [
      'a hold of an own department',
      () => step({ kind: HELD as number, by: 'dora', department: 'delivery', departments: ['delivery'] }),
      'own_department_is_not_held',
    ],
    ['a void of one person', () => step({ kind: VOIDED as number, by: 'hanna' }), 'two_people_void'],
    ['a close without approvals', () => closed('max'), 'close_is_approved'],
    ['a close by the maker', () => closed('mia'), 'closer_is_not_maker'],
    ['a close of another content', () => closed('max', { approvedSha256: 'ab' }), 'close_has_a_version'],
    [
      'a closed version without a close',
      async () => void (await version(2, 'max', { state: 'CLOSED' })),
      'closed_version_was_closed',
    ],
  ])('refuses %s', async (_, asked, constraint) => expect(await refused(asked())).toBe(constraint));

  it('refuses a second approval of one person, and takes it after the first is withdrawn', async () => {
    await approved('hanna', 1);
    expect(await refused(approved('hanna', 2))).toBe('approver_signs_once');
    expect(await refused(step({ kind: WITHDRAWN as number, by: 'finn', withdraws: 1 }))).toBe('withdrawal_of_ones_own');
    await step({ kind: WITHDRAWN as number, by: 'hanna', withdraws: 1 });
    expect(await refused(approved('hanna', 2))).toBe('taken');
  });

  it.each<[string, () => Promise<void>]>([
    ['two people of one role', async () => [await approved('hanna', 1), await approved('hugo', 1)].at(0)],
    ['one person', () => approved('hanna', 1)],
    [
      'a person of a department, whose line lacks another',
      async () => [await approved('hanna', 1), await approved('dora', 2, { departments: ['delivery'] })].at(0),
    ],
    [
      'two people with an override',
      async () => [await approved('hanna', 1, { accepts: ['X'] }), await approved('finn', 2)].at(0),
    ],
    [
      'one who has withdrawn',
      async () =>
        [
          await approved('hanna', 1),
          await approved('finn', 2),
          await step({ kind: WITHDRAWN as number, by: 'finn', withdraws: 2 }),
        ].at(0),
    ],
  ])('refuses a close that is approved by %s', async (_, approve) => {
    await approve();
    expect(await refused(closed('max'))).toBe('close_is_approved');
  });

  it('does not need the line of a department on hold', async () => {
    await step({ kind: HELD as number, by: 'hanna', department: 'delivery' });
    await approved('hanna', 1);
    await approved('dora', 2, { departments: ['delivery'] });
    expect(await refused(closed('max'))).toBe('taken');
  });

  it('refuses the approval of an author of the ruleset, until a period was closed by it', async () => {
    await authored();
    hash = await version(2, 'mia', { ruleset: 'written' });
    const own = (by: string) => refused(approved(by, 1, { version: 2 }));
    expect([await own('peter'), await own('paula')]).toEqual(['approver_is_not_author', 'approver_is_not_author']);
  });

  it('takes nothing after a close and after a void', async () => {
    await approved('hanna', 1);
    await approved('finn', 2);
    await closed('max');
    steps += 1;
    expect(await refused(step({ kind: WITHDRAWN as number, by: 'finn', withdraws: 2 }))).toBe('no_step_after_the_last');
    expect(await refused(version(3, 'mia').then(() => undefined))).toBe('no_version_after_the_last_step');
    month = `${month.slice(0, 4)}-02`;
    steps = 0;
    await step({ kind: VOID_ASKED as number, by: 'hanna' });
    await step({ kind: VOIDED as number, by: 'finn' });
    expect(await refused(version(1, 'mia').then(() => undefined))).toBe('no_version_after_the_last_step');
  });

  it('never changes, also for its owner', async () => {
    await approved('hanna', 1);
    for (const change of [
      'update period_event set by_person = $$me$$',
      'delete from period_event',
      'truncate period_event',
    ])
      await expect(database.execute(change)).rejects.toThrow('a step of a period never changes');
    expect(CLOSED).toBe(7);
  });
});

/** A ruleset that peter proposed and paula published. */
async function authored(): Promise<void> {
  const of = [Buffer.alloc(32, 9), 'peter'];
  await database.execute(
    `insert into document_proposal (number, kind, base_version, title, first_day, bound_after_start, text, sha256, proposed_by, reason, proposed_at)
     values (1, 'ruleset', 0, 'written', '2050-01-01', false, '', $1, $2, 'why', now())`,
    of,
  );
  await database.execute(
    `insert into document_version (kind, version, title, first_day, bound_after_start, text, sha256, published_by, reason, published_at, proposal, proposed_by)
     values ('ruleset', 1, 'written', '2050-01-01', false, '', $1, 'paula', 'why', now(), 1, $2)`,
    of,
  );
}
