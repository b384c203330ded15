import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { armed } from '#libs/domain/csv-cell.js';
import { amountText, parseAmount } from '#libs/domain/currency.js';
import { type Fraction, fraction, minus, times } from '#libs/domain/fraction.js';
import { RECOVERIES } from '#libs/payout/adjust/adjust-amounts.js';
import { COLUMNS } from '#libs/payout/adjust/adjust-manifest.js';
import { roundBy } from '#libs/payout/allocate/round.js';
import { ROUNDINGS } from '#libs/payout/plan.js';
import type { TrustedKey } from '#services/scoring/records/verify/check-signatures.js';
import { mustEqual } from '#services/scoring/records/verify/difference.js';
import type { Step } from '#services/scoring/records/verify/verify-bundle.js';
import { differs, type PayoutFolder, readManifest, SIGNED, sha256, signatureStep } from './signed-manifest.js';

export const CORRECTION_FORMAT = 'cx-payout-adjustment/1';

const total = z.looseObject({ payees: z.string(), amount: z.string() });
const correctionShape = z.looseObject({
  format: z.literal(CORRECTION_FORMAT),
  ...{ effective_period: z.string(), posting_period: z.string(), restated: z.string(), pool: z.string() },
  ...{ currency: z.string(), scale: z.string(), rounding: z.enum(ROUNDINGS), de_minimis: z.string() },
  ...{ paid_payees: z.string(), reserve_paid: z.string(), below_de_minimis: total },
  reported: z.array(total.extend({ recovery: z.string() })),
  ...SIGNED,
});
type Correction = z.infer<typeof correctionShape>;
type Row = Readonly<Record<string, string>>;

/** A delta that was computed again. */
interface Delta {
  readonly action: string;
  readonly recovery: string;
  readonly minor: bigint;
}

/**
 * Proves the correction of a payout from its two files: hashes, the signature, what is due to each payee that it names, the delta, and the totals.
 *
 * @param trusted  public keys that the reader got elsewhere
 * @throws {BundleDiffers} the first difference
 */
export function* verifyCorrection(folder: PayoutFolder, trusted: readonly TrustedKey[] = []): Iterable<Step> {
  const manifest = readManifest(folder, correctionShape);
  const { effective_period: period, posting_period: posting, pool, restated, currency } = manifest;
  yield { name: 'manifest', detail: `${period} corrected in ${posting}, ${pool}, by ${restated}` };
  yield signatureStep(folder.manifest, manifest, trusted);
  const file = `adjustment-${period}-v${restated.split('/').at(-1)}-${pool}.csv`;
  const text = folder.read(file);
  mustEqual(file, 'sha256', manifest.file_sha256, sha256(text));
  const rows: string[][] = parse(text, { relax_column_count: true });
  mustEqual(file, 'columns', COLUMNS.join(), rows[0]?.join());
  const deltas = rows.slice(1).map((cells, place) => {
    const row = Object.fromEntries(COLUMNS.map((name, column) => [name, cells[column] ?? '']));
    return deltaOf(row, manifest, { file, at: `row ${place + 1}` });
  });
  const of = (action: string, recovery?: string) =>
    deltas.filter((one) => one.action === action && (recovery === undefined || one.recovery === recovery));
  const sum = (some: readonly Delta[]) =>
    amountText(
      some.reduce((all, one) => all + one.minor, 0n),
      currency,
    );
  const totals: readonly (readonly [string, string, string | undefined])[] = [
    ['paid_payees', String(of('PAY').length), manifest.paid_payees],
    ['reserve_paid', sum(of('PAY')), manifest.reserve_paid],
    ['below_de_minimis', sum(of('BELOW_DE_MINIMIS')), manifest.below_de_minimis.amount],
    ...RECOVERIES.map((recovery) => {
      const stated = manifest.reported.find((one) => one.recovery === recovery)?.amount;
      return [`reported ${recovery}`, sum(of('REPORT', recovery)), stated] as const;
    }),
  ];
  for (const [field, expected, found] of totals) mustEqual(folder.manifest, field, expected, String(found));
  yield { name: 'deltas', detail: `${deltas.length}, each computed again; paid ${manifest.reserve_paid} ${currency}` };
}

/** What is due by the restated result, less what was paid before; what was waived before may be left out of a delta below 0. */
function deltaOf(row: Row, manifest: Correction, { file, at }: { readonly file: string; readonly at: string }): Delta {
  const { currency, rounding, scale } = manifest;
  const stated = {
    currency,
    scale,
    effective_period: manifest.effective_period,
    posting_period: manifest.posting_period,
  };
  for (const [name, value] of Object.entries(stated)) mustEqual(file, `${at} ${name}`, value, row[name]);
  const money = (name: string, cell = row[name] ?? '') => {
    const minor = parseAmount(cell.replace(/^-/, ''), currency);
    if (minor === undefined) throw differs(file, `${at} ${name}`, 'an amount', cell);
    return cell.startsWith('-') ? -minor : minor;
  };
  const exact = (name: string) =>
    fractionIn(row[name] ?? '', () => differs(file, `${at} ${name}`, 'a fraction', row[name] ?? ''));
  const moved = minus(exact('before_pool_restated_minor'), exact('before_pool_closed_minor'));
  const whole =
    money('closed_amount') +
    roundBy(
      rounding,
      times(
        moved,
        fractionIn(scale, () => differs(file, 'scale', 'a fraction', scale)),
      ),
    );
  const due = whole < 0n ? 0n : whole;
  mustEqual(file, `${at} due`, amountText(due, currency), row['due']);
  const [gross, delta] = [due - money('paid_before'), money('delta')];
  if (gross >= 0n ? delta !== gross : delta < gross || delta > 0n)
    throw differs(file, `${at} delta`, amountText(gross, currency), row['delta'] ?? '');
  const action = actionOf(delta, money('de_minimis', manifest.de_minimis));
  mustEqual(file, `${at} action`, action, row['action']);
  const recovery = row['recovery'] ?? '';
  const isDecided = RECOVERIES.some((one) => one === recovery);
  if (isDecided !== (action === 'REPORT'))
    throw differs(file, `${at} recovery`, 'a decision on what is reported', recovery);
  if (armed(row['payee'] ?? '') === '') throw differs(file, `${at} payee`, 'a reference', '');
  return { action, recovery, minor: delta };
}

function actionOf(delta: bigint, deMinimis: bigint): string {
  if (delta === 0n) return 'NONE';
  if (delta > 0n) return 'PAY';
  return -delta < deMinimis ? 'BELOW_DE_MINIMIS' : 'REPORT';
}

function fractionIn(text: string, wrong: () => Error): Fraction {
  const [, numerator, denominator = '1'] = /^(\d+)(?:\/([1-9]\d*))?$/.exec(text) ?? [];
  if (numerator === undefined) throw wrong();
  return fraction(BigInt(numerator), BigInt(denominator));
}
