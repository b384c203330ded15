import { createHash } from 'node:crypto';
import { DOCUMENT_SHARD } from '#libs/batches/format/topics.js';
import { addToOutbox } from '#libs/batches/source/outbox.js';
import { CxError } from '#libs/domain/error.js';
import { parsePeriod } from '#libs/domain/period.js';
import type { RulingOutcome, SecondAnswer } from '#libs/domain/ruling.js';
import type { Day, Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { citableOfLine } from './contest-line.js';
import { citableOf } from './counted-case.js';
import {
  addDecision,
  addRuling,
  addSecondAnswer,
  type Decision,
  type DecisionToAdd,
  decisionsOf,
  findDecided,
  type Reviewer,
  ruledShare,
} from './decisions.js';
import { requireHeard } from './hearings.js';
import { needsSecond } from './needs-second.js';
import { type Contest, findContest, lockContests } from './store.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** What a reviewer decides, read and checked by itself. */
export interface Deciding extends Omit<DecisionToAdd, 'requestSha256' | 'needsSecond' | 'dueAt'> {
  /** The ruling that it replaces; 0 for the first. */
  readonly replaces: number;
}

/** What a second reviewer answers. */
export interface Answering {
  readonly contest: number;
  /** The decision that the reviewer has read. */
  readonly decision: number;
  readonly answer: SecondAnswer;
  readonly reason: string;
  readonly now: Instant;
}

/**
 * Decides a contest. The decision is a ruling at once, or waits for a second reviewer. The same request again changes nothing.
 *
 * @throws {CxError} CONTEST_UNKNOWN, CONTEST_DECIDED, RULING_OWN_DEPARTMENT, RULING_SAME_PERSON, PARTY_INVALID, PARTY_NOT_HEARD,
 *                   HEARING_NOT_OVER, RULING_WAITS_FOR_CLOSE, CITATION_MISSING, REQUEST_ID_REUSED
 */
export async function decideContest(database: Database, deciding: Deciding, by: Reviewer): Promise<Contest> {
  const requestSha256 = hashOf(deciding);
  return database.transaction(async (tx) => {
    await lockContests(tx);
    const contest = await contestOf(tx, deciding.contest);
    const before = await findDecided(tx, deciding.requestId);
    if (before !== undefined) {
      if (before.contest === contest.number && before.requestSha256.equals(requestSha256)) return contest;
      throw new CxError('REQUEST_ID_REUSED', 'this request_id was used for another decision', { field: 'request_id' });
    }
    requireUndecided(contest, deciding.replaces);
    requireOutsider(contest, deciding.chargedTo, by);
    requireParty(contest, deciding.chargedTo);
    await requireHeard(tx, contest, deciding.chargedTo, deciding.decidedAt);
    await requireSettled(tx, contest);
    await requireCitation(tx, contest, deciding.cites);
    const isShared = await isSharedDecision(tx, contest, deciding.outcome);
    const number = await addDecision(tx, { ...deciding, requestSha256, needsSecond: isShared, dueAt: undefined }, by);
    if (!isShared) await rule(tx, contest, { ...deciding, number }, deciding.decidedAt);
    return contestOf(tx, contest.number);
  });
}

/**
 * Answers a decision that waits for a second reviewer. The same answer of the same person again changes nothing.
 *
 * @throws {CxError} CONTEST_UNKNOWN, NOTHING_TO_CONFIRM, RULING_OWN_DEPARTMENT, RULING_SAME_PERSON
 */
export async function confirmRuling(database: Database, answering: Answering, by: Reviewer): Promise<Contest> {
  return database.transaction(async (tx) => {
    await lockContests(tx);
    const contest = await contestOf(tx, answering.contest);
    const decisions = await decisionsOf(tx, [contest]);
    const decision = decisions.find(({ number }) => number === answering.decision);
    const isNewest = decision === decisions.at(-1);
    if (decision?.answer === answering.answer && decision.answeredBy === by.name) return contest;
    if (decision === undefined || !decision.needsSecond || decision.answer !== undefined || !isNewest) {
      const what = `decision ${answering.decision} of this contest does not wait for a second reviewer`;
      throw new CxError('NOTHING_TO_CONFIRM', what, { field: 'decision' });
    }
    requireOutsider(contest, decision.chargedTo, by);
    if (decision.decidedBy === by.name)
      throw new CxError('RULING_SAME_PERSON', 'the caller has made this decision; another reviewer answers');
    await addSecondAnswer(tx, answering, by);
    if (answering.answer === 'CONFIRMED') await rule(tx, contest, decision, answering.now);
    return contestOf(tx, contest.number);
  });
}

/** Makes a decision hold, and leaves it for the next batch, in one transaction: both commit or neither. */
export async function rule(
  tx: Transaction,
  { number: contest, judgedBy, metric, caseRef, department: party, line }: Contest,
  { number: decision, outcome, chargedTo }: Pick<Decision, 'number' | 'outcome' | 'chargedTo'>,
  now: Instant,
): Promise<void> {
  const ruling = await addRuling(tx, decision, now);
  // A line is judged by no department: the close and the corrections after it read the ruling here.
  if (line !== undefined) return;
  const { carries, shard } = DOCUMENT_SHARD;
  const rulings = [{ ...ruling, contest, judgedBy, metric, caseRef, party, outcome, chargedTo }];
  await addToOutbox(tx, { carries, shard, documents: [], rulings });
}

/** @throws {CxError} CONTEST_UNKNOWN */
export async function contestOf(tx: Transaction, number: number): Promise<Contest> {
  const found = await findContest(tx, undefined, number);
  if (found === undefined) throw new CxError('CONTEST_UNKNOWN', `there is no contest ${number}`, { field: 'name' });
  return found;
}

/** @throws {CxError} PARTY_INVALID */
function requireParty({ department, line }: Contest, chargedTo: string): void {
  if (line !== undefined && chargedTo !== '')
    throw new CxError('PARTY_INVALID', 'a line is charged to no one: dismiss it, or take it out', {
      field: 'charged_to',
    });
  if (chargedTo === department)
    throw new CxError('PARTY_INVALID', 'the contesting department answers already; dismiss the contest', {
      field: 'charged_to',
    });
}

/** Whether a second reviewer confirms it: of cases by their share of a month, of a line always, because it is all that a department is paid by. */
async function isSharedDecision(tx: Transaction, contest: Contest, outcome: RulingOutcome): Promise<boolean> {
  if (contest.line !== undefined) return outcome !== 'DISMISSED';
  return needsSecond(outcome, await ruledShare(tx, contest, monthOf(contest)));
}

function requireUndecided({ state, ruling = 0 }: Contest, replaces: number): void {
  if (state !== 'AWAITS_SECOND' && ruling === replaces) return;
  const what = state === 'AWAITS_SECOND' ? 'a decision about it waits for a second reviewer' : `ruling ${ruling} holds`;
  throw new CxError('CONTEST_DECIDED', `${what}; replaces names the ruling that this one replaces`, {
    field: 'replaces',
    facts: { ruling: String(ruling) },
  });
}

/**
 * What the clock has upheld counts in the result of its period. A person rules on it again after the close, so that no one who was late changes what is paid.
 *
 * @throws {CxError} RULING_WAITS_FOR_CLOSE
 */
async function requireSettled(tx: Transaction, contest: Contest): Promise<void> {
  const isOverdue = (await decisionsOf(tx, [contest])).some(({ dueAt }) => dueAt !== undefined);
  if (!isOverdue || (await isClosedDay(tx, contest.day))) return;
  throw new CxError('RULING_WAITS_FOR_CLOSE', 'the decision was overdue, and the period of the case is not closed', {
    field: 'name',
  });
}

/**
 * A ruling rests on what is contested: it cites a verdict of the case at least, and none of another case; of a line a version of its period.
 *
 * @throws {CxError} CITATION_MISSING
 */
async function requireCitation(tx: Transaction, contest: Contest, cites: readonly string[]): Promise<void> {
  const { line } = contest;
  const citable = line === undefined ? await citableOf(tx, contest) : await citableOfLine(tx, line);
  const cited = cites.filter((one) => one.startsWith(line === undefined ? 'observations/' : 'periods/'));
  if (cited.length > 0 && cited.every((one) => citable.includes(one))) return;
  const [example] = citable.slice(-1);
  throw new CxError(
    'CITATION_MISSING',
    `cite a ${line === undefined ? 'verdict of this case' : 'version of this period'}${example === undefined ? '' : `, such as ${example}`}`,
    {
      field: 'cites',
    },
  );
}

async function isClosedDay(tx: Transaction, day: Day): Promise<boolean> {
  const [row] = await tx.query<{ closed: boolean }>(sql('is-closed-day'), [day]);
  return row?.closed ?? false;
}

/** A reviewer decides about no department of their own, and about nothing that they have contested themselves. */
export function requireOutsider({ department, judgedBy, openedBy }: Contest, chargedTo: string, by: Reviewer): void {
  const own = by.departments.find((one) => [department, judgedBy, chargedTo].includes(one));
  if (own !== undefined)
    throw new CxError(
      'RULING_OWN_DEPARTMENT',
      `the caller belongs to ${own}; a reviewer of no department concerned rules`,
    );
  if (openedBy === by.name) throw new CxError('RULING_SAME_PERSON', 'the caller has opened this contest');
}

/** Shares are of the calendar month of the case, whatever periods the ruleset has. */
function monthOf({ day }: Pick<Contest, 'day'>) {
  const month = parsePeriod(day.slice(0, 7));
  if (month === undefined) throw new Error(`the day ${day} is in no month`);
  return month;
}

function hashOf({ contest, outcome, chargedTo, reason, evidence, replaces, cites }: Deciding): Buffer {
  const fields = [contest, outcome, chargedTo, replaces, evidence, reason, ...cites];
  return createHash('sha256').update(fields.join('\n')).digest();
}
