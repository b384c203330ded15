import { GROUNDS, type Ground } from '#libs/domain/contest.js';
import type { Source } from '#libs/domain/source.js';
import type { Day, Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** OPEN: it waits for a reviewer. AWAITS_SECOND: a decision about it waits for a second one. RULED: a ruling holds. */
export type ContestState = 'OPEN' | 'AWAITS_SECOND' | 'RULED';

/** One case of one metric that a department contests. */
export interface ContestedCase {
  /** It contests, and it answers for the miss. */
  readonly department: Source;
  /** Whose metric it is; the same department for a miss of its own. */
  readonly judgedBy: Source;
  /** The name that it is recorded by. */
  readonly metric: string;
  /** 16 bytes. */
  readonly caseRef: Buffer;
  /** On which the case counts. */
  readonly day: Day;
}

/** The line of a department in a version of a period, in place of a case. */
export interface ContestedLine {
  /** "2018-07" */
  readonly period: string;
  readonly version: number;
  /** The index that the department expects; undefined when it does not say. */
  readonly expectedE4: bigint | undefined;
}

export interface ContestToAdd extends ContestedCase {
  readonly ground: Ground;
  /** Where a reviewer finds what shows it. */
  readonly evidence: string;
  /** Who is responsible instead; empty when the department does not say. */
  readonly responsible: string;
  /** The caller, as proven. */
  readonly openedBy: string;
  readonly openedAt: Instant;
  /** By when it is decided; undefined of contests that are older than deadlines. */
  readonly dueAt: Instant | undefined;
  readonly requestId: string;
  readonly requestSha256: Buffer;
  /** Undefined of a case. Of a line `metric` is empty, `caseRef` stands for it, and `day` is the first one of its period. */
  readonly line?: ContestedLine | undefined;
}

/** A contest as it is kept, for ever, and what became of it. */
export interface Contest extends Omit<ContestToAdd, 'requestId'> {
  /** From 1, of the installation. */
  readonly number: number;
  readonly state: ContestState;
  /** The number of the ruling that holds; undefined without one. */
  readonly ruling: number | undefined;
}

interface Row extends Pick<Contest, 'number' | 'department' | 'metric' | 'day' | 'evidence' | 'responsible' | 'state'> {
  readonly request_sha256: Buffer;
  readonly judged_by: Source;
  readonly case_ref: Buffer;
  readonly ground: number;
  readonly opened_by: string;
  readonly opened_at: Date;
  readonly due_at: Date | null;
  readonly ruling: number | null;
  readonly period: string | null;
  readonly version: number | null;
  readonly expected_e4: bigint | null;
}

/** Which contests to list. */
export interface ContestQuery {
  /** Those that concern it; undefined for all. */
  readonly department: string | undefined;
  readonly below?: number;
  readonly limit?: number;
  /** All states without it. */
  readonly states?: readonly ContestState[] | undefined;
  /** Only those of which the department was told that it may come to answer for the case. */
  readonly isAgainst?: boolean;
}

/** A number that nothing else in this database uses for an advisory lock. */
const CONTEST_LOCK = 2_026_113_017n;

/** Opens or decides one contest at a time. */
export async function lockContests(tx: Transaction): Promise<void> {
  await tx.query(sql('lock-contests'), [CONTEST_LOCK]);
}

/** Newest first. */
export async function listContests(
  tx: Pick<Database, 'query'>,
  { department, below = 2 ** 31 - 1, limit = 2 ** 31 - 1, states, isAgainst = false }: ContestQuery,
): Promise<readonly Contest[]> {
  const rows = await tx.query<Row>(sql('list-contests'), [
    ...[department ?? null, below, states ?? null, limit, isAgainst],
  ]);
  return rows.map(stored);
}

/** One contest that concerns a department, or any with `department` undefined. */
export async function findContest(
  tx: Pick<Database, 'query'>,
  department: string | undefined,
  number: number,
): Promise<Contest | undefined> {
  const [found] = await listContests(tx, { department, below: number + 1, limit: 1 });
  return found?.number === number ? found : undefined;
}

/** The contest that a request has opened before. */
export async function findByRequest(tx: Pick<Database, 'query'>, requestId: string): Promise<Contest | undefined> {
  const [row] = await tx.query<{ number: number }>(sql('contest-of-request'), [requestId]);
  return row && findContest(tx, undefined, row.number);
}

/** The newest contest of a case under a metric. */
export async function newestOfCase(
  tx: Pick<Database, 'query'>,
  { caseRef, metric }: Pick<ContestedCase, 'caseRef' | 'metric'>,
): Promise<Contest | undefined> {
  const [row] = await tx.query<{ number: number }>(sql('contests-of-case'), [caseRef, metric]);
  return row && findContest(tx, undefined, row.number);
}

/** Adds a contest. The caller holds the lock. */
export async function addContest(tx: Transaction, contest: ContestToAdd): Promise<Contest> {
  const { requestId, requestSha256, department, judgedBy, metric, caseRef, day, evidence, responsible } = contest;
  const ground = GROUNDS.numberOf(contest.ground);
  const of = [requestId, requestSha256, department, judgedBy, metric, caseRef, day];
  const [row] = await tx.query<{ number: number }>(sql('add-contest'), [
    ...[...of, ground, evidence, responsible, contest.openedBy, new Date(contest.openedAt)],
    contest.dueAt === undefined ? null : new Date(contest.dueAt),
    ...[contest.line?.period ?? null, contest.line?.version ?? null, contest.line?.expectedE4 ?? null],
  ]);
  const added = row && (await findContest(tx, undefined, row.number));
  if (added === undefined) throw new Error('an insert returned nothing');
  return added;
}

function stored(row: Row): Contest {
  const { number, department, metric, day, evidence, responsible, state } = row;
  return {
    ...{ number, department, metric, day, evidence, responsible, state },
    judgedBy: row.judged_by,
    caseRef: row.case_ref,
    ground: GROUNDS.wordOf(row.ground),
    openedBy: row.opened_by,
    openedAt: row.opened_at.getTime(),
    dueAt: row.due_at?.getTime(),
    requestSha256: row.request_sha256,
    ruling: row.ruling ?? undefined,
    line: lineOf(row),
  };
}

function lineOf({ period, version, expected_e4 }: Row): ContestedLine | undefined {
  if (period === null || version === null) return undefined;
  return { period, version, expectedE4: expected_e4 ?? undefined };
}
