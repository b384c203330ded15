import { DEAD_LETTER_REASONS } from '#libs/domain/dead-letter.js';
import { REASONS, type Reason, type StatusName } from '#libs/domain/error.js';
import { HTTP_REASONS } from '#libs/domain/http-reasons.js';

/** What a caller does about a status, in the order in which one meets them. */
const STATUSES: Readonly<Record<StatusName, string>> = {
  INVALID_ARGUMENT: 'The request, or one fact of it, is wrong. Correct it; the same request is refused again.',
  UNAUTHENTICATED: 'The service does not know the caller.',
  PERMISSION_DENIED: 'The caller lacks a role, or asks about a department that is not its own.',
  NOT_FOUND: 'The resource does not exist.',
  FAILED_PRECONDITION: 'The call cannot succeed until something else has happened.',
  OUT_OF_RANGE: 'The resource existed and does not exist any more.',
  ABORTED: 'Another call was first. Try again.',
  RESOURCE_EXHAUSTED: 'The request is too large. Send less.',
  DEADLINE_EXCEEDED: 'The deadline passed. Whether the call took effect is not known; the same call again is harmless.',
  UNAVAILABLE: 'The service does not work at the moment. Try again, with growing pauses.',
};

/** docs/errors.md: every reason this product refuses with. */
export function errorsPage(): string {
  return [
    '# Errors',
    '',
    '<!-- Printed by `npm run docs` from libs/domain/error.ts, libs/domain/http-reasons.ts and libs/domain/dead-letter.ts. Change it there. -->',
    '',
    'A refusal is a gRPC status with a reason from this closed list, in the standard error details',
    '(`google.rpc.ErrorInfo`, domain `cx-index`; `BadRequest` names the field) and for simple clients also in the trailing',
    'metadata `cx-reason` and `cx-field`. A call with facts is answered fact by fact: a refused fact does not affect the others.',
    'When several conditions are not met, `PreconditionFailure` has one violation for each of them.',
    '',
    'Every other error is a bug. The caller gets `INTERNAL` without details; the log of the service has them.',
    ...Object.entries(STATUSES).flatMap(([status, says]) => section(status as StatusName, says)),
    '',
    ...ofHttp(),
    '',
    ...deadLetters(),
    '',
  ].join('\n');
}

function section(status: StatusName, says: string): string[] {
  const reasons = (Object.keys(REASONS) as Reason[]).filter((reason) => REASONS[reason].status === status);
  if (reasons.length === 0) return [];
  const rows = reasons.map((reason) => `| \`${reason}\` | ${REASONS[reason].description} |`);
  return ['', `## ${status}`, '', says, '', '| reason | what it means, and what to do |', '| --- | --- |', ...rows];
}

function ofHttp(): string[] {
  const rows = Object.entries(HTTP_REASONS).map(
    ([reason, { httpCode, description }]) => `| \`${reason}\` | ${httpCode} | ${description} |`,
  );
  return [
    '## HTTP',
    '',
    'A request to the [REST API](rest.md) that is no call. Every other refusal there has its reason from above.',
    '',
    '| reason | code | what it means, and what to do |',
    '| --- | --- | --- |',
    ...rows,
  ];
}

function deadLetters(): string[] {
  const rows = Object.entries(DEAD_LETTER_REASONS).map(
    ([reason, { says, cure }]) => `| \`${reason}\` | ${says} ${cure} |`,
  );
  return [
    '## Dead letters',
    '',
    '`cx feed kafka` sends a record that it cannot use to the [dead-letter topic](import.md#dead-letters), with the reason in the header',
    '`cx-reason`: one of these, or the reason with which a department refused a fact of the record.',
    '',
    '| reason | what it means, and what to do |',
    '| --- | --- |',
    ...rows,
  ];
}
