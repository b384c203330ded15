import { CxError, type Reason } from '#libs/domain/error.js';
import type { Period } from '#libs/domain/period.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { isUniqueViolation } from '#libs/postgres/unique-violation.js';
import type { Rulesets } from '../../rulesets/rulesets.js';
import { type Guard, requireGuards } from '../guards.js';
import type { PeriodCommand } from './period-state.js';
import { type Life, readLife, requireAllowed, requireGoingOn } from './read-life.js';
import { type Asker, addStep, isTaken, type StepRequest, type StepToAdd } from './store.js';

/** What every step needs. */
export interface Stepping {
  readonly database: Database;
  readonly rulesets: Rulesets;
}

/** A step as a person asks for it. */
export interface Asking extends StepRequest {
  readonly period: Period;
  /** The number of steps that the caller has read. */
  readonly expectedVersion: number;
  readonly by: Asker;
  readonly now: Instant;
}

/**
 * Takes one step of a period: reads its life, asks whether the step may be taken, and adds it, all in one transaction of one state of the
 * database. The same request again takes no second step.
 *
 * @param decide    what the step is, or a refusal; it may add rows beside the step
 * @param guardsOf  conditions that say more than the state: a refusal names each that is not met
 * @returns         the life after it
 * @throws {CxError} REQUEST_ID_REUSED, PERIOD_NOT_IN_CALENDAR, PERIOD_CLOSED, PERIOD_STATE_WRONG, PERIOD_CHANGED, PERIOD_RACE, and what
 *                   `decide` throws
 */
export function takeStep(
  { database, rulesets }: Stepping,
  command: PeriodCommand,
  asking: Asking,
  decide: (life: Life, tx: Transaction) => Promise<StepToAdd>,
  guardsOf: (life: Life) => readonly Guard[] = () => [],
): Promise<Life> {
  const { period, by, now } = asking;
  return inOneState(database, async (tx) => {
    const life = await readLife(tx, period, rulesets, now);
    if (await isTaken(tx, asking)) return life;
    const taken = life.history.events.length;
    requireGoingOn(life);
    requireVersion(taken, asking.expectedVersion);
    requireGuards(guardsOf(life), period, 'name');
    requireAllowed(life, command);
    const step = await decide(life, tx);
    await addStep(tx, period.name, asking, step, { number: taken + 1, by, at: now });
    return readLife(tx, period, rulesets, now);
  });
}

/** Runs a command about a period in one transaction of one state of the database. @throws {CxError} PERIOD_RACE */
export async function inOneState<Answer>(
  database: Database,
  work: (tx: Transaction) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await database.transaction(work, { isolation: 'repeatable read', statementTimeoutMs: 60_000 });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new CxError('PERIOD_RACE', 'something else happened to this period at this moment', { cause: error });
    throw error;
  }
}

function requireVersion(taken: number, expected: number): void {
  if (expected === taken) return;
  throw new CxError('PERIOD_CHANGED', `${taken} steps were taken, not ${expected}`, {
    field: 'expected_version',
    facts: { version: String(taken) },
  });
}

/** @throws {CxError} unless a condition about people holds */
export function requirePeople(isMet: boolean, reason: Reason, message: string, field = ''): void {
  if (!isMet) throw new CxError(reason, message, { field });
}
