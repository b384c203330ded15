import type { Objection } from './fact-checks.js';
import { objectionToPlace, type PlaceValue } from './place.js';

/** What an auditor reports: how many checks were made, and how many of them were met. */
export interface AuditValue extends PlaceValue {
  readonly checksMade: number;
  readonly checksMet: number;
}

const MOST_CHECKS = 1_000;

/** @param kind  of the fact: "packaging_audited" */
export function objectionToAudit(value: AuditValue, kind: string): Objection | undefined {
  return objectionToPlace(value, kind) ?? objectionToChecks(value, kind);
}

/** The checks of an audit for people. */
export function describeAudit({ unit, checksMade, checksMet }: AuditValue): string {
  return `${checksMet} of ${checksMade} checks met by ${unit}`;
}

function objectionToChecks({ checksMade, checksMet }: AuditValue, kind: string): Objection | undefined {
  if (checksMade >= 1 && checksMade <= MOST_CHECKS && checksMet >= 0 && checksMet <= checksMade) return undefined;
  const detail = `${checksMet} of ${checksMade} checks met is not 0 to all of 1 to ${MOST_CHECKS}`;
  return { reason: 'CHECKS_INVALID', field: `${kind}.checks_made`, detail };
}
