import type { Curve } from './curve/curve.js';

/** The order in which an amount is made. A plan states it, so it is part of the hash of the plan. */
export const STEPS = [
  'gates',
  'curve',
  'improvement',
  'floor_and_cap',
  'hold_harmless',
  'proration',
  'eligibility',
  'pool',
  'rounding',
] as const;
export type Step = (typeof STEPS)[number];

export const ROUNDINGS = ['HALF_EVEN', 'HALF_UP'] as const;
export type Rounding = (typeof ROUNDINGS)[number];

/** What happens to the money of a pool that is not paid. */
export const UNDER_SPENDS = ['RETURN', 'CARRY', 'REDISTRIBUTE'] as const;
export type UnderSpend = (typeof UNDER_SPENDS)[number];

export const GATE_KINDS = ['MIN_VOLUME', 'DATA_COMPLETENESS', 'SELF_REPORT_SHARE', 'COMPANY'] as const;
export type GateKind = (typeof GATE_KINDS)[number];

/** Gates about data. Missing data is the risk of the employer, so they never make a factor 0. */
export const DATA_GATES: readonly GateKind[] = ['MIN_VOLUME', 'DATA_COMPLETENESS', 'SELF_REPORT_SHARE'];

export const OUTCOMES = ['ZERO', 'CAP_AT_TARGET', 'NOT_SCORED_PAY_TARGET', 'NOT_SCORED_PAY_LAST', 'HOLD'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What a department without an index is paid. */
export const UNMEASURED = ['NOT_SCORED_PAY_TARGET', 'NOT_SCORED_PAY_LAST', 'HOLD'] as const;
export type Unmeasured = (typeof UNMEASURED)[number];

/** A condition that a department meets to be paid by the curve. */
export interface Gate {
  readonly kind: GateKind;
  /** MIN_VOLUME: cases. DATA_COMPLETENESS: coverage in basis points. COMPANY: index in E4. Each is a least. SELF_REPORT_SHARE: a most, in basis points. */
  readonly limit: bigint;
  readonly outcome: Outcome;
}

/** A sum of money that one legal entity pays in one currency. */
export interface Pool {
  readonly name: string;
  readonly entity: string;
  readonly currency: string;
  /** Minor units; undefined when the pool pays all that the roster asks for. */
  readonly amountMinor: bigint | undefined;
  readonly underSpend: UnderSpend;
}

/** How a company turns indexes into money. */
export interface PayPlan {
  readonly curve: Curve;
  readonly gates: readonly Gate[];
  readonly unmeasured: Unmeasured;
  /** What is paid for the points gained since the own baseline, if that is more. */
  readonly improvement: Curve | undefined;
  readonly floorPpm: bigint;
  readonly capPpm: bigint;
  /** The curve of the plan before: through this day a department is paid the better of both. */
  readonly holdHarmless: { readonly curve: Curve; readonly throughDay: string } | undefined;
  /** Calendar days with a share of work in the period; below it a payee is paid nothing. */
  readonly minimumEligibleDays: number;
  readonly rounding: Rounding;
  readonly pools: readonly Pool[];
}
