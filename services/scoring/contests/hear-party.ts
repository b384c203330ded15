import { CxError } from '#libs/domain/error.js';
import { isDepartment } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import type { TermsOfContest } from './contest-terms.js';
import { contestOf, requireOutsider } from './decide-contest.js';
import type { Reviewer } from './decisions.js';
import { addHearing, addHearingAnswer, hearingsOf } from './hearings.js';
import { type Contest, lockContests } from './store.js';

/** What a department that was told answers. */
export interface AnsweringContest {
  readonly contest: number;
  readonly party: string;
  readonly text: string;
  readonly evidence: readonly string[];
  readonly now: Instant;
}

/**
 * Tells a department that the contest does not name that it may come to answer for the case. Once told, it is not told again.
 *
 * @throws {CxError} CONTEST_UNKNOWN, CONTEST_DECIDED, PARTY_INVALID, RULING_OWN_DEPARTMENT, RULING_SAME_PERSON
 */
export async function hearParty(
  database: Database,
  { contest: number, party, now }: { readonly contest: number; readonly party: string; readonly now: Instant },
  by: Reviewer,
  termsOf: TermsOfContest,
): Promise<Contest> {
  return database.transaction(async (tx) => {
    await lockContests(tx);
    const contest = await contestOf(tx, number);
    const told = await hearingsOf(tx, [contest]);
    if (told.some((one) => one.party === party)) return contest;
    requireOutsider(contest, party, by);
    if (contest.state !== 'OPEN')
      throw new CxError('CONTEST_DECIDED', 'the contest is decided; a party that it charges may contest in turn', {
        field: 'name',
      });
    if (!isDepartment(party) || party === contest.department || contest.line !== undefined)
      throw new CxError('PARTY_INVALID', 'a department is heard that has not opened the contest', { field: 'party' });
    const { hearingEndsAt: endsAt } = termsOf(contest.day, now, true);
    await addHearing(tx, { contest: number, party, openedAt: now, endsAt, askedBy: by.name });
    return contest;
  });
}

/**
 * A department that was told says what it has to say, once and before its window ends. The same answer again changes nothing.
 *
 * @throws {CxError} CONTEST_UNKNOWN, HEARING_UNKNOWN, HEARING_OVER
 */
export async function answerContest(
  database: Database,
  { contest: number, party, text, evidence, now }: AnsweringContest,
  by: Reviewer,
): Promise<Contest> {
  return database.transaction(async (tx) => {
    await lockContests(tx);
    const contest = await contestOf(tx, number);
    const hearing = (await hearingsOf(tx, [contest])).find((one) => one.party === party);
    if (hearing === undefined)
      throw new CxError('HEARING_UNKNOWN', `contest ${number} asks for nothing of ${party}`, { field: 'name' });
    const { answer, endsAt } = hearing;
    if (answer !== undefined && answer.text === text && answer.evidence.join('\n') === evidence.join('\n'))
      return contest;
    if (answer !== undefined || endsAt <= now || contest.state === 'RULED')
      throw new CxError('HEARING_OVER', answer === undefined ? 'the window is over' : `${party} has answered`, {
        field: 'name',
      });
    await addHearingAnswer(tx, hearing, { text, evidence, now }, by);
    return contestOf(tx, number);
  });
}
