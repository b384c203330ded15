import { REASONS, type Reason, type StatusName } from '#libs/domain/error.js';

/** What a caller does about a status, in the order in which one meets them. */
const STATUSES: Readonly<Record<StatusName, string>> = {
  INVALID_ARGUMENT: 'The request, or one fact of it, is wrong. Correct it; the same again is refused again.',
  UNAUTHENTICATED: 'Nobody said who is calling.',
  PERMISSION_DENIED: 'Somebody said it, and may not.',
  NOT_FOUND: 'What is asked for is not there.',
  FAILED_PRECONDITION: 'Not now: something else must happen first.',
  OUT_OF_RANGE: 'It was there, and is no longer.',
  ABORTED: 'Somebody was quicker. Try again.',
  RESOURCE_EXHAUSTED: 'Too much at once. Send less.',
  DEADLINE_EXCEEDED:
    'It took longer than the caller waits. Whether it happened is not known; asking again is harmless.',
  UNAVAILABLE: 'It does not work at the moment. Try again, with growing pauses.',
};

/** docs/errors.md: every reason this product refuses with. */
export function errorsPage(): string {
  return [
    '# Errors',
    '',
    '<!-- Printed by `npm run docs` from libs/domain/error.ts. Change it there. -->',
    '',
    'A refusal is a gRPC status with a reason from this closed list, in the standard error details',
    '(`google.rpc.ErrorInfo`, domain `cx-index`; `BadRequest` names the field) and for simple clients also in the trailing',
    'metadata `cx-reason` and `cx-field`. A call that brings facts is answered fact by fact: its good neighbours are kept.',
    '',
    'Whatever is not in this list is a bug. It arrives as `INTERNAL` without further words, and the operator sees all of it.',
    ...Object.entries(STATUSES).flatMap(([status, says]) => section(status as StatusName, says)),
    '',
  ].join('\n');
}

function section(status: StatusName, says: string): string[] {
  const reasons = (Object.keys(REASONS) as Reason[]).filter((reason) => REASONS[reason].status === status);
  if (reasons.length === 0) return [];
  const rows = reasons.map((reason) => `| \`${reason}\` | ${REASONS[reason].says} |`);
  return ['', `## ${status}`, '', says, '', '| reason | what it means, and what to do |', '| --- | --- |', ...rows];
}
