import { compared, type Fraction, fraction, ZERO } from '#libs/domain/fraction.js';
import { factorAt, mostPpm, WHOLE_PPM } from '../curve/curve.js';
import type { Outcome, PayPlan } from '../plan.js';
import { type CheckedGate, checkGates, type DepartmentInput, outcomeOf } from './gates.js';

/** What a department is paid by, with every step that led there. */
export interface DepartmentFactor {
  readonly department: string;
  readonly indexE4: bigint | undefined;
  readonly gates: readonly CheckedGate[];
  /** What a gate made of it, or what holds without an index; undefined when the curve alone decides. */
  readonly outcome: Outcome | undefined;
  /** By the curve; undefined without an index. */
  readonly achievement: Fraction | undefined;
  /** By the points gained; undefined without a baseline or without such a rule. */
  readonly improvement: Fraction | undefined;
  /** By the curve of the plan before, while it protects; undefined otherwise. */
  readonly held: Fraction | undefined;
  readonly floorApplied: boolean;
  readonly capApplied: boolean;
  /** Exact. Of a department on hold the most that it can be paid: its pool reserves it. */
  readonly factor: Fraction;
  readonly onHold: boolean;
}

const TARGET = fraction(1n);

/**
 * The factor of a department for a period, in the order of `STEPS`: gates, curve, improvement, floor and cap, hold-harmless.
 *
 * @param companyE4  the company index; undefined when there is none
 * @param lastDay    last day of the period; it decides whether the plan before still protects
 */
export function departmentFactor(
  plan: PayPlan,
  input: DepartmentInput,
  { companyE4, lastDay }: { readonly companyE4: bigint | undefined; readonly lastDay: string },
): DepartmentFactor {
  const gates = checkGates(plan.gates, input, companyE4);
  const outcome = outcomeFor(plan, input, gates);
  const { achievement, improvement } = curves(plan, input);
  const best = greater(achievement ?? ZERO, improvement ?? ZERO);
  const [floor, cap] = [ppm(plan.floorPpm), ppm(plan.capPpm)];
  const bounded = smaller(greater(best, floor), cap);
  const gated = outcome === 'CAP_AT_TARGET' ? smaller(bounded, TARGET) : bounded;
  const held = protectedBy(plan, input, lastDay);
  const byCurve = outcome === undefined || outcome === 'CAP_AT_TARGET';
  return {
    department: input.department,
    indexE4: input.indexE4,
    gates,
    outcome,
    achievement,
    improvement,
    held,
    floorApplied: byCurve && compared(best, floor) < 0,
    capApplied: byCurve && compared(best, cap) > 0,
    factor: byCurve ? greater(gated, held ?? ZERO) : replaced(outcome, input, () => mostFactor(plan, lastDay)),
    onHold: outcome === 'HOLD',
  };
}

function outcomeFor(plan: PayPlan, input: DepartmentInput, gates: readonly CheckedGate[]): Outcome | undefined {
  if (input.isHeld === true) return 'HOLD';
  const { indexE4 } = input;
  const outcome = outcomeOf(gates);
  // A cap needs something that it caps.
  return indexE4 === undefined && (outcome === undefined || outcome === 'CAP_AT_TARGET') ? plan.unmeasured : outcome;
}

function curves({ curve, improvement }: PayPlan, { indexE4, baselineE4 }: DepartmentInput) {
  if (indexE4 === undefined) return { achievement: undefined, improvement: undefined };
  const achievement = factorAt(curve, indexE4);
  if (improvement === undefined || baselineE4 === undefined) return { achievement, improvement: undefined };
  return { achievement, improvement: factorAt(improvement, indexE4 > baselineE4 ? indexE4 - baselineE4 : 0n) };
}

function protectedBy({ holdHarmless }: PayPlan, { indexE4 }: DepartmentInput, lastDay: string): Fraction | undefined {
  if (holdHarmless === undefined || indexE4 === undefined || lastDay > holdHarmless.throughDay) return undefined;
  return factorAt(holdHarmless.curve, indexE4);
}

/** The most that a department can be paid by a plan: what a hold reserves, and what a worst case costs. */
export function mostFactor({ curve, improvement, floorPpm, capPpm, holdHarmless }: PayPlan, lastDay: string): Fraction {
  const scored = [mostPpm(curve), improvement === undefined ? 0n : mostPpm(improvement), floorPpm].map(ppm);
  const before = holdHarmless !== undefined && lastDay <= holdHarmless.throughDay ? [mostPpm(holdHarmless.curve)] : [];
  return [smaller(scored.reduce(greater), ppm(capPpm)), TARGET, ...before.map(ppm)].reduce(greater);
}

function ppm(factorPpm: bigint): Fraction {
  return fraction(factorPpm, WHOLE_PPM);
}

/** What stands in place of the curve. A hold reserves the most that the department can still be paid. */
function replaced(outcome: Outcome, { lastFactor }: DepartmentInput, most: () => Fraction): Fraction {
  switch (outcome) {
    case 'ZERO':
      return ZERO;
    case 'HOLD':
      return most();
    case 'NOT_SCORED_PAY_LAST':
      return lastFactor ?? TARGET;
    default:
      return TARGET;
  }
}

function greater(a: Fraction, b: Fraction): Fraction {
  return compared(a, b) >= 0 ? a : b;
}

function smaller(a: Fraction, b: Fraction): Fraction {
  return compared(a, b) <= 0 ? a : b;
}
