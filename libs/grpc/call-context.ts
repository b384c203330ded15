import type { Metadata } from '@grpc/grpc-js';
import { CxError } from '#libs/domain/error.js';
import type { Instant } from '#libs/domain/time.js';
import { accessOf, type CallAccess } from './access/call-access.js';
import { CallerGone } from './failure.js';

/** What a handler knows about the call it answers: who calls, what they see, and until when they wait. */
export interface CallContext extends CallAccess {
  /** When the caller stops waiting; undefined when it set no deadline. */
  readonly deadline: Instant | undefined;
  /**
   * Aborted when the call is over: answered, cancelled, deadline passed, connection lost. The signal of a server stream is
   * also aborted when this process stops. A handler may throw the reason of the signal: it is not reported as a bug.
   */
  readonly signal: AbortSignal;
}

/** What all handlers of one server share. */
export interface Surroundings {
  readonly onBug: (error: unknown) => void;
  /** Aborted when the server drains, with SHUTTING_DOWN as its reason. */
  readonly stopping: AbortSignal;
}

/** What unary and streaming calls of grpc-js have in common. */
interface AnyCall {
  readonly metadata: Metadata;
  readonly cancelled: boolean;
  getDeadline(): Date | number;
  once(event: 'cancelled', listener: () => void): unknown;
}

/**
 * Opens the context of a call whose caller the interceptor has checked.
 *
 * @param alsoEndsOn  another reason to end the call, for streams: that this process stops
 */
export function openContext(call: AnyCall, alsoEndsOn?: AbortSignal): CallContext {
  const access = accessOf(call.metadata);
  const ended = new AbortController();
  const stop = () => ended.abort(alsoEndsOn?.reason);
  alsoEndsOn?.addEventListener('abort', stop);
  if (alsoEndsOn?.aborted) stop();
  // grpc-js emits this at the end of every call, also after a success.
  call.once('cancelled', () => {
    alsoEndsOn?.removeEventListener('abort', stop);
    ended.abort(new CallerGone());
  });
  if (call.cancelled) ended.abort(new CallerGone());

  const until = Number(call.getDeadline());
  return {
    caller: access.caller,
    sees: (department) => access.sees(department),
    audited: (changed) => access.audited(changed),
    deadline: Number.isFinite(until) ? until : undefined,
    signal: ended.signal,
  };
}

/** The refusal with which a stream ends when this process stops. */
export function shuttingDown(): CxError {
  return new CxError('SHUTTING_DOWN', 'this process is stopping; continue with another one');
}
