import { amountText, currencyExponent } from '#libs/domain/currency.js';
import type { SourceRow } from '../export-file.js';
import { number, ofPeriod, text, whole } from './department-rows.js';
import type { Frozen } from './frozen.js';

/** One line of an allocation. */
export interface PayeeLine {
  readonly payee: string;
  readonly amountMinor: bigint;
  readonly targetMinor: bigint;
  readonly currency: string;
  readonly eligibleDays: number;
}

/** What a manifest of an allocation says about all of its lines. */
export interface PayoutTerms {
  readonly pool: string;
  readonly entity: string;
  readonly plan: string;
  readonly planSha256: string;
  readonly rosterSha256: string;
}

/** A row for each payee, in the order of the roster. */
export function payeeRows(frozen: Frozen, terms: PayoutTerms, lines: readonly PayeeLine[]): SourceRow[] {
  return lines.map((line, at) => ({
    ...ofPeriod(frozen),
    row: whole(BigInt(at + 1)),
    payee: text(line.payee),
    amount: number(line.amountMinor, currencyExponent(line.currency)),
    target: number(line.targetMinor, currencyExponent(line.currency)),
    currency: text(line.currency),
    eligible_days: whole(BigInt(line.eligibleDays)),
    pool: text(terms.pool),
    entity: text(terms.entity),
    plan: text(terms.plan),
    plan_sha256: text(terms.planSha256),
    roster_sha256: text(terms.rosterSha256),
    payslip_text: text(
      `Customer experience ${frozen.period}: ${amountText(line.amountMinor, line.currency)} ${line.currency}`,
    ),
  }));
}
