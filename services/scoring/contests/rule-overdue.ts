import { createHash } from 'node:crypto';
import { type Instant, isoInstant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { holdsNothingBack, isInTime } from '../periods/life/contests-in-time.js';
import { readLife } from '../periods/life/read-life.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import { periodOfDay } from './contest-terms.js';
import { rule } from './decide-contest.js';
import { addDecision } from './decisions.js';
import { type Contest, findContest, lockContests } from './store.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** Who decides when no person did in time. No caller has this name. */
export const THE_CLOCK = 'the clock';

/**
 * Rules on the contests whose deadline has passed: each counts as upheld, so what the department answers for is taken out of the account. It charges no
 * one else, because no one found that another party did it. Only contests that were opened in the review of a period that is open, and that its approvers
 * have not left for a correction: the others change nothing of what is paid by this period.
 *
 * Nothing is kept of when this ran: what is due follows from the rows. Two processes at once make one ruling.
 *
 * @returns the numbers of the contests that it has ruled on
 */
export async function ruleOverdue(database: Database, rulesets: Rulesets, now: Instant): Promise<readonly number[]> {
  const due = await database.query<{ number: number }>(sql('due-contests'), [new Date(now)]);
  const ruled: number[] = [];
  for (const { number } of due) {
    const isRuled = await database.transaction(async (tx) => {
      await lockContests(tx);
      const contest = await findContest(tx, undefined, number);
      if (contest === undefined || contest.state === 'RULED') return false;
      if (!(await countsForPay(tx, rulesets, contest, now))) return false;
      await uphold(tx, contest, now);
      return true;
    });
    if (isRuled) ruled.push(number);
  }
  return ruled;
}

/** Whether the result of an open period waits for the decision. */
async function countsForPay(tx: Transaction, rulesets: Rulesets, contest: Contest, now: Instant): Promise<boolean> {
  const { line, day } = contest;
  const period = line === undefined ? periodOfDay(rulesets, day, now) : rulesets.period(line.period);
  if (period === undefined) return false;
  const { history, windows } = await readLife(tx, period, rulesets, now);
  if (history.events.some(({ kind }) => kind === 'CLOSED' || kind === 'VOIDED')) return false;
  const facts = history.contests.find(({ number }) => number === contest.number);
  return facts !== undefined && isInTime(facts, windows.reviews) && !holdsNothingBack(history, facts);
}

async function uphold(tx: Transaction, contest: Contest, now: Instant): Promise<void> {
  const { number, dueAt } = contest;
  if (dueAt === undefined) throw new Error(`contest ${number} has no deadline`);
  const decision = {
    ...{ contest: number, requestId: requestOf(number), requestSha256: sha256(`overdue ${number}`) },
    ...{ outcome: 'TAKEN_OUT' as const, chargedTo: '', needsSecond: false, decidedAt: now, dueAt, cites: [] },
    reason: 'No one decided in time, so the contest counts as upheld.',
    evidence: `due ${isoInstant(dueAt)}`,
  };
  const made = await addDecision(tx, decision, { name: THE_CLOCK, departments: [] });
  await rule(tx, contest, { ...decision, number: made }, now);
}

/** The same for every process, so that a second decision of the clock on a contest is refused by the table. */
function requestOf(contest: number): string {
  const hex = sha256(`request of the clock for contest ${contest}`).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
