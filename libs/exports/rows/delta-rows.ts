import { amountText, currencyExponent } from '#libs/domain/currency.js';
import type { SourceRow } from '../export-file.js';
import { number, ofPeriod, text, whole } from './department-rows.js';
import type { Frozen } from './frozen.js';
import type { PayoutTerms } from './payee-rows.js';

/** One line of a correction that payroll takes: more is due, or HR decided to net what is due less. */
export interface DeltaLine {
  readonly payee: string;
  readonly action: 'PAY' | 'NET';
  /** Above 0 of PAY, below 0 of NET. */
  readonly deltaMinor: bigint;
  readonly closedMinor: bigint;
  readonly dueMinor: bigint;
  readonly paidBeforeMinor: bigint;
  readonly currency: string;
}

/** A row for each delta, in the order of the roster. The period of a row is the one that is corrected. */
export function deltaRows(
  frozen: Frozen,
  terms: PayoutTerms,
  postingPeriod: string,
  lines: readonly DeltaLine[],
): SourceRow[] {
  return lines.map((line, at) => {
    const money = (minor: bigint) => number(minor, currencyExponent(line.currency));
    return {
      ...ofPeriod(frozen),
      row: whole(BigInt(at + 1)),
      payee: text(line.payee),
      action: text(line.action),
      amount: money(line.deltaMinor),
      closed_amount: money(line.closedMinor),
      due: money(line.dueMinor),
      paid_before: money(line.paidBeforeMinor),
      currency: text(line.currency),
      posting_period: text(postingPeriod),
      pool: text(terms.pool),
      entity: text(terms.entity),
      plan: text(terms.plan),
      plan_sha256: text(terms.planSha256),
      roster_sha256: text(terms.rosterSha256),
      payslip_text: text(
        `Customer experience ${frozen.period} corrected in ${postingPeriod}: ${amountText(line.deltaMinor, line.currency)} ${line.currency}`,
      ),
    };
  });
}
