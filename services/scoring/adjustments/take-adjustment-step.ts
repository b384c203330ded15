import { CxError } from '#libs/domain/error.js';
import type { Period } from '#libs/domain/period.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import type { Asker, StepRequest } from '../periods/life/store.js';
import { inOneState } from '../periods/life/take-step.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import { type AdjustmentCommand, type AdjustmentState, ALLOWED_OF_ADJUSTMENT } from './adjustment-state.js';
import { adjustmentIn, type PeriodAdjustments, type ReadAdjustment, readAdjustments } from './read-adjustments.js';
import { type AdjustmentStepToAdd, addAdjustmentStep, doneBefore } from './store.js';

/** What every command about adjustments needs. */
export interface Adjusting {
  readonly database: Database;
  readonly rulesets: Rulesets;
}

/** What a person asks for, as proven. */
export interface AskingToAdjust extends StepRequest {
  readonly period: Period;
  readonly by: Asker;
  readonly now: Instant;
}

/** A step of one adjustment. */
export interface AskingAboutAdjustment extends AskingToAdjust {
  readonly number: number;
  /** What the caller has read, in hexadecimal; undefined of a withdrawal. */
  readonly contentSha256?: string;
}

/**
 * Takes one step of an adjustment: reads it, asks whether the step may be taken, and adds it. The same request again takes no second step.
 *
 * @param decide  what the step is, or a refusal; it may add rows beside the step
 * @param after   adds rows that need the step
 * @returns       the adjustment after it
 * @throws {CxError} REQUEST_ID_REUSED, PERIOD_NOT_IN_CALENDAR, ADJUSTMENT_UNKNOWN, PERIOD_FINAL, ADJUSTMENT_STALE, ADJUSTMENT_STATE_WRONG,
 *                   CONTENT_NOT_NEWEST, PERIOD_RACE, and what `decide` throws
 */
export function takeAdjustmentStep(
  { database, rulesets }: Adjusting,
  command: AdjustmentCommand,
  asking: AskingAboutAdjustment,
  decide: (found: ReadAdjustment, all: PeriodAdjustments, tx: Transaction) => Promise<AdjustmentStepToAdd>,
  after: (found: ReadAdjustment, tx: Transaction) => Promise<void> = async () => undefined,
): Promise<ReadAdjustment> {
  const { period, number, by, now, contentSha256 } = asking;
  const read = (tx: Transaction) => readAdjustments(tx, period, rulesets, now);
  return inOneState(database, async (tx) => {
    const all = await read(tx);
    const found = adjustmentIn(all, number);
    if ((await doneBefore(tx, asking)) !== undefined) return found;
    requireCommand(found, command);
    if (contentSha256 !== undefined && contentSha256 !== found.adjustment.contentSha256)
      throw new CxError('CONTENT_NOT_NEWEST', 'the adjustment has another hash', { field: 'content_sha256' });
    const step = await decide(found, all, tx);
    await addAdjustmentStep(tx, found.adjustment, asking, step, { by, at: now });
    await after(found, tx);
    return adjustmentIn(await read(tx), number);
  });
}

const WHY: Partial<Record<AdjustmentState, 'PERIOD_FINAL' | 'ADJUSTMENT_STALE'>> = {
  LAPSED: 'PERIOD_FINAL',
  STALE: 'ADJUSTMENT_STALE',
};

/** @throws {CxError} PERIOD_FINAL, ADJUSTMENT_STALE, APPROVALS_MISSING, ADJUSTMENT_STATE_WRONG when the state does not allow a command */
export function requireCommand({ state }: Pick<ReadAdjustment, 'state'>, command: AdjustmentCommand): void {
  // What a posting lacks is named by its guard.
  if (ALLOWED_OF_ADJUSTMENT[state].includes(command) || (command === 'POST' && state === 'PROPOSED')) return;
  throw new CxError(WHY[state] ?? 'ADJUSTMENT_STATE_WRONG', `the adjustment is ${state}`, {
    field: 'name',
    facts: { state },
  });
}
