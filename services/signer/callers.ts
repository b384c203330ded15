import { bound, type Caller, type Proven } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';

/** Scoring alone asks for signatures: no department, no person and no feed. */
const SCORING: Caller = { name: 'scoring', kind: 'service', bindings: [bound('SERVICE', { departments: 'all' })] };

/**
 * Who may call the signer: scoring by its certificate, and auditors by a setting, who read its audit log.
 *
 * @param auditors  subjects and groups of the issuer
 * @throws {CxError} CALLER_UNKNOWN for the certificate of another service
 */
export function signerCallers(auditors: readonly string[]) {
  return (proven: Proven): Caller => {
    if (proven.kind === 'token') return auditorOf(proven, auditors);
    if (proven.name === SCORING.name) return SCORING;
    throw new CxError('CALLER_UNKNOWN', `the certificate names ${proven.name}, and only scoring asks for signatures`);
  };
}

function auditorOf({ subject, groups }: Extract<Proven, { kind: 'token' }>, auditors: readonly string[]): Caller {
  const isAuditor = [subject, ...groups].some((one) => auditors.includes(one));
  if (isAuditor) return { name: subject, kind: 'person', bindings: [bound('AUDITOR')] };
  const lacks = 'the signer reads no access.yaml: its setting CX_AUDITORS names who reads its audit log';
  return { name: subject, kind: 'person', bindings: [], lacks };
}
