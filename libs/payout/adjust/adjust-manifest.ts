import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { textCell } from '#libs/domain/csv-cell.js';
import { amountText, CURRENCY_TABLE, currencyExponent } from '#libs/domain/currency.js';
import { type Fraction, fractionText, reduced } from '#libs/domain/fraction.js';
import type { DepartmentFactor } from '../factor/department-factor.js';
import type { Manifest } from '../manifest/manifest.js';
import { type PayPlan, type Pool, STEPS } from '../plan.js';
import { type AdjustedAmount, isMoved, RECOVERIES } from './adjust-amounts.js';

/** What a correction was computed from. */
export interface AdjustmentInputs {
  /** The period that is corrected, and the one in which the correction counts. */
  readonly effectivePeriod: string;
  readonly postingPeriod: string;
  /** "periods/2018-07/snapshots/3", and the hash of its content in hexadecimal digits. */
  readonly closed: { readonly name: string; readonly sha256: string };
  readonly restated: { readonly name: string; readonly sha256: string };
  readonly plan: { readonly name: string; readonly sha256: string };
  readonly rules: PayPlan;
  readonly pool: Pool;
  readonly scale: Fraction;
  /** By the closed and by the restated result. */
  readonly closedFactors: readonly DepartmentFactor[];
  readonly restatedFactors: readonly DepartmentFactor[];
  /** Departments whose restated line is not payable: they stay paid as with the close. */
  readonly notRestated: readonly string[];
  readonly deMinimisMinor: bigint;
  readonly rosterSha256: string;
  /** `content_sha256` of the manifest of the close, and the hashes of the files of earlier corrections. */
  readonly closedManifestSha256: string;
  readonly earlierSha256: readonly string[];
  /** `content_sha256` of the manifest of a correction that this one replaces. */
  readonly replaces?: string | undefined;
}

export const COLUMNS = [
  ...['payee', 'delta', 'currency', 'action', 'recovery', 'effective_period', 'posting_period', 'closed_amount', 'due'],
  ...['paid_before', 'before_pool_closed_minor', 'before_pool_restated_minor', 'scale'],
] as const;

/**
 * The deltas as RFC 4180 text: a row for each payee whose amount moved or who has a delta, in the order of the roster; UTF-8, LF, the same bytes
 * every time. Both periods stand in each row.
 */
export function adjustmentCsv(
  amounts: readonly AdjustedAmount[],
  { effectivePeriod, postingPeriod, scale, pool: { currency } }: AdjustmentInputs,
): string {
  const money = (minor: bigint) => amountText(minor, currency);
  const rows = amounts
    .filter((one) => one.action !== 'NONE' || isMoved(one))
    .map((one) => [
      ...[textCell(one.payee.ref), money(one.deltaMinor), currency, one.action, one.recovery ?? '', effectivePeriod],
      ...[postingPeriod, money(one.closedMinor), money(one.dueMinor), money(one.paidBeforeMinor)],
      ...[text(one.exactClosed), text(one.exactRestated), text(scale)],
    ]);
  return [COLUMNS, ...rows, []].map((row) => row.join(',')).join('\n');
}

/**
 * The proof of a correction without its roster: what it was computed from and the control totals. What is paid comes from the reserve of the pool: the
 * amounts of the close stay. `content_sha256` is the hash of everything else.
 *
 * @param fileSha256  of the file with the deltas
 */
export function adjustmentManifest(
  inputs: AdjustmentInputs,
  amounts: readonly AdjustedAmount[],
  fileSha256: string,
): Manifest {
  const { pool, scale } = inputs;
  const money = (minor: bigint) => amountText(minor, pool.currency);
  const total = (of: readonly AdjustedAmount[]) => of.reduce((sum, { deltaMinor }) => sum + deltaMinor, 0n);
  const of = (action: AdjustedAmount['action']) => amounts.filter((one) => one.action === action);
  const reported = RECOVERIES.map((recovery) => {
    const own = of('REPORT').filter((one) => one.recovery === recovery);
    return { recovery, payees: own.length, amount: money(total(own)) };
  });
  const content = {
    format: 'cx-payout-adjustment/1',
    ...{ effectivePeriod: inputs.effectivePeriod, postingPeriod: inputs.postingPeriod },
    ...{ closed: inputs.closed.name, closedSha256: inputs.closed.sha256 },
    ...{ restated: inputs.restated.name, restatedSha256: inputs.restated.sha256 },
    ...{ plan: inputs.plan.name, planSha256: inputs.plan.sha256, steps: STEPS, rounding: inputs.rules.rounding },
    ...{ pool: pool.name, entity: pool.entity, currency: pool.currency, currencyTable: CURRENCY_TABLE },
    ...{ currencyDecimals: currencyExponent(pool.currency), scale: text(scale) },
    ...{ payees: amounts.length, paidPayees: of('PAY').length, reservePaid: money(total(of('PAY'))), reported },
    belowDeMinimis: { payees: of('BELOW_DE_MINIMIS').length, amount: money(total(of('BELOW_DE_MINIMIS'))) },
    deMinimis: money(inputs.deMinimisMinor),
    due: money(amounts.reduce((sum, { dueMinor }) => sum + dueMinor, 0n)),
    paidBefore: money(amounts.reduce((sum, { paidBeforeMinor }) => sum + paidBeforeMinor, 0n)),
    departments: inputs.restatedFactors.map(({ department, indexE4, factor }) => {
      const before = inputs.closedFactors.find((one) => one.department === department);
      return {
        department,
        ...{ closedIndexE4: before?.indexE4, closedFactor: before && text(before.factor) },
        ...{ restatedIndexE4: indexE4, restatedFactor: text(factor) },
      };
    }),
    ...{ notRestated: inputs.notRestated, rosterSha256: inputs.rosterSha256 },
    ...{ closedManifestSha256: inputs.closedManifestSha256, earlierSha256: inputs.earlierSha256, fileSha256 },
    replaces: inputs.replaces,
  };
  const json = JSON.parse(canonicalJson(content)) as Record<string, unknown>;
  const contentSha256 = createHash('sha256').update(canonicalJson(content)).digest('hex');
  return { ...json, content_sha256: contentSha256, signature: '' };
}

function text(exact: Fraction): string {
  return fractionText(reduced(exact));
}
