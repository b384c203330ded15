import { createHash } from 'node:crypto';
import { type AdjustedAmount, adjustAmounts, type EarlierDeltas, type Recovery } from '../adjust/adjust-amounts.js';
import { type AdjustmentInputs, adjustmentCsv, adjustmentManifest } from '../adjust/adjust-manifest.js';
import { type FiguresByPeriod, factorsIn } from '../factor/period-factors.js';
import type { Manifest } from '../manifest/manifest.js';
import { RefusedPayout } from '../refused-payout.js';
import type { Payee } from '../roster/roster.js';
import { allocateRoster, type PayoutTerms } from './allocate-roster.js';
import { departmentOf, type FrozenVersion, figuresOfLine } from './frozen-version.js';

/** What a closed payout is corrected by. */
export interface CorrectionTerms {
  /** The terms of the close; its result is the closed version. */
  readonly closed: PayoutTerms;
  /** The newest restated version. */
  readonly restated: FrozenVersion;
  /** The manifest of the payout of the close. */
  readonly closedManifest: Manifest;
  readonly earlierOf: (ref: string) => EarlierDeltas;
  readonly earlierSha256: readonly string[];
  readonly recoveryOf: (ref: string) => Recovery;
  readonly deMinimisMinor: bigint;
  /** `content_sha256` of the manifest of a correction by the same version that this one replaces. */
  readonly replaces?: string | undefined;
}

export interface CorrectedPayout {
  readonly amounts: readonly AdjustedAmount[];
  readonly csv: string;
  readonly manifest: Manifest;
}

/** The fields in which the manifest of a close must be the one that its roster and its closed version make again. */
const OF_THE_CLOSE = [
  ...['mark', 'period', 'snapshot', 'snapshot_sha256', 'plan_sha256', 'pool', 'currency', 'scale', 'paid', 'reserved'],
  ...['inputs_sha256', 'roster_sha256'],
];

/**
 * Computes the correction of a payout: the payout of the close again, which must be the one of its manifest, then what the restated version makes of
 * it.
 *
 * @throws {RefusedPayout} NOTHING_POSTED, CLOSED_PAYOUT_DIFFERS, and what an allocation throws
 */
export function correctPayout(roster: readonly Payee[], terms: CorrectionTerms): CorrectedPayout {
  const { closed, restated, closedManifest } = terms;
  const { period, plan, pool } = closed;
  if (restated.state !== 'ADJUSTED') throw new RefusedPayout('NOTHING_POSTED');
  const paid = allocateRoster(roster, closed);
  const differing = OF_THE_CLOSE.find((field) => paid.manifest[field] !== closedManifest[field]);
  if (differing !== undefined) throw new RefusedPayout('CLOSED_PAYOUT_DIFFERS', `It differs in ${differing}.`);
  const { figures, notRestated } = restatedFigures(terms, paid.figures);
  const restatedFactors = factorsIn(plan.plan, period, figures);
  const proration = {
    period: { firstDay: period.firstDay, lastDay: period.lastDay },
    factors: new Map(restatedFactors.map((one) => [one.department, one])),
    minimumEligibleDays: plan.plan.minimumEligibleDays,
  };
  const { scale } = paid.allocation;
  const before = paid.allocation.payees.map((one) => ({
    payee: one.payee,
    exact: one,
    amountMinor: one.amountMinor,
  }));
  const amounts = adjustAmounts(before, { ...terms, plan: plan.plan, proration, scale });
  const inputs: AdjustmentInputs = {
    ...{ effectivePeriod: period.name, postingPeriod: restated.postingPeriod, rules: plan.plan, pool, scale },
    ...{
      closed: hashed(closed.frozen.snapshot),
      restated: hashed(restated),
      plan: { name: plan.name, sha256: plan.sha256 },
    },
    ...{ closedFactors: factorsIn(plan.plan, period, paid.figures), restatedFactors, notRestated },
    ...{ deMinimisMinor: terms.deMinimisMinor, rosterSha256: String(paid.manifest['roster_sha256']) },
    ...{ closedManifestSha256: String(closedManifest['content_sha256']), earlierSha256: terms.earlierSha256 },
    replaces: terms.replaces,
  };
  const csv = adjustmentCsv(amounts, inputs);
  const fileSha256 = createHash('sha256').update(csv).digest('hex');
  return { amounts, csv, manifest: adjustmentManifest(inputs, amounts, fileSha256) };
}

/** The figures of the restated version. A department whose restated line is not payable stays as it was: missing data take nothing away. */
function restatedFigures({ closed: { period }, restated }: CorrectionTerms, closedFigures: FiguresByPeriod) {
  const before = closedFigures.get(period.name) ?? [];
  const notRestated: string[] = [];
  const ofPeriod = restated.inputs.map((input) => {
    const department = departmentOf(input);
    const closed = before.find((one) => one.department === department);
    if (input.notPayableReasons.length === 0 || closed === undefined) return figuresOfLine(input);
    notRestated.push(department);
    return closed;
  });
  return { figures: new Map([...closedFigures, [period.name, ofPeriod]]), notRestated };
}

function hashed({ name, contentSha256 }: FrozenVersion) {
  return { name, sha256: Buffer.from(contentSha256).toString('hex') };
}
