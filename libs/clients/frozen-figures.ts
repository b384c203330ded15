import type { BonusInputServiceClient, Snapshot } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { type Period, parsePeriod, previousPeriod } from '#libs/domain/period.js';
import { call as ask, refusalOf } from '#libs/grpc/client.js';
import { type Frozen, figuresOfLine } from '#libs/payout/close/frozen-version.js';
import { type FiguresByPeriod, sameAYearBefore } from '#libs/payout/factor/period-factors.js';

/**
 * The newest version of a period before any correction, with the period before and that of the year before; undefined when the period has no version.
 * What is corrected after the close is paid by itself.
 */
export async function frozenFigures(inputs: BonusInputServiceClient, period: Period): Promise<Frozen | undefined> {
  const snapshot = await uncorrected(inputs, period.name);
  return snapshot && { snapshot, figures: await figuresAround(inputs, snapshot, period) };
}

/** The figures of a version, with those of the periods that its factors look back to. */
export async function figuresAround(
  inputs: BonusInputServiceClient,
  snapshot: Snapshot,
  period: Period,
): Promise<FiguresByPeriod> {
  const yearBefore = parsePeriod(sameAYearBefore(period.name))?.name;
  const past = [previousPeriod(period).name, ...(yearBefore === undefined ? [] : [yearBefore])];
  const figures = new Map([[period.name, snapshot.inputs.map(figuresOfLine)]]);
  for (const name of past) {
    const earlier = await uncorrected(inputs, name);
    if (earlier !== undefined) figures.set(name, earlier.inputs.map(figuresOfLine));
  }
  return figures;
}

async function uncorrected(inputs: BonusInputServiceClient, period: string): Promise<Snapshot | undefined> {
  let found = await newestVersion(inputs, period);
  while (found?.state === 'ADJUSTED')
    found = await ask(inputs, 'getSnapshot', { name: `periods/${period}/snapshots/${found.supersedes}` });
  return found;
}

/** Also a restated one; undefined when the period has no version. */
export async function newestVersion(inputs: BonusInputServiceClient, period: string): Promise<Snapshot | undefined> {
  try {
    return await ask(inputs, 'getSnapshot', { name: `periods/${period}/snapshots/latest` });
  } catch (error) {
    if (refusalOf(error)?.reason === 'SNAPSHOT_UNKNOWN') return undefined;
    throw error;
  }
}
