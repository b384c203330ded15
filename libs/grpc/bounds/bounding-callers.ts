import { type Metadata, ServerInterceptingCall, type ServerInterceptor, type StatusObject } from '@grpc/grpc-js';
import { CxError } from '#libs/domain/error.js';
import { statusOf } from '../refusal.js';
import { methodName } from '../watched-call.js';
import type { Bounds, OnBound } from './bounds.js';
import { bytesOf } from './call-bytes.js';
import { type Admission, CallerBounds } from './caller-bounds.js';

export interface CallerBoundsOptions {
  readonly bounds: Bounds;
  readonly onBound: OnBound;
  /** The name of the caller who was identified by this metadata; undefined for a call that is open to every connection. */
  readonly callerOf: (metadata: Metadata) => string | undefined;
}

/** How soon a caller should come again whose requests take too much memory: they are handled within moments. */
const RETRY_BYTES_MS = 1_000;

/**
 * The bounds of each caller. This interceptor stands behind the one that identifies callers and before the handlers. A call too many is
 * refused before any of its bytes is read, with the time after which it may come again. Bytes that come too fast are not refused but
 * wait, so a feed is slowed and loses no fact.
 */
export function boundingCallers({ bounds, onBound, callerOf }: CallerBoundsOptions): ServerInterceptor {
  const callers = new CallerBounds(bounds);
  return (definition, call) => {
    let caller: string | undefined;
    const bytes = bytesOf(call);
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata(metadata, pass) {
            const name = callerOf(metadata) ?? addressOf(call.getPeer());
            const admission = callers.begin(name, definition.path, performance.now());
            if (admission.kind === 'refused') {
              onBound({ bound: admission.bound, ...methodName(definition.path), caller: name });
              return call.sendStatus(refusalFor(admission) as StatusObject);
            }
            caller = name;
            bytes.watch(name, (change) => {
              if (callers.hold(name, change) || change < 0) return;
              onBound({ bound: 'bytes', ...methodName(definition.path), caller: name });
              call.sendStatus(tooManyBytes(bounds.bytesAtOnce) as StatusObject);
            });
            pass(metadata);
          },
          onReceiveMessage(message, pass) {
            const size = bytes.handed();
            const delayMs = callers.delayOf(caller ?? '', size, performance.now());
            if (definition.requestStream) bytes.handled(size);
            if (delayMs === 0) pass(message);
            else setTimeout(() => pass(message), delayMs);
          },
          onCancel() {
            if (caller !== undefined) callers.ended(caller);
            caller = undefined;
          },
        }),
    });
  };
}

/** A connection has another port each time: "127.0.0.1:53214" is 127.0.0.1. No proven caller has such a name. */
function addressOf(peer: string): string {
  return peer.replace(/:\d+$/, '');
}

function tooManyBytes(most: number): Partial<StatusObject> {
  const message = `the requests of the caller take more than ${most} bytes of memory; end some calls first`;
  return statusOf(new CxError('TOO_MANY_BYTES', message, { retryAfterMs: RETRY_BYTES_MS }));
}

function refusalFor({ bound, waitMs }: Extract<Admission, { kind: 'refused' }>): Partial<StatusObject> {
  const seconds = waitMs / 1_000;
  const refusal =
    bound === 'rate'
      ? new CxError('TOO_MANY_CALLS', `the caller sends more calls than it may; come again in ${seconds} s`, {
          retryAfterMs: waitMs,
        })
      : new CxError('TOO_MANY_CALLS_AT_ONCE', 'the caller has more open calls than it may; end some first', {
          retryAfterMs: waitMs,
        });
  return statusOf(refusal);
}
