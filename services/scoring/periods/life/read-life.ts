import { CxError } from '#libs/domain/error.js';
import type { Period } from '#libs/domain/period.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import type { Ruleset } from '../../rulesets/ruleset.js';
import type { Rulesets } from '../../rulesets/rulesets.js';
import type { TermsOf } from '../create-snapshot.js';
import { holdsOf } from './holds.js';
import { ALLOWED, type PeriodCommand, type PeriodState, stateOf } from './period-state.js';
import { type ReadHistory, readHistory } from './store.js';
import { type Windows, windowsOf } from './windows.js';

/** A period at an instant: what happened, and what follows from it. */
export interface Life {
  readonly period: Period;
  readonly ruleset: Ruleset;
  readonly history: ReadHistory;
  readonly windows: Windows;
  readonly state: PeriodState;
  readonly now: Instant;
}

/**
 * @param field  of the request that names the period
 * @throws {CxError} PERIOD_NOT_IN_CALENDAR: without a ruleset a period has no windows
 */
export async function readLife(
  tx: Pick<Database, 'query'>,
  period: Period,
  rulesets: Rulesets,
  now: Instant,
  field = 'name',
): Promise<Life> {
  const ruleset = rulesets.for(period);
  if (ruleset === undefined) throw new CxError('PERIOD_NOT_IN_CALENDAR', `no ruleset names ${period.name}`, { field });
  const history = await readHistory(tx, period);
  const { zone, closing } = ruleset;
  const workdays = (knownAt: Instant) => rulesets.workdaysOf(ruleset, knownAt);
  const windows = windowsOf(period, history, { zone, closing, workdays });
  return { period, ruleset, history, windows, state: stateOf(history, windows, now), now };
}

type Standing = Pick<Life, 'state' | 'period'>;

/** @throws {CxError} PERIOD_CLOSED after the last step */
export function requireGoingOn({ state, period }: Standing, field = 'name'): void {
  if (ALLOWED[state].length > 0) return;
  throw new CxError('PERIOD_CLOSED', `${period.name} is ${state}`, { field, facts: { state } });
}

/** @throws {CxError} PERIOD_CLOSED after the last step; PERIOD_STATE_WRONG when the state does not allow a command */
export function requireAllowed({ state, period }: Standing, command: PeriodCommand): void {
  requireGoingOn({ state, period });
  if (ALLOWED[state].includes(command)) return;
  throw new CxError('PERIOD_STATE_WRONG', `${period.name} is ${state}`, { field: 'name', facts: { state } });
}

/** What the life of a period says about its next version. A period that no ruleset names has no life; the guards refuse it. */
export function termsByLife(rulesets: Rulesets): TermsOf {
  return async (tx, period, now) => {
    if (rulesets.for(period) === undefined) return {};
    const { state, history, windows } = await readLife(tx, period, rulesets, now);
    requireGoingOn({ state, period });
    const { cutOffAt, graceEndsAt } = windows;
    const held = new Set(holdsOf(history.events).flatMap(({ department }) => department ?? []));
    return { graceEndsAt, cutOffAt: cutOffAt !== undefined && now >= cutOffAt ? cutOffAt : undefined, held };
  };
}
