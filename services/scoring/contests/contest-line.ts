import { createHash } from 'node:crypto';
import type { Ground } from '#libs/domain/contest.js';
import { CxError } from '#libs/domain/error.js';
import type { Period } from '#libs/domain/period.js';
import type { Source } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { snapshotName } from '../periods/content.js';
import { type Life, readLife, requireGoingOn } from '../periods/life/read-life.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import { requireNoneOpen, sameRequest } from './contest-case.js';
import type { TermsOfContest } from './contest-terms.js';
import { addContest, type Contest, type ContestedLine, findByRequest, lockContests } from './store.js';

const sql = sqlFolder(import.meta.url, './sql/');
const REF_BYTES = 16;

/** What a department, or HR for it, contests, read and checked by itself. */
export interface LineRequest {
  readonly department: Source;
  readonly period: Period;
  readonly version: number;
  readonly expectedE4: bigint | undefined;
  /** One of `LINE_GROUNDS`. */
  readonly ground: Ground;
  readonly evidence: string;
  /** The caller, as proven. */
  readonly openedBy: string;
  readonly openedAt: Instant;
  readonly requestId: string;
}

/**
 * Opens a contest of the line of a department in the newest version of a period. The same request again is the same contest.
 *
 * @throws {CxError} REQUEST_ID_REUSED, PERIOD_NOT_IN_CALENDAR, PERIOD_CLOSED, SNAPSHOT_UNKNOWN, CONTENT_NOT_NEWEST, DEPARTMENT_UNKNOWN, CONTEST_OPEN
 */
export async function contestLine(
  database: Database,
  rulesets: Rulesets,
  request: LineRequest,
  termsOf: TermsOfContest,
): Promise<Contest> {
  const { department, period, version, expectedE4, openedAt, ground, evidence, openedBy, requestId } = request;
  const contest = {
    ...{ department, judgedBy: department, metric: '', day: period.firstDay, responsible: '' },
    ...{ ground, evidence, openedBy, openedAt, requestId },
    caseRef: sha256(`line of ${department} in ${period.name}`).subarray(0, REF_BYTES),
    dueAt: termsOf(period.firstDay, openedAt, false).dueAt,
    requestSha256: sha256([department, period.name, version, ground, evidence, expectedE4 ?? ''].join('\n')),
    line: { period: period.name, version, expectedE4 },
  };
  return database.transaction(async (tx) => {
    await lockContests(tx);
    const before = await findByRequest(tx, requestId);
    if (before !== undefined) return sameRequest(before, contest);
    requireLine(await readLife(tx, period, rulesets, openedAt, 'snapshot'), request);
    await requireNoneOpen(tx, contest, 'parent');
    return addContest(tx, contest);
  });
}

function requireLine(life: Life, { period, version, department }: LineRequest): void {
  requireGoingOn(life, 'snapshot');
  const { newest } = life.history;
  if (newest === undefined || version > newest.content.version)
    throw new CxError('SNAPSHOT_UNKNOWN', `${period.name} has no version ${version}`, { field: 'snapshot' });
  if (version !== newest.content.version)
    throw new CxError('CONTENT_NOT_NEWEST', `version ${newest.content.version} is newer`, { field: 'snapshot' });
  if (!newest.content.inputs.some((one) => one.department === department))
    throw new CxError('DEPARTMENT_UNKNOWN', `version ${version} has no line of ${department}`, { field: 'parent' });
}

/** The versions of a contested line that a ruling can cite, in order. */
export async function citableOfLine(
  tx: Pick<Database, 'query'>,
  { period }: Pick<ContestedLine, 'period'>,
): Promise<readonly string[]> {
  const rows = await tx.query<{ version: number }>(sql('versions-of-period'), [period]);
  return rows.map(({ version }) => snapshotName({ period, version }));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
