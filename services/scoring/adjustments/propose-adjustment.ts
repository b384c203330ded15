import { CxError } from '#libs/domain/error.js';
import type { Transaction } from '#libs/postgres/database.js';
import { viewAtCut } from '../counts/cut.js';
import type { SnapshotContent } from '../periods/content.js';
import { requireGuards } from '../periods/guards.js';
import type { Life } from '../periods/life/read-life.js';
import { inOneState } from '../periods/life/take-step.js';
import { type EarlierVersion, makeContent } from '../periods/make-content.js';
import { indexesOf, type PeriodReading, readPeriod, type SnapshotTerms } from '../periods/read-period.js';
import { findCut } from '../periods/store.js';
import type { AdjustmentReason } from './adjustment.js';
import { adjustmentIn, latestOf, type ReadAdjustment, readAdjustments } from './read-adjustments.js';
import { releasedBy } from './released-by.js';
import { changedLines, hasSameFigures, heldIn, restatedContent } from './restated-content.js';
import { type RecountRules, rulesOfClose } from './rules-of-close.js';
import { addAdjustment, doneBefore } from './store.js';
import type { Adjusting, AskingToAdjust } from './take-adjustment-step.js';

export interface Proposing extends AskingToAdjust {
  readonly reasonCode: AdjustmentReason;
  readonly reason: string;
  readonly isExtra: boolean;
  /** Departments that it takes from their hold; with HOLD_RELEASED only. */
  readonly releases: readonly string[];
  /** "cx-index 0.2.0" */
  readonly engine: string;
}

/**
 * Proposes a correction of a closed period: counts the whole period again at its newest drained batches, by the rules that closed it, and stores the
 * restated version beside the latest one. Nothing that was stated before changes.
 *
 * @throws {CxError} REQUEST_ID_REUSED, PERIOD_NOT_IN_CALENDAR, PERIOD_NOT_CLOSED, PERIOD_FINAL, RULESET_NOT_BOUND, what `releasedBy`
 *                   throws, the guards of a version but COVERAGE_TOO_LOW, ENGINE_DIFFERS, NOTHING_CHANGES, PERIOD_RACE
 */
export function proposeAdjustment({ database, rulesets }: Adjusting, proposing: Proposing): Promise<ReadAdjustment> {
  const { period, by, now, reasonCode, reason, isExtra, engine } = proposing;
  return inOneState(database, async (tx) => {
    const { life, adjustments } = await readAdjustments(tx, period, rulesets, now);
    const before = await doneBefore(tx, proposing);
    if (before !== undefined) return adjustmentIn(await readAdjustments(tx, period, rulesets, now), before.number);
    const latest = latestOf(life);
    requireNotFinal(life);
    const released = releasedBy(proposing, latest.content);
    const rules = rulesOfClose(rulesets, latest.content);
    const held = new Set(heldIn(latest.content).filter((department) => !released.includes(department)));
    const earlier = { content: latest.content, cut: await findCut(tx, period.name, latest.content.version) };
    const reading = await recount(tx, life, rules, { held, arrivals: { earlierCut: earlier.cut } });
    if (reasonCode !== 'ENGINE_DEFECT') await requireSameEngine(tx, { life, earlier, rules, reading, engine });
    const number = adjustments.length + 1;
    const recounted = makeContent({ reading, earlier, reason: reasonCode, engine });
    const content = restatedContent(recounted, latest.content, { number, reason: reasonCode, released });
    requireChange(latest.content, content);
    await addAdjustment(tx, proposing, {
      ...{ period: period.name, number, reasonCode, reason, isExtra, supersedes: latest.content.version, content },
      ...{ proposedBy: by.name, proposedAt: now, cut: reading.counts.cut },
    });
    return adjustmentIn(await readAdjustments(tx, period, rulesets, now), number);
  });
}

/** Nothing is corrected after the long stop, whatever arrives. @throws {CxError} PERIOD_FINAL */
export function requireNotFinal({ state, period }: Pick<Life, 'state' | 'period'>): void {
  if (state === 'FINAL')
    throw new CxError('PERIOD_FINAL', `${period.name} is FINAL: what arrives is kept and counted as L5`, {
      field: 'name',
    });
}

/** The whole period at its newest drained batches. Low coverage is stated in the line; it does not keep a wrong figure in force. */
async function recount(
  tx: Transaction,
  { period, now }: Life,
  rules: RecountRules,
  terms: SnapshotTerms,
): Promise<PeriodReading> {
  const reading = await readPeriod(tx, period, rules, now, terms);
  const guards = reading.guards.filter(({ reason }) => reason !== 'COVERAGE_TOO_LOW');
  requireGuards(guards, period, 'name');
  return reading;
}

interface EngineCheck {
  readonly life: Life;
  readonly earlier: EarlierVersion & { readonly content: SnapshotContent };
  readonly rules: RecountRules;
  readonly reading: PeriodReading;
  readonly engine: string;
}

/**
 * Computes the latest version again at its own cut. Only when it comes out the same is a difference at the new cut one of the data.
 *
 * @throws {CxError} ENGINE_DIFFERS
 */
async function requireSameEngine(
  tx: Transaction,
  { life, earlier, rules, reading, engine }: EngineCheck,
): Promise<void> {
  const { period } = life;
  const { ruleset } = reading;
  if (ruleset === undefined) throw new Error('a period without a ruleset passed the guards');
  const { content, cut } = earlier;
  const counts = { view: await viewAtCut(tx, cut, period.firstDay, period.lastDay), cut, batches: [] };
  const then = { ...reading, counts, indexes: indexesOf(period, ruleset, rules, counts) };
  const again = makeContent({ reading: then, earlier: undefined, reason: content.reason, engine });
  if (hasSameFigures(content, again)) return;
  throw new CxError(
    'ENGINE_DIFFERS',
    `this engine does not make version ${content.version} again from its own counts; only an ENGINE_DEFECT is corrected by another engine`,
    { field: 'reason' },
  );
}

function requireChange(latest: SnapshotContent, restated: SnapshotContent): void {
  if (changedLines(latest, restated).length === 0)
    throw new CxError('NOTHING_CHANGES', `the counts of now make version ${latest.version} again`, { field: 'name' });
}
