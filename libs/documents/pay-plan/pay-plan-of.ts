import type { Curve } from '#libs/payout/curve/curve.js';
import type { PayPlan } from '#libs/payout/plan.js';
import type { PayPlanDocument } from './pay-plan-document.js';

type WrittenCurve = PayPlanDocument['curve'];

/** A plan as the rules of payout read it. */
export function payPlanOf(document: PayPlanDocument): PayPlan {
  const { hold_harmless: before, improvement } = document;
  return {
    curve: curveOf(document.curve),
    gates: document.gates.map(({ kind, limit, outcome }) => ({ kind, limit: BigInt(limit), outcome })),
    unmeasured: document.unmeasured,
    improvement: improvement && curveOf(improvement),
    floorPpm: BigInt(document.floor_ppm),
    capPpm: BigInt(document.cap_ppm),
    holdHarmless: before && { curve: curveOf(before.curve), throughDay: before.through },
    minimumEligibleDays: document.minimum_eligible_days,
    rounding: document.rounding,
    pools: Object.entries(document.pools).map(([name, { entity, currency, amount_minor, under_spend }]) => ({
      name,
      entity,
      currency,
      amountMinor: amount_minor === undefined ? undefined : BigInt(amount_minor),
      underSpend: under_spend,
    })),
  };
}

export function curveOf({ kind, knots }: WrittenCurve): Curve {
  return {
    kind,
    knots: knots.map(({ index_e4, factor_ppm }) => ({ indexE4: BigInt(index_e4), factorPpm: BigInt(factor_ppm) })),
  };
}
