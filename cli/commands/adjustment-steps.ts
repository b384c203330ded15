import { randomUUID } from 'node:crypto';
import { AdjustmentReason } from '#libs/contracts/cx/bonus/v1/adjustment.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Call, type Command, listOption, option, UsageError } from '../command.js';
import { adjustments } from '../connect.js';
import { adjustmentIn, printAdjustment } from './adjustment.js';
import { approvalRole, hashIn, REQUEST, reasonIn } from './period-steps.js';

const REASONS = Object.keys(AdjustmentReason)
  .filter((name) => name.startsWith('ADJUSTMENT_REASON_') && !name.endsWith('_UNSPECIFIED'))
  .map((name) => name.replace('ADJUSTMENT_REASON_', ''));

/** `cx adjustment propose PERIOD --for LATE_DATA --reason WHY`: recounts a closed period. */
export const adjustmentPropose: Command = {
  parameters: 'PERIOD',
  description:
    'Proposes a correction of a closed period: recounts it whole by its own rules. The closed version stays.',
  example: 'cx adjustment propose 2018-07 --for LATE_DATA --reason "A carrier reported a week late."',
  options: {
    for: { type: 'string', description: REASONS.join(', ') },
    reason: { type: 'string', description: 'why, in one sentence that names no person' },
    extra: { type: 'boolean', description: 'post it outside the restatement runs; three people approve it' },
    release: { type: 'string', multiple: true, description: 'department whose hold ends, with --for HOLD_RELEASED' },
    request: REQUEST,
  },
  run: async (call) => {
    const code = option(call, 'for');
    if (!REASONS.includes(code)) throw new UsageError(`say for what: --for ${REASONS.join(', ')}`);
    const made = await ask(adjustments(), 'proposeAdjustment', {
      period: `periods/${argument(call, 0).replace(/^periods\//, '')}`,
      requestId: option(call, 'request', randomUUID()),
      reason: AdjustmentReason[`ADJUSTMENT_REASON_${code}` as keyof typeof AdjustmentReason],
      explanation: reasonIn(call),
      extra: call.options['extra'] === true,
      releases: listOption(call, 'release').map((department) => `departments/${department}`),
    });
    printAdjustment(call, made);
    return 0;
  },
};

/** `cx adjustment approve ADJUSTMENT --role hr --content HASH`: signs it by its hash. */
export const adjustmentApprove: Command = {
  parameters: 'ADJUSTMENT',
  description: 'Approves a correction by its hash, as hr or as finance. cx adjustment show prints the hash.',
  example: 'cx adjustment approve 2018-07/1 --role hr --content 4f1c...',
  options: {
    role: { type: 'string', description: 'hr or finance' },
    content: { type: 'string', description: 'hash of the correction that you have read, in hexadecimal' },
    request: REQUEST,
  },
  run: async (call) => {
    const role = approvalRole(call);
    const request = { ...naming(call), contentSha256: hashIn(call), role };
    printAdjustment(call, await ask(adjustments(), 'approveAdjustment', request));
    return 0;
  },
};

/** `cx adjustment withdraw ADJUSTMENT --reason WHY`: takes it back before it is posted. */
export const adjustmentWithdraw: Command = {
  parameters: 'ADJUSTMENT',
  description: 'Takes a correction back before it is posted.',
  example: 'cx adjustment withdraw 2018-07/1 --reason "More facts will come."',
  options: { reason: { type: 'string', description: 'why, in one sentence that names no person' }, request: REQUEST },
  run: async (call) => {
    const request = { ...naming(call), reason: reasonIn(call) };
    printAdjustment(call, await ask(adjustments(), 'withdrawAdjustment', request));
    return 0;
  },
};

/** `cx adjustment post ADJUSTMENT --content HASH`: adds it to the ledger. */
export const adjustmentPost: Command = {
  parameters: 'ADJUSTMENT',
  description: 'Posts an approved correction into the period that is open now. Only the next correction changes it.',
  example: 'cx adjustment post 2018-07/1 --content 4f1c...',
  options: {
    content: { type: 'string', description: 'hash of the approved correction, in hexadecimal' },
    request: REQUEST,
  },
  run: async (call) => {
    const request = { ...naming(call), contentSha256: hashIn(call) };
    printAdjustment(call, await ask(adjustments(), 'postAdjustment', request));
    return 0;
  },
};

function naming(call: Call) {
  return { name: adjustmentIn(call), requestId: option(call, 'request', randomUUID()) };
}
