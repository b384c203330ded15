import type { ServerInterceptingCallInterface } from '@grpc/grpc-js';

/** The bytes of one call that are in memory: received and not yet handled. */
export class CallBytes {
  /** Bytes of the messages that were read and not yet given to the handler, in their order. */
  readonly #waiting: number[] = [];
  #held = 0;
  #onChange: ((change: number) => void) | undefined;
  /** Who sends it; undefined until the caller is known. */
  caller: string | undefined;

  /** @param onChange  called with each change from now on */
  watch(caller: string, onChange: (change: number) => void): void {
    this.caller = caller;
    this.#onChange = onChange;
  }

  arrived(bytes: number): void {
    this.#change(bytes);
  }

  /** A message is complete; its bytes were counted when they arrived. */
  read(bytes: number): void {
    this.#waiting.push(bytes);
  }

  /** The handler has the oldest message. @returns its bytes */
  handed(): number {
    return this.#waiting.shift() ?? 0;
  }

  /** The handler asks for another message, so it is done with one of this size. */
  handled(bytes: number): void {
    this.#change(-bytes);
  }

  /** The call has its answer. What still comes is thrown away. */
  ended(): void {
    this.#change(-this.#held);
    this.#onChange = undefined;
  }

  #change(change: number): void {
    this.#held += change;
    this.#onChange?.(change);
  }
}

const OF_CALLS = new WeakMap<object, CallBytes>();

/** The bytes of a call. Every interceptor gets the same ones: the innermost call makes one object of its connection. */
export function bytesOf(call: Pick<ServerInterceptingCallInterface, 'getConnectionInfo'>): CallBytes {
  const key = call.getConnectionInfo();
  const known = OF_CALLS.get(key);
  if (known !== undefined) return known;
  const bytes = new CallBytes();
  OF_CALLS.set(key, bytes);
  return bytes;
}
