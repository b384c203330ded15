import type { Bounds } from '#libs/grpc/bounds/bounds.js';
import type { HttpBounds } from '#libs/metrics/http-bounds.js';
import type { BoundsConfig } from '#libs/runtime/bounds-settings.js';

/** The bounds of the gRPC server by the settings. */
export function boundsOf(config: BoundsConfig): Bounds {
  return {
    callsPerSecond: config.CX_CALLS_PER_SECOND,
    callsAtOnce: config.CX_CALLS_AT_ONCE,
    bytesPerSecond: config.CX_BYTES_PER_SECOND,
    bytesAtOnce: config.CX_BYTES_AT_ONCE,
    messageBytes: config.CX_MESSAGE_BYTES,
    messageFields: config.CX_MESSAGE_FIELDS,
    metadataBytes: config.CX_METADATA_BYTES,
    requestMs: config.CX_REQUEST_SECONDS,
    callMs: config.CX_CALL_SECONDS,
    streamMs: config.CX_STREAM_SECONDS,
    readerMs: config.CX_READER_SECONDS,
    connections: config.CX_CONNECTIONS,
    connectionsPerAddress: config.CX_CONNECTIONS_PER_ADDRESS,
    connectionMs: config.CX_CONNECTION_SECONDS,
    idleMs: config.CX_IDLE_SECONDS,
  };
}

/** The bounds of the HTTP server by the settings. */
export function httpBoundsOf(config: BoundsConfig): HttpBounds {
  return { connections: config.CX_HTTP_CONNECTIONS, requestMs: config.CX_HTTP_SECONDS };
}
