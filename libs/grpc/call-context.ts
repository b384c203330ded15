import { type Metadata, type StatusObject, status as statusNumbers } from '@grpc/grpc-js';
import { CxError } from '#libs/domain/error.js';
import type { Instant } from '#libs/domain/time.js';
import { type Caller, type Callers, identify } from './caller.js';
import { statusOf } from './refusal.js';

/** What a handler knows of the call it answers. */
export interface CallContext {
  readonly caller: Caller;
  /** When the caller stops waiting; undefined when it did not say. */
  readonly deadline: Instant | undefined;
  /**
   * Aborted when nobody waits for the answer any more: answered, cancelled, deadline passed, connection lost. A server stream's
   * is also aborted when this process stops. Handing its reason on as an error is right: it is no bug.
   */
  readonly signal: AbortSignal;
}

/** What every handler of one server shares. */
export interface Surroundings {
  readonly callers: Callers;
  readonly onBug: (error: unknown) => void;
  /** Aborted when the server drains, with SHUTTING_DOWN as its reason. */
  readonly stopping: AbortSignal;
}

/** The caller went away before it had its answer. Neither a refusal nor a bug: there is nobody to tell. */
export class CallerGone extends Error {
  constructor(options?: ErrorOptions) {
    super('nobody waits for the answer any more', options);
    this.name = 'CallerGone';
  }
}

/** What unary and streaming calls of grpc-js have in common. */
interface AnyCall {
  readonly metadata: Metadata;
  readonly cancelled: boolean;
  getDeadline(): Date | number;
  once(event: 'cancelled', listener: () => void): unknown;
}

/**
 * Opens the context of a call.
 *
 * @param alsoEndsOn  another reason to end the call, for streams: that this process stops
 * @throws {CxError}  CALLER_UNKNOWN
 */
export function openContext(call: AnyCall, callers: Callers, alsoEndsOn?: AbortSignal): CallContext {
  const caller = identify(call.metadata, callers);
  const ended = new AbortController();
  const stop = () => ended.abort(alsoEndsOn?.reason);
  alsoEndsOn?.addEventListener('abort', stop);
  if (alsoEndsOn?.aborted) stop();
  // grpc-js emits this at the end of every call, also of those that went well.
  call.once('cancelled', () => {
    alsoEndsOn?.removeEventListener('abort', stop);
    ended.abort(new CallerGone());
  });
  if (call.cancelled) ended.abort(new CallerGone());

  const until = Number(call.getDeadline());
  return { caller, deadline: Number.isFinite(until) ? until : undefined, signal: ended.signal };
}

/** The status a failed handler answers with. A bug says nothing to the caller and everything to the operator. */
export function failureOf(error: unknown, { onBug }: Pick<Surroundings, 'onBug'>): Partial<StatusObject> {
  if (error instanceof CxError) return statusOf(error);
  if (error instanceof Error && (error instanceof CallerGone || error.name === 'AbortError')) {
    return { code: statusNumbers.CANCELLED, details: 'the call was cancelled' };
  }
  onBug(error);
  return { code: statusNumbers.INTERNAL, details: 'internal error' };
}

/** What a stream that this process has to break off ends with. */
export function shuttingDown(): CxError {
  return new CxError('SHUTTING_DOWN', 'this process is stopping; go on with another one');
}
