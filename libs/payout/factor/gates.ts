import type { Fraction } from '#libs/domain/fraction.js';
import type { Gate, Outcome } from '../plan.js';

/** What is known of a department in a period, as the bonus input states it. */
export interface DepartmentInput {
  readonly department: string;
  /** Something stands against its pay that is not settled yet, so it is put on hold whatever its index. */
  readonly isHeld?: boolean;
  /** Undefined when too little was measured. */
  readonly indexE4: bigint | undefined;
  /** Accountable cases of the weighed metric that has the fewest; 0 without a metric. */
  readonly cases: bigint;
  readonly coverageBp: bigint;
  /** Share of the weights that the department reports about itself; undefined when it is not known. */
  readonly selfReportedBp: bigint | undefined;
  /** Its index in the period of comparison; undefined without one. */
  readonly baselineE4: bigint | undefined;
  /** What the last period paid, exact; undefined without one. */
  readonly lastFactor: Fraction | undefined;
}

/** A gate with what it looked at. */
export interface CheckedGate extends Gate {
  /** Undefined when it is not known; then the gate is passed, because missing data is the risk of the employer. */
  readonly found: bigint | undefined;
  readonly passed: boolean;
}

/** Compares every gate with what was found. */
export function checkGates(
  gates: readonly Gate[],
  input: DepartmentInput,
  companyE4: bigint | undefined,
): readonly CheckedGate[] {
  return gates.map((gate) => {
    const found = foundFor(gate, input, companyE4);
    const isMost = gate.kind === 'SELF_REPORT_SHARE';
    return { ...gate, found, passed: found === undefined || (isMost ? found <= gate.limit : found >= gate.limit) };
  });
}

/**
 * What the gates make of a factor: a hold by any gate comes first, then the first gate that replaces the factor, in the order of the plan;
 * a cap holds only for what the curve pays.
 */
export function outcomeOf(gates: readonly CheckedGate[]): Outcome | undefined {
  const outcomes = gates.filter(({ passed }) => !passed).map(({ outcome }) => outcome);
  return (
    outcomes.find((outcome) => outcome === 'HOLD') ??
    outcomes.find((outcome) => outcome !== 'CAP_AT_TARGET') ??
    outcomes[0]
  );
}

function foundFor({ kind }: Gate, input: DepartmentInput, companyE4: bigint | undefined): bigint | undefined {
  switch (kind) {
    case 'MIN_VOLUME':
      return input.cases;
    case 'DATA_COMPLETENESS':
      return input.coverageBp;
    case 'SELF_REPORT_SHARE':
      return input.selfReportedBp;
    case 'COMPANY':
      return companyE4;
  }
}
