import { type Metadata, type StatusObject, status as statusNumbers } from '@grpc/grpc-js';
import { CxError } from '#libs/domain/error.js';
import type { Instant } from '#libs/domain/time.js';
import { type Caller, type Identify, type Needed, requireOneOf } from './caller.js';
import { statusOf } from './refusal.js';

/** What a handler knows about the call it answers. */
export interface CallContext {
  readonly caller: Caller;
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
  readonly identify: Identify;
  readonly onBug: (error: unknown) => void;
  /** Aborted when the server drains, with SHUTTING_DOWN as its reason. */
  readonly stopping: AbortSignal;
}

/** What one handler gets when a server takes it: what all share, and the grants that its service declares for it. */
export interface HandlerSurroundings extends Surroundings {
  readonly needed: Needed;
}

/** The caller went away before it had its answer. Neither a refusal nor a bug. */
export class CallerGone extends Error {
  constructor(options?: ErrorOptions) {
    super('the caller no longer waits for the answer', options);
    this.name = 'CallerGone';
  }
}

/** What unary and streaming calls of grpc-js have in common. */
interface AnyCall {
  readonly metadata: Metadata;
  readonly cancelled: boolean;
  getDeadline(): Date | number;
  getPeer(): string;
  getAuthContext(): { readonly sslPeerCertificate?: { readonly raw: Uint8Array } };
  once(event: 'cancelled', listener: () => void): unknown;
}

/**
 * Opens the context of a call: identifies the caller and checks that it holds a grant which the call needs.
 *
 * @param alsoEndsOn  another reason to end the call, for streams: that this process stops
 * @throws {CxError}  CALLER_UNKNOWN, CALLER_NOT_ALLOWED
 */
export async function openContext(
  call: AnyCall,
  { identify, needed }: Pick<HandlerSurroundings, 'identify' | 'needed'>,
  alsoEndsOn?: AbortSignal,
): Promise<CallContext> {
  const certificate = call.getAuthContext().sslPeerCertificate?.raw;
  const caller = await identify({ address: call.getPeer(), certificate }, call.metadata);
  requireOneOf(caller, needed);

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
  return { caller, deadline: Number.isFinite(until) ? until : undefined, signal: ended.signal };
}

/** The status that a failed handler answers with. The caller learns nothing about a bug; the operator learns everything. */
export function failureOf(error: unknown, { onBug }: Pick<Surroundings, 'onBug'>): Partial<StatusObject> {
  if (error instanceof CxError) return statusOf(error);
  if (error instanceof Error && (error instanceof CallerGone || error.name === 'AbortError')) {
    return { code: statusNumbers.CANCELLED, details: 'the call was cancelled' };
  }
  onBug(error);
  return { code: statusNumbers.INTERNAL, details: 'internal error' };
}

/** The refusal with which a stream ends when this process stops. */
export function shuttingDown(): CxError {
  return new CxError('SHUTTING_DOWN', 'this process is stopping; continue with another one');
}
