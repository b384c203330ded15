import { status as statusNumbers } from '@grpc/grpc-js';
import { CxError } from '#libs/domain/error.js';
import { type FailedStatus, statusOf } from './refusal.js';

/** The caller went away before it had its answer. Neither a refusal nor a bug. */
export class CallerGone extends Error {
  constructor(options?: ErrorOptions) {
    super('the caller no longer waits for the answer', options);
    this.name = 'CallerGone';
  }
}

/** The status that a failed handler answers with. The caller learns nothing about a bug; the operator learns everything. */
export function failureOf(error: unknown, { onBug }: { readonly onBug: (error: unknown) => void }): FailedStatus {
  if (error instanceof CxError) return statusOf(error);
  if (error instanceof Error && (error instanceof CallerGone || error.name === 'AbortError')) {
    return { code: statusNumbers.CANCELLED, details: 'the call was cancelled' };
  }
  onBug(error);
  return { code: statusNumbers.INTERNAL, details: 'internal error' };
}
