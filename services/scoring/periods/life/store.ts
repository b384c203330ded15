import { createHash } from 'node:crypto';
import { CxError } from '#libs/domain/error.js';
import type { Day, Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { SnapshotContent } from '../content.js';
import { knownSnapshots } from '../known-snapshots.js';
import type { StoredSnapshot } from '../store.js';
import {
  type Acceptable,
  APPROVAL_ROLES,
  type ContestFacts,
  EVENT_KINDS,
  type History,
  type PeriodEvent,
  type VersionFacts,
} from './history.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** What happened to a period, and its newest versions with their figures. */
export interface ReadHistory extends History {
  /** Before a close. */
  readonly newest: StoredSnapshot | undefined;
  readonly closed: StoredSnapshot | undefined;
  /** The newest one that an adjustment has posted. */
  readonly restated: StoredSnapshot | undefined;
}

/** Reads everything that decides the state of a period. In one transaction, so that it is of one moment. */
export async function readHistory(
  tx: Pick<Database, 'query'>,
  { name, firstDay, lastDay }: { readonly name: string; readonly firstDay: Day; readonly lastDay: Day },
): Promise<ReadHistory> {
  const all = await knownSnapshots(tx, name);
  const isIn = (state: SnapshotContent['state']) => (one: StoredSnapshot) => one.content.state === state;
  const before = all.filter(isIn('PROVISIONAL'));
  const restated = all.findLast(isIn('ADJUSTED'));
  return {
    events: await stepsOf(tx, name),
    versions: before.map(factsOf),
    contests: await contestsOf(tx, firstDay, lastDay, name),
    newest: before.at(-1),
    closed: all.find(isIn('CLOSED')),
    restated,
    isAdjusted: restated !== undefined,
  };
}

interface StepRow extends Pick<PeriodEvent, 'number' | 'departments' | 'reason' | 'accepts'> {
  readonly kind: number;
  readonly at: Date;
  readonly by_person: string;
  readonly role: number | null;
  readonly version: number | null;
  readonly content_sha256: Buffer | null;
  readonly department: string | null;
  readonly carved_out: readonly number[];
  readonly withdraws: number | null;
}

/** The steps of a period, in order. */
export async function stepsOf(tx: Pick<Database, 'query'>, period: string): Promise<PeriodEvent[]> {
  const rows = await tx.query<StepRow>(sql('steps-of-period'), [period]);
  return rows.map(({ number, departments, reason, accepts, ...row }) => ({
    ...{ number, departments, reason, accepts },
    kind: EVENT_KINDS.wordOf(row.kind),
    at: row.at.getTime(),
    by: row.by_person,
    role: row.role === null ? undefined : APPROVAL_ROLES.wordOf(row.role),
    version: row.version ?? undefined,
    contentSha256: row.content_sha256?.toString('hex'),
    department: row.department ?? undefined,
    carvedOut: row.carved_out,
    withdraws: row.withdraws ?? undefined,
  }));
}

function factsOf({ content, createdAt, contentSha256, madeBy }: StoredSnapshot): VersionFacts {
  return {
    ...{ version: content.version, createdAt, contentSha256, madeBy },
    cutOffAt: content.cutOffAt,
    lines: linesOf(content),
  };
}

function linesOf({ inputs }: SnapshotContent): VersionFacts['lines'] {
  return inputs.map(({ department, changeSinceLastVersionE4, notPayableReasons }) => ({
    department,
    changeE4: changeSinceLastVersionE4,
    notPayable: notPayableReasons,
  }));
}

interface ContestRow extends Pick<ContestFacts, 'number' | 'department' | 'day'> {
  readonly opened_at: Date;
  readonly due_at: Date | null;
  readonly is_ruled: boolean;
  readonly changed_at: Date | null;
}

async function contestsOf(
  tx: Pick<Database, 'query'>,
  firstDay: Day,
  lastDay: Day,
  period: string,
): Promise<ContestFacts[]> {
  const rows = await tx.query<ContestRow>(sql('contests-of-days'), [firstDay, lastDay, period]);
  return rows.map(({ number, department, day, opened_at, due_at, is_ruled: isRuled, changed_at }) => ({
    ...{ number, department, day, isRuled },
    openedAt: opened_at.getTime(),
    dueAt: due_at?.getTime(),
    changedAt: changed_at?.getTime(),
  }));
}

/** The departments whose line of a period was contested and upheld: by two reviewers, or by the clock. */
export async function upheldLines(tx: Pick<Database, 'query'>, period: string): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ department: string }>(sql('upheld-lines'), [period]);
  return new Set(rows.map(({ department }) => department));
}

/** Who wrote a ruleset, and whether a period was closed by it. */
export interface Authors {
  readonly names: readonly string[];
  readonly hasClosed: boolean;
}

/** The people who proposed and published a ruleset; no one when it is not published. */
export async function authorsOf(tx: Pick<Database, 'query'>, ruleset: string): Promise<Authors> {
  const [row] = await tx.query<{ proposed_by: string | null; published_by: string; has_closed: boolean }>(
    sql('authors-of-ruleset'),
    [ruleset],
  );
  if (row === undefined) return { names: [], hasClosed: false };
  return { names: [row.proposed_by ?? '', row.published_by].filter((name) => name !== ''), hasClosed: row.has_closed };
}

/** Who asks for a step, with the departments that the call has proven. */
export interface Asker {
  readonly name: string;
  readonly departments: readonly string[];
}

/** The request of a step: with its id and its hash it is taken once. */
export interface StepRequest {
  readonly requestId: string;
  /** Everything that the request says, in one text. */
  readonly says: readonly string[];
}

/** The kind of step that one request takes. */
export type StepToAdd = Pick<PeriodEvent, 'kind'> &
  Partial<Omit<PeriodEvent, 'kind' | 'number' | 'at' | 'by' | 'departments'>>;

/** Whether this request has taken its step before. @throws {CxError} REQUEST_ID_REUSED */
export async function isTaken(tx: Pick<Database, 'query'>, { requestId, says }: StepRequest): Promise<boolean> {
  const [row] = await tx.query<{ request_sha256: Buffer }>(sql('find-step'), [requestId]);
  if (row === undefined) return false;
  if (row.request_sha256.equals(hashOf(says))) return true;
  throw new CxError('REQUEST_ID_REUSED', 'this request_id was used for another step', { field: 'request_id' });
}

/** Adds a step. Two at once: the primary key lets one in, the other fails with unique_violation. */
export async function addStep(
  tx: Transaction,
  period: string,
  { requestId, says }: StepRequest,
  step: StepToAdd,
  { number, by, at }: { readonly number: number; readonly by: Asker; readonly at: Instant },
): Promise<void> {
  const { kind, role, contentSha256, accepts = [] as readonly Acceptable[], carvedOut = [] } = step;
  await tx.execute(sql('add-step'), [
    ...[period, number, EVENT_KINDS.numberOf(kind), requestId, hashOf(says), new Date(at), by.name, by.departments],
    ...[step.reason ?? '', role === undefined ? null : APPROVAL_ROLES.numberOf(role), step.version ?? null],
    ...[contentSha256 === undefined ? null : Buffer.from(contentSha256, 'hex'), step.department ?? null],
    ...[accepts, carvedOut, step.withdraws ?? null],
  ]);
}

function hashOf(says: readonly string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(says)).digest();
}
