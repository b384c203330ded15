import type { Role } from '#libs/domain/access.js';
import type { Instant } from '#libs/domain/time.js';
import type { Guard } from '../guards.js';
import { approvalsOf } from './approvals.js';
import { closeGuards } from './closing-guards.js';
import { openContests } from './contests-in-time.js';
import { ALLOWED, isClosingVersion, reviewEnds } from './period-state.js';
import type { Life } from './read-life.js';

/** What happens to a period next, and who may do it. */
export interface NextStep {
  readonly kind: 'NONE' | 'WAIT' | 'CREATE_SNAPSHOT' | 'DECIDE_CONTESTS' | 'APPROVE' | 'CLOSE';
  /** When the clock goes on; undefined when people do. */
  readonly at: Instant | undefined;
  readonly roles: readonly Role[];
  /** Of these roles, people who may not. */
  readonly not: readonly string[];
}

const CLOSERS: readonly Role[] = ['HR_MAKER', 'HR_APPROVER', 'FINANCE_APPROVER'];

/** The next step of a period. Pure. @param authors  who may not approve because they wrote the rules */
export function nextStepOf(life: Life, authors: readonly string[] = []): NextStep {
  const { state, windows, history } = life;
  const wait = (at: Instant): NextStep => ({ kind: 'WAIT', at, roles: [], not: [] });
  const makerName = history.versions.at(-1)?.madeBy ?? '';
  const maker = makerName === '' ? [] : [makerName];
  if (state === 'ANNOUNCED') return wait(windows.beginsAt);
  if (state === 'OPEN') return wait(windows.endsAt);
  if (state === 'COLLECTING' && life.now < windows.graceEndsAt) return wait(windows.graceEndsAt);
  if (state === 'COLLECTING') return byPeople('CREATE_SNAPSHOT', ['HR_MAKER']);
  if (state === 'PROVISIONAL') return wait(reviewEnds(history, windows));
  if (state === 'APPROVED') return byPeople('CLOSE', CLOSERS, maker);
  if (state !== 'IN_REVIEW') return { kind: 'NONE', at: undefined, roles: [], not: [] };
  const { current, carvedOut } = approvalsOf(history);
  if (openContests(history, windows.reviews, carvedOut).length > 0 && current.length === 0)
    return byPeople('DECIDE_CONTESTS', ['REVIEWER']);
  if (!isClosingVersion(history, windows)) return byPeople('CREATE_SNAPSHOT', ['HR_MAKER']);
  const not = [...new Set([...maker, ...current.map(({ by }) => by), ...authors])];
  return byPeople('APPROVE', ['HR_APPROVER', 'FINANCE_APPROVER'], not);
}

function byPeople(kind: NextStep['kind'], roles: readonly Role[], not: readonly string[] = []): NextStep {
  return { kind, at: undefined, roles, not };
}

/** The conditions of a close, shown from the first version on, so that all see what is missing. */
export function shownGuards({ history, windows, now, state }: Life): readonly Guard[] {
  const isOver = ALLOWED[state].length === 0;
  return isOver || history.versions.length === 0 ? [] : closeGuards(history, windows, now);
}

/** Whether the time for decisions is over and the period is not closed. */
export function isOverdue({ state, windows: { decideBy }, now }: Life): boolean {
  return (state === 'IN_REVIEW' || state === 'APPROVED') && decideBy !== undefined && now >= decideBy;
}
