/** What one server takes from its callers before it refuses, slows or cuts off. Each value is a setting; docs/settings.md says what it costs. */
export interface Bounds {
  /** Calls that one caller may send to one method in a second, and at once after a pause. 1 or more. */
  readonly callsPerSecond: number;
  /** Calls of one caller that are open at the same time, streams too. 1 or more. */
  readonly callsAtOnce: number;
  /** Bytes of requests that one caller may send in a second; what comes faster waits. At least `messageBytes`. */
  readonly bytesPerSecond: number;
  /** Bytes of requests of one caller that may be in memory at the same time; a call beyond it is refused. At least `messageBytes`. */
  readonly bytesAtOnce: number;
  /** Bytes of one request, also after it was inflated. */
  readonly messageBytes: number;
  /** Fields of one request, those of the messages in it too. Each becomes an object or a value in memory. */
  readonly messageFields: number;
  /** Bytes of the metadata of one call, counted as HTTP/2 counts them: 32 for each entry besides name and value. */
  readonly metadataBytes: number;
  /** Milliseconds within which a call with one request must have sent it. */
  readonly requestMs: number;
  /** Milliseconds within which a call with one response is answered. */
  readonly callMs: number;
  /** Milliseconds for which a stream may be open. */
  readonly streamMs: number;
  /** Milliseconds within which a caller must take a message that was sent to it. */
  readonly readerMs: number;
  /** Open connections. */
  readonly connections: number;
  /** Open connections from one address. */
  readonly connectionsPerAddress: number;
  /** Milliseconds after which a connection takes no new call, so that callers spread over new processes. */
  readonly connectionMs: number;
  /** Milliseconds for which a connection may be open without a call. */
  readonly idleMs: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const MINUTE_MS = 60_000;

/** The bounds of a server that is given none. */
export const DEFAULT_BOUNDS: Bounds = {
  callsPerSecond: 2_000,
  callsAtOnce: 200,
  bytesPerSecond: 64 * MIB,
  bytesAtOnce: 64 * MIB,
  messageBytes: 4 * MIB, // 1,000 facts take well under 1 MiB
  messageFields: 100_000, // 1,000 facts have about 20,000
  metadataBytes: 16 * KIB,
  requestMs: 30_000,
  callMs: 10 * MINUTE_MS,
  streamMs: 60 * MINUTE_MS,
  readerMs: MINUTE_MS,
  connections: 1_000,
  connectionsPerAddress: 250,
  connectionMs: 60 * MINUTE_MS,
  idleMs: 5 * MINUTE_MS,
};

/** The bounds by the names under which refusals are counted. */
export const BOUND_NAMES = [
  'rate',
  'at_once',
  'bytes',
  'message',
  'metadata',
  'request_time',
  'call_time',
  'stream_time',
  'reader_time',
  'connections',
  'connections_per_address',
  'frames',
] as const;

export type BoundName = (typeof BOUND_NAMES)[number];

/** What a bound refused or cut off. `service` and `method` are empty for a connection. */
export interface Bounded {
  readonly bound: BoundName;
  readonly service: string;
  readonly method: string;
  /** The name of a proven caller, or the address of another. */
  readonly caller: string;
}

/** Called once for each refusal. */
export type OnBound = (refused: Bounded) => void;
