import { contract, type Guard, unit } from './guard.js';

const CALLERS = 'libs/grpc/bounds/caller-bounds.ts';
const TIMES = 'libs/grpc/bounds/bounding-times.ts';
const CONNECTIONS = 'libs/grpc/bounds/bounding-connections.ts';

/** Guards of what a server takes from its callers. */
export const BOUNDS_GUARDS: readonly Guard[] = [
  {
    guard: 'a caller sends no more calls in a second than it may',
    file: CALLERS,
    find: "if (waitMs > 0) return { kind: 'refused', bound: 'rate', waitMs };",
    replace: '',
    test: unit('libs/grpc/bounds/caller-bounds.test.ts'),
  },
  {
    guard: 'a caller has no more open calls than it may',
    file: CALLERS,
    find: 'if (usage.open >= callsAtOnce) return',
    replace: 'if (usage.open < 0) return',
    test: unit('libs/grpc/bounds/caller-bounds.test.ts'),
  },
  {
    guard: 'the requests of a caller take no more memory than they may',
    file: CALLERS,
    find: 'return usage.held <= this.bounds.bytesAtOnce;',
    replace: 'return usage.held <= 2 ** 60;',
    test: contract('attacks/calls.test.ts'),
  },
  {
    guard: 'a bucket saves up no more calls than it may let through at once',
    file: 'libs/domain/token-bucket.ts',
    find: 'Math.min(1_000 * this.burst, this.#tokens + passed * this.rate)',
    replace: 'this.#tokens + passed * this.rate',
    test: unit('libs/domain/token-bucket.test.ts'),
  },
  {
    guard: 'a message with too many fields is refused before it is decoded',
    file: 'libs/grpc/bounds/message-fields.ts',
    find: 'if (--this.#left < 0) return false;',
    replace: 'if (--this.#left < -1e9) return false;',
    test: unit('libs/grpc/bounds/message-fields.test.ts'),
  },
  {
    guard: 'metadata that is too large is refused by name',
    file: 'libs/grpc/bounds/bounding-wire.ts',
    find: 'if (bytes <= bounds.metadataBytes) return',
    replace: 'if (bytes >= 0) return',
    test: contract('unproven-callers.test.ts'),
  },
  {
    guard: 'a message is not inflated beyond its limit',
    file: 'libs/grpc/bounds/inflate.ts',
    find: '{ maxOutputLength: limit }',
    replace: '{ maxOutputLength: limit * 1e3 }',
    test: contract('attacks/calls.test.ts'),
  },
  {
    guard: 'a request that does not arrive in time ends',
    file: TIMES,
    find: "setTimeout(end('request_time', requestTooSlow(times.requestMs)), times.requestMs)",
    replace: "setTimeout(end('request_time', requestTooSlow(times.requestMs)), 2 ** 30)",
    test: contract('attacks/calls.test.ts'),
  },
  {
    guard: 'a caller that does not read is cut off',
    file: TIMES,
    find: 'setTimeout(cut, readerMs).unref()',
    replace: 'setTimeout(cut, 2 ** 30).unref()',
    test: contract('attacks/calls.test.ts'),
  },
  {
    guard: 'one address does not take all connections',
    file: CONNECTIONS,
    find: 'return count <= most;',
    replace: 'return count <= 2 ** 30;',
    test: contract('attacks/connections.test.ts'),
  },
  {
    guard: 'a connection that floods a server with frames is closed',
    file: CONNECTIONS,
    find: 'session.destroy(undefined, constants.NGHTTP2_ENHANCE_YOUR_CALM);',
    replace: '',
    test: contract('attacks/connections.test.ts'),
  },
];
