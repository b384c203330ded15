import { Contest, ContestState, type Decision, type Hearing } from '#libs/contracts/cx/contests/v1/contests.js';
import { GROUNDS } from '#libs/domain/contest.js';
import { inWords } from '#libs/domain/enum-words.js';
import { RULING_OUTCOMES, SECOND_ANSWERS } from '#libs/domain/ruling.js';
import type { Call } from '../command.js';
import { exactPoints, minute } from '../format.js';
import { lastOf } from '../names.js';
import { hex } from './find-case.js';

/** The answer of a call that returns a contest. */
export function printContest(call: Call, contest: Contest): void {
  if (call.json) call.print(JSON.stringify(Contest.toJSON(contest), undefined, 2));
  else for (const line of contestLines(contest)) call.print(line);
}

/** A contest for people: its name and state, then what is contested and why. */
export function contestLines(contest: Contest): string[] {
  const { name, judgedBy, metric, day, caseRef, ground, evidence, responsible, openedAt, openedBy, decisions } =
    contest;
  const until = contest.decideBy === undefined ? '' : `, to be decided by ${minute(contest.decideBy)}`;
  const who = openedBy === '' ? name.split('/')[1] : `${openedBy} of ${name.split('/')[1]}`;
  return [
    `  ${name}  ${stateWords(contest)}, opened ${minute(openedAt)} by ${who}${until}`,
    contest.snapshot === ''
      ? `      ${lastOf(judgedBy)} judged ${metric} of ${day}, case ${hex(caseRef)}`
      : `      the line of ${lastOf(judgedBy)} in ${contest.snapshot}${expected(contest)}`,
    `      ground: ${inWords(GROUNDS.find(ground))}${responsible === '' ? '' : `; responsible: ${responsible}`}; evidence: ${evidence}`,
    ...contest.hearings.map(hearingLine),
    ...decisions.flatMap((decision) => decisionLines(decision, contest)),
  ];
}

function expected({ expectedIndexE4 }: Contest): string {
  return expectedIndexE4 === undefined ? '' : `, expected ${exactPoints(expectedIndexE4)}`;
}

/** Who was told, and what they answered. */
function hearingLine({ party, endsAt, text, evidence, answeredAt, answeredBy }: Hearing): string {
  const told = `      ${lastOf(party)} was told`;
  if (answeredAt === undefined) return `${told} and may answer until ${minute(endsAt)}`;
  const by = answeredBy === '' ? '' : ` by ${answeredBy}`;
  const shown = evidence.length === 0 ? '' : `; evidence: ${evidence.join(', ')}`;
  return `${told} and answered ${minute(answeredAt)}${by}: ${text}${shown}`;
}

/** What was decided, by whom where the caller may know, and what a second reviewer answered. */
function decisionLines(decision: Decision, { snapshot }: Contest): string[] {
  const { number, reason, evidence, decidedAt, decidedBy, needsSecond, answer, answerReason, answeredBy, ruling } =
    decision;
  const late = decision.overdueSince === undefined ? '' : `; it was due ${minute(decision.overdueSince)}`;
  const what = ruling === 0 ? `decision ${number}` : `ruling ${ruling} (decision ${number})`;
  const by = (name: string) => (name === '' ? '' : ` by ${name}`);
  const answered = SECOND_ANSWERS.find(answer);
  const why = snapshot === '' ? 'more than 2 % of the cases would be ruled' : 'a line is upheld by two';
  const second =
    answered === undefined
      ? `waits for a second reviewer: ${why}`
      : `${inWords(answered)}${by(answeredBy)}: ${answerReason}`;
  return [
    `      ${what}: ${outcomeWords(decision)}, ${minute(decidedAt)}${by(decidedBy)}: ${reason}; evidence: ${evidence}${cited(decision)}${late}`,
    ...(needsSecond ? [`      ${second}`] : []),
  ];
}

function cited({ cites }: Decision): string {
  return cites.length === 0 ? '' : `; cites ${cites.join(', ')}`;
}

/** "charged to partner/acme" */
function outcomeWords({ outcome, chargedTo }: Decision): string {
  const words = inWords(RULING_OUTCOMES.find(outcome));
  return chargedTo === '' ? words : `${words} to ${chargedTo}`;
}

function stateWords({ state, ruling }: Contest): string {
  if (state === ContestState.CONTEST_STATE_RULED) return `ruling ${ruling} holds`;
  return inWords(ContestState[state]?.replace('CONTEST_STATE_', '')) || 'in an unknown state';
}
