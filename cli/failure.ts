import { status } from '@grpc/grpc-js';
import { refusalOf } from '#libs/grpc/refusal.js';

/** One sentence about a call that a service refused or did not answer; undefined when the error is a bug in `cx`. */
export function sentenceOf(error: unknown): string | undefined {
  const refusal = refusalOf(error);
  if (refusal !== undefined) return `${refusal.reason}: ${refusal.message}`;
  const code = codeOf(error);
  if (code === undefined) return undefined;
  if (code === status.UNAVAILABLE || code === status.DEADLINE_EXCEEDED) return NO_ANSWER;
  return `The service returned ${status[code]}. It may run another version; see its log.`;
}

const NO_ANSWER =
  'Nothing answers at that address. Start everything with: npm start   (or name the processes in CX_ADDRESSES)';

function codeOf(error: unknown): status | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined;
}
