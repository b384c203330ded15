import type { Readable, Writable } from 'node:stream';
import type { StatusObject } from '@grpc/grpc-js';

/**
 * Writes what an iterable gives, no faster than the caller reads it. Returns when the iterable is at its end, or at once when
 * the signal is aborted: then the iterable is told to clean up and is not waited for.
 */
export async function writeAll<Res>(answers: AsyncIterable<Res>, call: Writable, signal: AbortSignal): Promise<void> {
  const iterator = answers[Symbol.asyncIterator]();
  const aborted = onceAborted(signal);
  try {
    while (!signal.aborted) {
      const next = await Promise.race([iterator.next(), aborted.promise]);
      if (next === undefined || next.done === true) return;
      if (!call.write(next.value)) await Promise.race([onceDrained(call), aborted.promise]);
    }
  } finally {
    aborted.forget();
    // A generator that waits inside answers `return` only when its wait is over, so nobody waits for it here; and what it
    // throws while it is left has no caller any more.
    if (signal.aborted) iterator.return?.().catch(() => undefined);
  }
}

/**
 * The requests of a stream, one when it is asked for, until the caller has sent all, went away, or this process stops. An end
 * proves nothing: a caller that breaks off looks like one that is done, so each request must stand by itself.
 *
 * Node's own iterator is not used: it destroys the stream when it fails, and with it the status we still want to send.
 */
export async function* requestsOf<Req>(call: Readable, stopping: AbortSignal): AsyncGenerator<Req> {
  let wake = () => {};
  const onChange = () => wake();
  for (const event of ['readable', 'end', 'close']) call.on(event, onChange);
  stopping.addEventListener('abort', onChange);
  try {
    while (!stopping.aborted) {
      const request: Req | null = call.read();
      if (request !== null) yield request;
      else if (call.readableEnded || call.destroyed) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    for (const event of ['readable', 'end', 'close']) call.off(event, onChange);
    stopping.removeEventListener('abort', onChange);
  }
}

/** Ends a stream with a status other than OK, after what was written before it; this is how grpc-js wants to be told. */
export function failStream(call: Writable, status: Partial<StatusObject>): void {
  call.emit('error', status);
}

function onceAborted(signal: AbortSignal): { promise: Promise<undefined>; forget: () => void } {
  let forget = () => {};
  const promise = new Promise<undefined>((resolve) => {
    const wake = () => resolve(undefined);
    if (signal.aborted) wake();
    signal.addEventListener('abort', wake);
    forget = () => signal.removeEventListener('abort', wake);
  });
  return { promise, forget };
}

function onceDrained(call: Writable): Promise<undefined> {
  return new Promise((resolve) => call.once('drain', () => resolve(undefined)));
}
