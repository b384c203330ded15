import { randomUUID } from 'node:crypto';
import { ApprovalRole, type PeriodLife } from '#libs/contracts/cx/bonus/v1/period.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Call, type Command, listOption, option, UsageError } from '../command.js';
import { periods } from '../connect.js';
import { proofLines } from '../periods/period-lines.js';
import { printPeriod, readPeriod } from './period.js';

export const REQUEST = {
  type: 'string',
  description: 'UUID of a request that may have got through, to send it again',
} as const;
const REASON = { type: 'string', description: 'why, in one sentence that names no person' } as const;
const ROLES: Readonly<Record<string, ApprovalRole>> = {
  hr: ApprovalRole.APPROVAL_ROLE_HR,
  finance: ApprovalRole.APPROVAL_ROLE_FINANCE,
};

/** `cx period approve PERIOD --role hr --content HASH`: signs the newest version by its hash. */
export const periodApprove: Command = {
  parameters: 'PERIOD',
  description:
    'Approves the newest version of a period by its hash, as hr or as finance. cx period show prints the hash.',
  example: 'cx period approve 2018-07 --role hr --content 4f1c...',
  options: {
    role: { type: 'string', description: 'hr or finance' },
    content: { type: 'string', description: 'hash of the version that you have read, in hexadecimal' },
    accept: {
      type: 'string',
      multiple: true,
      description: 'a reason against paying that three approvers accept, RULES_BOUND_AFTER_START; may be repeated',
    },
    'carve-out': {
      type: 'string',
      multiple: true,
      description: 'number of an open contest that is decided after the close; three approvers; may be repeated',
    },
    reason: { ...REASON, description: 'why; needed with --accept and --carve-out' },
    request: REQUEST,
  },
  run: async (call) => {
    const role = approvalRole(call);
    const contentSha256 = hashIn(call);
    const named = await naming(call);
    const carvedOut = listOption(call, 'carve-out').map(Number);
    if (!carvedOut.every(Number.isSafeInteger)) throw new UsageError('--carve-out takes the number of a contest');
    const accepts = listOption(call, 'accept');
    const reason = option(call, 'reason');
    const request = { ...named, contentSha256, role, accepts, carvedOut, reason };
    return done(call, await ask(periods(), 'approvePeriod', request));
  },
};

/** `cx period withdraw PERIOD --reason WHY`: takes your approval back. */
export const periodWithdraw: Command = {
  parameters: 'PERIOD',
  description: 'Takes your approval of a period back, before it is closed.',
  example: 'cx period withdraw 2018-07 --reason "I have found a mistake."',
  options: { reason: REASON, request: REQUEST },
  run: async (call) => {
    const request = { reason: reasonIn(call), ...(await naming(call)) };
    return done(call, await ask(periods(), 'withdrawApproval', request));
  },
};

/** `cx period close PERIOD --content HASH`: closes what was approved. */
export const periodClose: Command = {
  parameters: 'PERIOD',
  description: 'Closes a period with the version that was approved. Nothing leads back.',
  example: 'cx period close 2018-07 --content 4f1c...',
  options: {
    content: { type: 'string', description: 'hash of the approved version, in hexadecimal' },
    request: REQUEST,
  },
  run: async (call) => {
    const contentSha256 = hashIn(call);
    const closed = await ask(periods(), 'closePeriod', { ...(await naming(call)), contentSha256 });
    printPeriod(call, closed);
    if (!call.json) for (const line of proofLines(closed)) call.print(line);
    return 0;
  },
};

/** `cx period void PERIOD --reason WHY`: two people cancel a period before its close. */
export const periodVoid: Command = {
  parameters: 'PERIOD',
  description: 'Cancels a period before its close. You ask for it; it is void when another person calls the same.',
  example: 'cx period void 2018-07 --reason "The shop was closed."',
  options: { reason: REASON, request: REQUEST },
  run: async (call) => {
    const request = { reason: reasonIn(call), ...(await naming(call)) };
    return done(call, await ask(periods(), 'voidPeriod', request));
  },
};

/** `cx period hold PERIOD DEPARTMENT --reason WHY`: the others go on without it. */
export const periodHold: Command = {
  parameters: 'PERIOD DEPARTMENT',
  description: 'Lets the other departments of a period go on without one; its figures are not payable with the close.',
  example: 'cx period hold 2018-07 support --reason "An inquiry runs."',
  options: { reason: REASON, request: REQUEST },
  run: async (call) => done(call, await ask(periods(), 'holdDepartment', await holding(call))),
};

/** `cx period release PERIOD DEPARTMENT --reason WHY`: ends a hold before the close. */
export const periodRelease: Command = {
  parameters: 'PERIOD DEPARTMENT',
  description: 'Ends the hold of a department before the period is closed.',
  example: 'cx period release 2018-07 support --reason "The inquiry has found nothing."',
  options: { reason: REASON, request: REQUEST },
  run: async (call) => done(call, await ask(periods(), 'releaseDepartment', await holding(call))),
};

function done(call: Call, period: PeriodLife): 0 {
  printPeriod(call, period);
  return 0;
}

/** The period as it stands: the call is refused if a person takes a step meanwhile. */
async function naming(call: Call) {
  const { name, version } = await readPeriod(argument(call, 0));
  return { name, requestId: option(call, 'request', randomUUID()), expectedVersion: version };
}

async function holding(call: Call) {
  const department = argument(call, 1);
  return { reason: reasonIn(call), department: `departments/${department}`, ...(await naming(call)) };
}

/** @throws {UsageError} without --role hr or --role finance */
export function approvalRole(call: Call): ApprovalRole {
  const role = ROLES[option(call, 'role')];
  if (role === undefined) throw new UsageError('say as which you approve: --role hr or --role finance');
  return role;
}

/** @throws {UsageError} without --reason */
export function reasonIn(call: Call): string {
  const reason = option(call, 'reason');
  if (reason === '') throw new UsageError('say why: --reason "one sentence"');
  return reason;
}

/** What the caller has read. @throws {UsageError} without --content and 64 digits */
export function hashIn(call: Call): Buffer {
  const text = option(call, 'content');
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  throw new UsageError('name what you have read: --content with the 64 hexadecimal digits that show prints');
}
