import { createHmac } from 'node:crypto';
import type { SubjectKind } from './subject-kind.js';

/** What a case is about. The kind is part of the ref, so that order 7, contact 7, issue 7 and receipt 7 are four cases. */
export type CaseKind = 'order' | 'contact' | 'issue' | 'own' | 'tally' | SubjectKind;

/**
 * The name of a case everywhere outside the department that knows its id: 16 bytes, the start of
 * HMAC-SHA-256(case key, kind ":" id). The same order has the same ref in every department.
 *
 * @param caseKey  32 bytes, the installation's; departments hold it, scoring does not
 */
export function caseRef(caseKey: Uint8Array, kind: CaseKind, id: string): Buffer {
  return createHmac('sha256', caseKey).update(`${kind}:${id}`).digest().subarray(0, 16);
}
