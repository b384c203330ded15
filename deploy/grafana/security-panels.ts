import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import { name, RATE } from './metric-name.js';
import { limitAt, lines, table } from './panels.js';

/** A caller that proved who it is and may not do this. */
const NOT_ALLOWED = 'code="PERMISSION_DENIED"';

/** Who was refused, and why. */
export const denied = lines(
  {
    title: 'Denied calls',
    description:
      'Calls a second that were denied: by cause where the caller proved nothing, by method where it may not do that.',
    cure: 'Who it was: cx audit list. A cause that begins with CERTIFICATE or ISSUER: CxCallersRefused in the runbook.',
    unitOf: EXPORTED_METRICS.callersUnprovenTotal,
    queries: [
      ['{{cause}}', `sum by (cause) (rate(${name('callersUnprovenTotal')}${RATE})) > 0`],
      [
        'not allowed: {{method}}',
        `sum by (method) (rate(${name('grpcServerHandledTotal')}{${NOT_ALLOWED}}${RATE})) > 0`,
      ],
    ],
  },
  { min: 0 },
);

const perJob = (key: 'auditHeadPosition' | 'auditHeadWritten' | 'auditCheckLastSuccess' | 'auditBrokenPosition') =>
  `max by (job) (${name(key)})`;

/** Whether everything is on record, and the record holds. */
export const auditLogs = table(
  {
    title: 'Audit logs',
    description:
      'By process: how many lines, how long ago the newest was written and the whole chain was found to hold, and the first line that cannot be relied on, 0 when all hold.',
    cure: 'Broken at, or not stored, is not 0: CxAuditChainBroken and CxAuditNotWritten in the runbook.',
    unitOf: EXPORTED_METRICS.auditHeadPosition,
    queries: [
      ['lines', perJob('auditHeadPosition')],
      ['newest', `time() - ${perJob('auditHeadWritten')}`],
      ['verified', `time() - ${perJob('auditCheckLastSuccess')}`],
      ['broken at', perJob('auditBrokenPosition')],
      ['not stored', `max by (job) (${name('auditLinesWaiting')}) + max by (job) (${name('auditLinesLost')})`],
    ],
  },
  ['newest', 'verified'].map((column) => ({
    matcher: { id: 'byName', options: column },
    properties: [{ id: 'unit', value: 's' }],
  })),
);

/** By what each process is less secure than it could be. */
export const insecurities = table(
  {
    title: 'What is insecure',
    description:
      'By process and reason; empty when nothing is. Accepted reasons are those of CX_ACCEPTED_INSECURITIES.',
    cure: 'What to do about each: cx doctor, and docs/security.md.',
    unitOf: EXPORTED_METRICS.insecure,
    queries: [['insecure', `max by (job, reason, accepted) (${name('insecure')}) > 0`]],
  },
  [],
);

/** How long the certificates are still good. */
export const certificates = lines(
  {
    title: 'Certificates end in',
    description:
      'The time for which the certificate of each process, and that of its authority, is still good. They are renewed weeks before. The line is at two weeks.',
    cure: 'Below the line: CxCertificateEnds in the runbook.',
    unitOf: EXPORTED_METRICS.certificateExpires,
    queries: [['{{job}} {{certificate}}', `min by (job, certificate) (${name('certificateExpires')}) - time()`]],
  },
  { ...limitAt(14 * 86_400, 'below'), min: 0, unit: 's' },
);

/** What is signed, and what is not. */
export const signatures = lines(
  {
    title: 'Signatures of closed periods',
    description:
      'Signatures that the signer made within a day, and closes that were refused because it gave none. Signer: 1 while it answers scoring, 0 while no period can be closed.',
    cure: 'Refused, or 0: CxSignerSilent in the runbook. No line of the signer: the installation names none, see docs/signatures.md.',
    unitOf: EXPORTED_METRICS.signaturesTotal,
    queries: [
      ['{{purpose}}', `sum by (purpose) (increase(${name('signaturesTotal')}[1d]))`],
      ['refused', `sum(increase(${name('signingFailuresTotal')}[1d]))`],
      ['signer', `min(${name('signerAnswers')})`],
    ],
  },
  { min: 0 },
);

/** How old the key is that signs. */
export const signingKeyAge = lines(
  {
    title: 'Age of the signing key',
    description: 'For how long the key has been signing that signs now. The line is at 400 days.',
    cure: 'Above the line: rotate it, CxSigningKeyOld in the runbook.',
    unitOf: EXPORTED_METRICS.signingKeyBegins,
    queries: [['key', `time() - min(${name('signingKeyBegins')})`]],
  },
  { ...limitAt(400 * 86_400, 'above'), min: 0, unit: 's' },
);

/** What is paid out, and whether it can be. */
export const payouts = lines(
  {
    title: 'Allocations of pools',
    description:
      'Rosters that the payout process signed, simulated, gave again or refused within a day. Scoring and signer: 1 while they answer it, 0 while nothing can be paid out.',
    cure: 'Refused: the reason is in the audit log of the process. 0: CxPayoutBlocked in the runbook. No line at all: the installation has no payout process, see docs/pay.md.',
    unitOf: EXPORTED_METRICS.payoutAllocationsTotal,
    queries: [
      ['{{result}}', `sum by (result) (increase(${name('payoutAllocationsTotal')}[1d]))`],
      ['{{upstream}}', `min by (upstream) (${name('payoutUpstreamAnswers')})`],
    ],
  },
  { min: 0 },
);
