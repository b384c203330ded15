import type { Instant } from '#libs/domain/time.js';
import type { Defect } from './defect.js';
import type { PaymentOutcome } from './payment.js';
import type { Voucher } from './voucher.js';

/** A fact about an order that is no step of it. */
export type Report =
  | Attempted
  | ItemsChecked
  | ItemsSubstituted
  | { readonly name: 'data_corrected'; readonly happenedAt: Instant }
  | Planned
  | ReportedDefect
  | ({ readonly name: 'voucher_granted' } & Voucher);

interface Attempted extends PaymentAttempt {
  readonly name: 'payment_attempted';
}

interface ReportedDefect extends Defect {
  readonly name: 'returned' | 'claimed';
}

interface ItemsChecked {
  readonly name: 'items_checked';
  readonly happenedAt: Instant;
  readonly requested: number;
  readonly found: number;
  readonly substitutable: number;
}

interface ItemsSubstituted {
  readonly name: 'items_substituted';
  readonly happenedAt: Instant;
  readonly accepted: number;
}

interface Planned {
  readonly name: 'planned';
  readonly happenedAt: Instant;
  /** The share of comparable orders that would have kept the promise; unset when not known. */
  readonly onTimeOddsPpm?: number;
}

/** An attempt to pay the order. */
export interface PaymentAttempt {
  readonly happenedAt: Instant;
  readonly outcome: PaymentOutcome;
}

/** What feeds reported about an order beside its steps. Lists are in order of time. */
export interface OrderReports {
  readonly attempts: readonly PaymentAttempt[];
  /** The newest report of the items that were there; undefined without one. */
  readonly items: ItemsChecked | undefined;
  /** Substitutes that the customer accepted. */
  readonly substitutesAccepted: number;
  /** When data of the order were first corrected by hand. */
  readonly correctedAt: Instant | undefined;
  readonly plan: Planned | undefined;
  /** Returns and claims. */
  readonly defects: readonly Defect[];
  readonly vouchers: readonly Voucher[];
}

/** @param known  in order of time; everything else that is known of the order is ignored */
export function reportsOf(known: readonly { readonly name: string; readonly happenedAt: Instant }[]): OrderReports {
  const reports = known as readonly Report[];
  return {
    attempts: reports.filter((fact) => fact.name === 'payment_attempted'),
    items: reports.findLast((fact) => fact.name === 'items_checked'),
    substitutesAccepted: reports.findLast((fact) => fact.name === 'items_substituted')?.accepted ?? 0,
    correctedAt: reports.find((fact) => fact.name === 'data_corrected')?.happenedAt,
    plan: reports.find((fact) => fact.name === 'planned'),
    defects: reports.filter(isDefect),
    vouchers: reports.filter((fact) => fact.name === 'voucher_granted'),
  };
}

function isDefect(report: Report): report is ReportedDefect {
  return report.name === 'returned' || report.name === 'claimed';
}
