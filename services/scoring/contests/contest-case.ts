import { createHash } from 'node:crypto';
import { CxError } from '#libs/domain/error.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import type { TermsOfContest } from './contest-terms.js';
import { countedCase, isCharged } from './counted-case.js';
import { addHearing, partyToHear } from './hearings.js';
import { addContest, type Contest, type ContestToAdd, findByRequest, lockContests, newestOfCase } from './store.js';

/** What a department contests, read and checked by itself. */
export type ContestRequest = Omit<ContestToAdd, 'requestSha256' | 'dueAt'>;

/**
 * Opens a contest of a case that the department is charged with, as scoring has counted it, and tells the department that would answer
 * instead. The same request again is the same contest.
 *
 * @throws {CxError} REQUEST_ID_REUSED, CASE_UNKNOWN, NOT_CHARGED, CONTEST_OPEN
 */
export async function contestCase(
  database: Database,
  request: ContestRequest,
  termsOf: TermsOfContest,
): Promise<Contest> {
  const party = partyToHear(request);
  const { dueAt, hearingEndsAt } = termsOf(request.day, request.openedAt, party !== undefined);
  const contest = { ...request, dueAt, requestSha256: hashOf(request) };
  // Before the lock, because it reads the archive; what was counted then is what the department saw.
  const standing = await countedCase(database, request);
  return database.transaction(async (tx) => {
    await lockContests(tx);
    const before = await findByRequest(tx, request.requestId);
    if (before !== undefined) return sameRequest(before, contest);
    const { department, judgedBy, metric, day } = request;
    if (standing.length === 0) {
      const what = `scoring has counted no such case of ${metric} on ${day}`;
      throw new CxError('CASE_UNKNOWN', what, { field: 'case_ref', facts: { department: judgedBy } });
    }
    if (!isCharged(standing, judgedBy, department)) {
      throw new CxError('NOT_CHARGED', `${department} answers for no miss of this case in ${metric}`, {
        field: 'case_ref',
      });
    }
    await requireNoneOpen(tx, request, 'case_ref');
    const added = await addContest(tx, contest);
    if (party !== undefined) {
      const { openedAt, openedBy: askedBy } = request;
      await addHearing(tx, { contest: added.number, party, openedAt, endsAt: hearingEndsAt, askedBy });
    }
    return added;
  });
}

/** A case of a metric, and a line, has one open contest at a time. @throws {CxError} CONTEST_OPEN */
export async function requireNoneOpen(
  tx: Transaction,
  contested: Pick<Contest, 'caseRef' | 'metric'>,
  field: string,
): Promise<void> {
  const newest = await newestOfCase(tx, contested);
  if (newest === undefined || newest.state === 'RULED') return;
  const number = String(newest.number);
  throw new CxError('CONTEST_OPEN', `contest ${number} of it is open`, { field, facts: { contest: number } });
}

/** @throws {CxError} REQUEST_ID_REUSED */
export function sameRequest(before: Contest, { requestSha256 }: Pick<ContestToAdd, 'requestSha256'>): Contest {
  if (before.requestSha256.equals(requestSha256)) return before;
  throw new CxError('REQUEST_ID_REUSED', 'this request_id was used for another contest', { field: 'request_id' });
}

function hashOf({ caseRef, ...request }: ContestRequest): Buffer {
  const { department, judgedBy, metric, day, ground, evidence, responsible } = request;
  const fields = [department, judgedBy, metric, day, ground, responsible, evidence, caseRef.toString('hex')];
  return createHash('sha256').update(fields.join('\n')).digest();
}
