import { type Contest, ContestState, Ground } from '#libs/contracts/cx/contests/v1/contests.js';
import { lastOf } from '../names.js';
import { hex } from './find-case.js';

/** A contest for people: its name and state, then what is contested and why. */
export function contestLines(contest: Contest): string[] {
  const { name, judgedBy, metric, day, caseRef, ground, evidence, responsible, openedAt, openedBy } = contest;
  const at = openedAt?.toISOString().slice(0, 16) ?? '';
  const who = openedBy === '' ? name.split('/')[1] : `${openedBy} of ${name.split('/')[1]}`;
  return [
    `  ${name}  ${stateWords(contest)}, opened ${at}Z by ${who}`,
    `      ${lastOf(judgedBy)} judged ${metric} of ${day}, case ${hex(caseRef)}`,
    `      ground: ${groundWords(ground)}${responsible === '' ? '' : `; responsible: ${responsible}`}; evidence: ${evidence}`,
  ];
}

function stateWords({ state }: Contest): string {
  return ContestState[state]?.replace('CONTEST_STATE_', '').toLowerCase().replaceAll('_', ' ') ?? 'in an unknown state';
}

/** "fault of partner" */
export function groundWords(ground: Ground): string {
  return Ground[ground]?.replace('GROUND_', '').toLowerCase().replaceAll('_', ' ') ?? 'an unknown ground';
}
