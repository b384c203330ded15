import type { FailureReason } from './types.js';

/** Thrown inside an evaluation and caught at its end: CEL carries errors of functions as causes. */
export class ExpressionFailure extends Error {
  constructor(readonly reason: FailureReason) {
    super(reason);
  }
}
