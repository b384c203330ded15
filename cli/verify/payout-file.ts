import { parse } from 'csv-parse/sync';
import { armed } from '#libs/domain/csv-cell.js';
import { parseAmount } from '#libs/domain/currency.js';
import { type Fraction, fraction, fractionText, plus, reduced, times, ZERO } from '#libs/domain/fraction.js';
import { type Day, daysBetween } from '#libs/domain/time.js';
import { COLUMNS } from '#libs/payout/manifest/payout-csv.js';
import { FULL_TIME_BP } from '#libs/payout/roster/roster.js';
import { BundleDiffers, mustEqual } from '#services/scoring/records/verify/difference.js';

/** What the manifest of an allocation says of a department. */
export interface StatedDepartment {
  readonly department: string;
  readonly factor: string;
  readonly onHold: boolean;
}

/** By what the rows of a file of amounts are computed again. */
export interface RowTerms {
  readonly file: string;
  readonly mark: string;
  readonly period: string;
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly currency: string;
  readonly scale: string;
  readonly roundedBy: string;
  readonly departments: readonly StatedDepartment[];
}

/** A row of a file of amounts, computed again from its target and its spans. */
export interface CheckedRow {
  readonly ref: string;
  readonly paid: Fraction;
  readonly reserved: Fraction;
  /** As the file has it. */
  readonly amountMinor: bigint;
}

const SPAN = /^(\S+) (\d{1,4}) d x (\d{1,6}) bp x (\d+(?:\/\d+)?)( \(on hold\))?$/;

/**
 * Reads a file of amounts and computes each row again up to the pool: target times days, share and factor of each span, over the days of the
 * period. Every factor is one of the manifest.
 *
 * @throws {BundleDiffers} the first difference
 */
export function checkRows(text: string, terms: RowTerms): readonly CheckedRow[] {
  const rows: string[][] = parse(text, { relax_column_count: true });
  mustEqual(terms.file, 'columns', COLUMNS.join(), rows[0]?.join());
  return rows.slice(1).map((cells, place) => {
    const row = Object.fromEntries(COLUMNS.map((name, column) => [name, cells[column] ?? '']));
    return checkRow(row, `row ${place + 1}`, terms);
  });
}

function checkRow(row: Readonly<Record<string, string>>, at: string, terms: RowTerms): CheckedRow {
  const { file, mark, period, currency, scale, roundedBy } = terms;
  const cell = (name: (typeof COLUMNS)[number]) => row[name] ?? '';
  const stated = { mark, period, currency, scale, rounded_by: roundedBy };
  for (const [name, value] of Object.entries(stated)) mustEqual(file, `${at} ${name}`, value, row[name]);
  const money = (name: 'target' | 'amount') => {
    const minor = parseAmount(cell(name), currency);
    if (minor === undefined) throw differs(file, `${at} ${name}`, 'an amount', cell(name));
    return minor;
  };
  const spans = cell('spans')
    .split(' + ')
    .map((span) => spanIn(span, at, terms));
  const worth = (of: typeof spans) => times(of.map((one) => one.exposure).reduce(plus, ZERO), money('target'));
  const isBelow = cell('why') === 'BELOW_MINIMUM_DAYS';
  const paid = isBelow ? ZERO : worth(spans.filter(({ onHold }) => !onHold));
  const reserved = isBelow ? ZERO : worth(spans.filter(({ onHold }) => onHold));
  mustEqual(file, `${at} before_pool_minor`, fractionText(reduced(paid)), cell('before_pool_minor'));
  return { ref: armed(cell('payee')), paid, reserved, amountMinor: money('amount') };
}

function spanIn(text: string, at: string, { file, firstDay, lastDay, departments }: RowTerms) {
  const [, name = '', days = '', shareBp = '', factor = '', hold = ''] = SPAN.exec(text) ?? [];
  const stated = departments.find(({ department }) => department === name);
  if (stated === undefined) throw differs(file, `${at} spans`, 'a department of the manifest', text);
  mustEqual(file, `${at} factor of ${name}`, stated.factor, factor);
  mustEqual(file, `${at} hold of ${name}`, String(stated.onHold), String(hold !== ''));
  const [numerator = '', denominator = '1'] = factor.split('/');
  const whole = BigInt(daysBetween(firstDay, lastDay) + 1) * FULL_TIME_BP;
  const share = fraction(BigInt(days) * BigInt(shareBp), whole);
  return { onHold: hold !== '', exposure: times(fraction(BigInt(numerator), BigInt(denominator)), share) };
}

function differs(file: string, field: string, expected: string, found: string): BundleDiffers {
  return new BundleDiffers({ file, field, expected, found });
}
