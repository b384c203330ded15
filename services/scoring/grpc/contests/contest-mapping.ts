import { ContestState, type Contest as Message } from '#libs/contracts/cx/contests/v1/contests.js';
import type { Caller } from '#libs/domain/access.js';
import { GROUNDS } from '#libs/domain/contest.js';
import type { Contest, ContestState as State } from '../../contests/store.js';
import { contestName } from './contest-names.js';

const STATES: Readonly<Record<State, ContestState>> = { OPEN: ContestState.CONTEST_STATE_OPEN };

/** The states that a request names; undefined for all. A state that this version does not know finds nothing. */
export function statesFrom(states: readonly ContestState[]): readonly State[] | undefined {
  if (states.length === 0) return undefined;
  return (Object.keys(STATES) as State[]).filter((state) => states.includes(STATES[state]));
}

/** A contest as a caller sees it: who opened it is for reviewers, auditors and that person. */
export function contestToProto(contest: Contest, caller: Caller): Message {
  const { number, department, judgedBy, ground, state, openedAt, openedBy, requestSha256: _, ...rest } = contest;
  const mayKnow = openedBy === caller.name || caller.bindings.some(({ role }) => SEE_PEOPLE.includes(role));
  return {
    ...rest,
    name: contestName(department, number),
    judgedBy: `departments/${judgedBy}`,
    ground: GROUNDS.numberOf(ground),
    state: STATES[state],
    openedAt: new Date(openedAt),
    openedBy: mayKnow ? openedBy : '',
  };
}

const SEE_PEOPLE: readonly string[] = ['REVIEWER', 'AUDITOR'];
