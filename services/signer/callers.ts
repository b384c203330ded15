import { bound, type Caller, type Proven } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';

/** Of roots only scoring asks for signatures: no department, no person and no feed. */
const SCORING: Caller = { name: 'scoring', kind: 'service', bindings: [bound('SERVICE', { departments: 'all' })] };

/** The payout process has its manifests signed, and no root. */
const PAYOUT: Caller = { name: 'payout', kind: 'service', bindings: [bound('PAYOUT')] };

/**
 * Who may call the signer: scoring and payout by their certificates, and auditors by a setting, who read its audit log.
 *
 * @param auditors  subjects and groups of the issuer
 * @throws {CxError} CALLER_UNKNOWN for the certificate of another service
 */
export function signerCallers(auditors: readonly string[]) {
  return (proven: Proven): Caller => {
    if (proven.kind === 'token') return auditorOf(proven, auditors);
    const caller = [SCORING, PAYOUT].find(({ name }) => name === proven.name);
    if (caller !== undefined) return caller;
    const who = 'only scoring and payout ask for signatures';
    throw new CxError('CALLER_UNKNOWN', `the certificate names ${proven.name}, and ${who}`);
  };
}

function auditorOf({ subject, groups }: Extract<Proven, { kind: 'token' }>, auditors: readonly string[]): Caller {
  const isAuditor = [subject, ...groups].some((one) => auditors.includes(one));
  if (isAuditor) return { name: subject, kind: 'person', bindings: [bound('AUDITOR')] };
  const lacks = 'the signer reads no access.yaml: its setting CX_AUDITORS names who reads its audit log';
  return { name: subject, kind: 'person', bindings: [], lacks };
}
