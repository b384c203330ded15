import {
  Contest,
  ContestState,
  type Decision,
  Ground,
  RulingOutcome,
  SecondAnswer,
} from '#libs/contracts/cx/contests/v1/contests.js';
import type { Call } from '../command.js';
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
  const at = openedAt?.toISOString().slice(0, 16) ?? '';
  const who = openedBy === '' ? name.split('/')[1] : `${openedBy} of ${name.split('/')[1]}`;
  return [
    `  ${name}  ${stateWords(contest)}, opened ${at}Z by ${who}`,
    `      ${lastOf(judgedBy)} judged ${metric} of ${day}, case ${hex(caseRef)}`,
    `      ground: ${groundWords(ground)}${responsible === '' ? '' : `; responsible: ${responsible}`}; evidence: ${evidence}`,
    ...decisions.flatMap(decisionLines),
  ];
}

/** What was decided, by whom where the caller may know, and what a second reviewer answered. */
function decisionLines(decision: Decision): string[] {
  const { number, reason, evidence, decidedAt, decidedBy, needsSecond, answer, answerReason, answeredBy, ruling } =
    decision;
  const at = decidedAt?.toISOString().slice(0, 16) ?? '';
  const what = ruling === 0 ? `decision ${number}` : `ruling ${ruling} (decision ${number})`;
  const by = (name: string) => (name === '' ? '' : ` by ${name}`);
  const second = {
    [SecondAnswer.SECOND_ANSWER_CONFIRMED]: `confirmed${by(answeredBy)}: ${answerReason}`,
    [SecondAnswer.SECOND_ANSWER_REFUSED]: `refused${by(answeredBy)}: ${answerReason}`,
    [SecondAnswer.SECOND_ANSWER_UNSPECIFIED]: 'waits for a second reviewer: more than 2 % of the cases would be ruled',
  }[answer];
  return [
    `      ${what}: ${outcomeWords(decision)}, ${at}Z${by(decidedBy)}: ${reason}; evidence: ${evidence}`,
    ...(needsSecond ? [`      ${second}`] : []),
  ];
}

/** "charged to partner/acme" */
function outcomeWords({ outcome, chargedTo }: Decision): string {
  if (outcome === RulingOutcome.RULING_OUTCOME_CHARGED) return `charged to ${chargedTo}`;
  return outcome === RulingOutcome.RULING_OUTCOME_TAKEN_OUT ? 'taken out' : 'dismissed';
}

function stateWords({ state, ruling }: Contest): string {
  if (state === ContestState.CONTEST_STATE_RULED) return `ruling ${ruling} holds`;
  return ContestState[state]?.replace('CONTEST_STATE_', '').toLowerCase().replaceAll('_', ' ') ?? 'in an unknown state';
}

/** "fault of partner" */
export function groundWords(ground: Ground): string {
  return Ground[ground]?.replace('GROUND_', '').toLowerCase().replaceAll('_', ' ') ?? 'an unknown ground';
}
