import { status } from '@grpc/grpc-js';

/** A department did not answer facts that it got, and did not refuse them either. The message names the department. */
export class UnansweredError extends Error {
  /** As if the department were away: to send the facts again later is harmless. */
  readonly code = status.UNAVAILABLE;
}
