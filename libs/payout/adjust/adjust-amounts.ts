import { compared, type Fraction, minus, times } from '#libs/domain/fraction.js';
import { type ExactAmount, exactAmount, type Proration } from '../allocate/exact-amount.js';
import { roundBy } from '../allocate/round.js';
import type { PayPlan } from '../plan.js';
import type { Payee } from '../roster/roster.js';

/** What HR decided about money that was paid and is not due any more. Nothing is taken back without such a decision. */
export const RECOVERIES = ['NOT_REQUESTED', 'NETTED', 'WAIVED'] as const;
export type Recovery = (typeof RECOVERIES)[number];

/** What becomes of a delta: it is paid, reported, too small to be reported, or there is none. */
export type DeltaAction = 'PAY' | 'REPORT' | 'BELOW_DE_MINIMIS' | 'NONE';

/** What a payee was paid of a closed period. */
export interface PaidWithClose {
  readonly payee: Payee;
  readonly exact: ExactAmount;
  /** Minor units. */
  readonly amountMinor: bigint;
}

/** What earlier corrections of the same period did, in minor units, 0 or more. */
export interface EarlierDeltas {
  readonly paidMinor: bigint;
  /** Reported, and recovered by netting. */
  readonly nettedMinor: bigint;
  /** Reported, and given up. */
  readonly waivedMinor: bigint;
}

export const NO_EARLIER: EarlierDeltas = { paidMinor: 0n, nettedMinor: 0n, waivedMinor: 0n };

/** The one net delta of a payee and period. */
export interface AdjustedAmount {
  readonly payee: Payee;
  readonly closedMinor: bigint;
  readonly exactClosed: Fraction;
  readonly exactRestated: Fraction;
  /** What the restated result makes, 0 or more. */
  readonly dueMinor: bigint;
  /** What has been paid of it so far, less what was netted. */
  readonly paidBeforeMinor: bigint;
  /** Due less paid so far; above 0 it is paid. What was waived before is not reported again. */
  readonly deltaMinor: bigint;
  readonly action: DeltaAction;
  /** Of what is reported. */
  readonly recovery: Recovery | undefined;
}

export interface AdjustmentTerms {
  readonly plan: Pick<PayPlan, 'rounding'>;
  /** By the restated factors. */
  readonly proration: Proration;
  /** The one factor of the pool, as it was when the period was closed. */
  readonly scale: Fraction;
  readonly earlierOf: (ref: string) => EarlierDeltas;
  readonly recoveryOf: (ref: string) => Recovery;
  /** A delta below 0 that is smaller than this is not reported; minor units, 0 or more. It never touches a delta above 0. */
  readonly deMinimisMinor: bigint;
}

/**
 * What a correction of a closed period changes for each payee: the exact difference between the restated and the closed amount, times the factor of the
 * pool as it was closed, rounded once by the mode of the plan. The money comes from a reserve, so no payee gets less because another one gets
 * more. The delta is against all that was paid so far, never against the first amount alone.
 */
export function adjustAmounts(paid: readonly PaidWithClose[], terms: AdjustmentTerms): readonly AdjustedAmount[] {
  return paid.map(({ payee, exact, amountMinor: closedMinor }) => {
    const restated = exactAmount(payee, terms.proration).paid;
    const moved = roundBy(terms.plan.rounding, times(minus(restated, exact.paid), terms.scale));
    const dueMinor = atLeastZero(closedMinor + moved);
    const { paidMinor, nettedMinor, waivedMinor } = terms.earlierOf(payee.ref);
    const paidBeforeMinor = closedMinor + paidMinor - nettedMinor;
    const gross = dueMinor - paidBeforeMinor;
    const deltaMinor = gross < 0n ? atMostZero(gross + waivedMinor) : gross;
    const action = actionOf(deltaMinor, terms.deMinimisMinor);
    return {
      ...{
        payee,
        closedMinor,
        exactClosed: exact.paid,
        exactRestated: restated,
        dueMinor,
        paidBeforeMinor,
        deltaMinor,
      },
      action,
      recovery: action === 'REPORT' ? terms.recoveryOf(payee.ref) : undefined,
    };
  });
}

function actionOf(deltaMinor: bigint, deMinimisMinor: bigint): DeltaAction {
  if (deltaMinor === 0n) return 'NONE';
  if (deltaMinor > 0n) return 'PAY';
  return -deltaMinor < deMinimisMinor ? 'BELOW_DE_MINIMIS' : 'REPORT';
}

/** Whether the amount before the pool moved at all. */
export function isMoved({ exactClosed, exactRestated }: AdjustedAmount): boolean {
  return compared(exactClosed, exactRestated) !== 0;
}

function atLeastZero(amount: bigint): bigint {
  return amount < 0n ? 0n : amount;
}

function atMostZero(amount: bigint): bigint {
  return amount > 0n ? 0n : amount;
}
