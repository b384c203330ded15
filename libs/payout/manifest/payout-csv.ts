import { textCell } from '#libs/domain/csv-cell.js';
import { amountText } from '#libs/domain/currency.js';
import { type Fraction, fractionText, reduced } from '#libs/domain/fraction.js';
import type { Allocated, Allocation } from '../allocate/allocate.js';
import type { Mark } from './manifest.js';

export const COLUMNS = [
  ...[
    'payee',
    'amount',
    'currency',
    'mark',
    'period',
    'eligible_days',
    'target',
    'spans',
    'before_pool_minor',
    'scale',
  ],
  ...['rounded_by', 'why'],
] as const;

/**
 * The amounts as RFC 4180 text: a row for each payee with every step, in the order of the roster; UTF-8, LF, the same bytes every time.
 * A cell that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function payoutCsv(
  { payees, scale, roundedBy }: Allocation,
  { mark, period }: { readonly mark: Mark; readonly period: string },
): string {
  const scaleText = text(scale);
  const rows = payees.map((one) => [
    one.payee.ref,
    amountText(one.amountMinor, one.payee.currency),
    one.payee.currency,
    mark,
    period,
    String(one.eligibleDays),
    amountText(one.payee.targetMinor, one.payee.currency),
    spansText(one),
    text(one.paid),
    scaleText,
    roundedBy,
    whyNot(one),
  ]);
  return [COLUMNS, ...rows, []].map((row) => row.map(textCell).join(',')).join('\n');
}

/** "warehouse 46 d x 10000 bp x 224321/200000 + delivery 46 d x ..." */
function spansText({ steps }: Allocated): string {
  return steps
    .map(({ department, days, shareBp, factor, onHold }) => {
      return `${department} ${days} d x ${shareBp} bp x ${text(factor)}${onHold ? ' (on hold)' : ''}`;
    })
    .join(' + ');
}

function whyNot({ belowMinimumDays, steps }: Allocated): string {
  if (belowMinimumDays) return 'BELOW_MINIMUM_DAYS';
  return steps.some(({ onHold }) => onHold) ? 'DEPARTMENT_ON_HOLD' : '';
}

function text(exact: Fraction): string {
  return fractionText(reduced(exact));
}
