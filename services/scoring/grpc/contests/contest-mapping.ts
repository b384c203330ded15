import {
  ContestState,
  type Decision as DecisionMessage,
  type Contest as Message,
  SecondAnswer,
} from '#libs/contracts/cx/contests/v1/contests.js';
import type { Caller } from '#libs/domain/access.js';
import { GROUNDS } from '#libs/domain/contest.js';
import { RULING_OUTCOMES, SECOND_ANSWERS } from '#libs/domain/ruling.js';
import type { Decision } from '../../contests/decisions.js';
import type { Contest, ContestState as State } from '../../contests/store.js';
import { contestName } from './contest-names.js';

const STATES: Readonly<Record<State, ContestState>> = {
  OPEN: ContestState.CONTEST_STATE_OPEN,
  AWAITS_SECOND: ContestState.CONTEST_STATE_AWAITS_SECOND,
  RULED: ContestState.CONTEST_STATE_RULED,
};

/** The states that a request names; undefined for all. A state that this version does not know finds nothing. */
export function statesFrom(states: readonly ContestState[]): readonly State[] | undefined {
  if (states.length === 0) return undefined;
  return (Object.keys(STATES) as State[]).filter((state) => states.includes(STATES[state]));
}

/**
 * A contest as a caller sees it: who opened it is for reviewers, auditors and that person; who decided for reviewers and auditors.
 *
 * @param decisions  of this contest and perhaps of others
 */
export function contestToProto(contest: Contest, decisions: readonly Decision[], caller: Caller): Message {
  const {
    number,
    department,
    judgedBy,
    ground,
    state,
    openedAt,
    openedBy,
    ruling = 0,
    requestSha256: _,
    ...rest
  } = contest;
  const seesPeople = caller.bindings.some(({ role }) => role === 'REVIEWER' || role === 'AUDITOR');
  return {
    ...rest,
    name: contestName(department, number),
    judgedBy: `departments/${judgedBy}`,
    ground: GROUNDS.numberOf(ground),
    state: STATES[state],
    openedAt: new Date(openedAt),
    openedBy: seesPeople || openedBy === caller.name ? openedBy : '',
    ruling,
    decisions: decisions.filter((one) => one.contest === number).map((one) => decisionToProto(one, seesPeople)),
  };
}

function decisionToProto(decision: Decision, seesPeople: boolean): DecisionMessage {
  const { contest: _, outcome, decidedAt, decidedBy, answer, answeredBy, ruling = 0, ...rest } = decision;
  return {
    ...rest,
    outcome: RULING_OUTCOMES.numberOf(outcome),
    decidedAt: new Date(decidedAt),
    decidedBy: seesPeople ? decidedBy : '',
    answer: answer === undefined ? SecondAnswer.SECOND_ANSWER_UNSPECIFIED : SECOND_ANSWERS.numberOf(answer),
    answeredBy: seesPeople ? answeredBy : '',
    ruling,
  };
}
