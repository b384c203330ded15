import {
  ContestState,
  type Decision as DecisionMessage,
  type Hearing as HearingMessage,
  type Contest as Message,
  SecondAnswer,
} from '#libs/contracts/cx/contests/v1/contests.js';
import type { Caller } from '#libs/domain/access.js';
import { GROUNDS } from '#libs/domain/contest.js';
import { RULING_OUTCOMES, SECOND_ANSWERS } from '#libs/domain/ruling.js';
import type { Decision } from '../../contests/decisions.js';
import type { Hearing } from '../../contests/hearings.js';
import type { Contest, ContestState as State } from '../../contests/store.js';
import { snapshotName } from '../../periods/content.js';
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

/** What became of contests, of these and perhaps of others. */
export interface BesideContests {
  readonly decisions: readonly Decision[];
  readonly hearings: readonly Hearing[];
}

/** A contest as a caller sees it: who opened and answered it is for reviewers, auditors and that person; who decided for reviewers and auditors. */
export function contestToProto(contest: Contest, { decisions, hearings }: BesideContests, caller: Caller): Message {
  const {
    number,
    department,
    judgedBy,
    ground,
    state,
    openedAt,
    openedBy,
    dueAt,
    ruling = 0,
    requestSha256: _,
    line,
    ...rest
  } = contest;
  const isOwn = ({ contest: one }: { readonly contest: number }) => one === number;
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
    decisions: decisions.filter(isOwn).map((one) => decisionToProto(one, seesPeople)),
    decideBy: dueAt === undefined ? undefined : new Date(dueAt),
    snapshot: line === undefined ? '' : snapshotName(line),
    expectedIndexE4: line?.expectedE4,
    hearings: hearings.filter(isOwn).map((one) => hearingToProto(one, seesPeople ? undefined : caller.name)),
  };
}

function decisionToProto(decision: Decision, seesPeople: boolean): DecisionMessage {
  const { contest: _, outcome, decidedAt, decidedBy, answer, answeredBy, dueAt, cites, ruling = 0, ...rest } = decision;
  return {
    ...rest,
    outcome: RULING_OUTCOMES.numberOf(outcome),
    decidedAt: new Date(decidedAt),
    decidedBy: seesPeople ? decidedBy : '',
    answer: answer === undefined ? SecondAnswer.SECOND_ANSWER_UNSPECIFIED : SECOND_ANSWERS.numberOf(answer),
    answeredBy: seesPeople ? answeredBy : '',
    cites: [...cites],
    overdueSince: dueAt === undefined ? undefined : new Date(dueAt),
    ruling,
  };
}

/** @param reader  who reads it and sees no one else; undefined for one who sees all */
function hearingToProto({ party, openedAt, endsAt, answer }: Hearing, reader: string | undefined): HearingMessage {
  const { text = '', evidence = [], answeredBy = '', answeredAt } = answer ?? {};
  return {
    ...{ party: `departments/${party}`, text, evidence: [...evidence] },
    openedAt: new Date(openedAt),
    endsAt: new Date(endsAt),
    answeredAt: answeredAt === undefined ? undefined : new Date(answeredAt),
    answeredBy: reader === undefined || reader === answeredBy ? answeredBy : '',
  };
}
