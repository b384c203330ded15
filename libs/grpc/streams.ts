import type { Readable, Writable } from 'node:stream';
import type { StatusObject } from '@grpc/grpc-js';

/** One message on its way while the next one is made. A stream of grpc-js itself would take 16, and each may have 16 MiB. */
const MOST_UNSENT = 2;

/**
 * Writes the messages of an iterable, no faster than the caller reads them. Returns when the iterable ends, or at once when the
 * signal is aborted: then it closes the iterable and does not wait for that.
 */
export async function writeAll<Res>(answers: AsyncIterable<Res>, call: Writable, signal: AbortSignal): Promise<void> {
  const iterator = answers[Symbol.asyncIterator]();
  const aborted = onceAborted(signal);
  const unsent = unsentMessages(call);
  try {
    while (!signal.aborted) {
      const next = await Promise.race([iterator.next(), aborted.promise]);
      if (next === undefined || next.done === true) return;
      unsent.write(next.value);
      if (unsent.count >= MOST_UNSENT) await Promise.race([unsent.onceSent(), aborted.promise]);
    }
  } finally {
    aborted.forget();
    // A generator that is waiting handles `return` only after its wait, so the result is not awaited here. Errors that it throws
    // then concern no caller any more.
    if (signal.aborted) iterator.return?.().catch(() => undefined);
  }
}

/**
 * The requests of a stream, one at a time, until the caller has sent all, is gone, or this process stops. An end proves nothing:
 * a caller that breaks off looks like one that has finished, so each request must be complete by itself.
 *
 * Node's own iterator is not used: when it fails it destroys the stream, and the status could not be sent any more.
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

/** Ends a stream with a status other than OK, after the messages written before. grpc-js takes the status as an 'error' event. */
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

/** Counts the messages that were written and that the caller has no room for yet. */
function unsentMessages(call: Writable) {
  let count = 0;
  let wake = () => {};
  return {
    get count(): number {
      return count;
    },
    write(message: unknown): void {
      count += 1;
      call.write(message, () => {
        count -= 1;
        wake();
      });
    },
    onceSent(): Promise<undefined> {
      return new Promise((resolve) => {
        wake = () => resolve(undefined);
      });
    },
  };
}
