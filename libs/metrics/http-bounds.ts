import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What the HTTP server takes from its clients before it cuts them off. Each value is a setting. */
export interface HttpBounds {
  /** Open connections. */
  readonly connections: number;
  /** Milliseconds within which a request must have come whole, and within which its answer must be taken. */
  readonly requestMs: number;
}

/** The bounds of a server that is given none. */
export const DEFAULT_HTTP_BOUNDS: HttpBounds = { connections: 100, requestMs: 10_000 };

/** No client of this product sends more than 1 KiB of headers. */
const HEADER_BYTES = 8 * 1024;
const CHECK_EVERY_MS = 500;

/** Options with which a server must be made so that its bounds can be kept. */
export function boundedOptions({ requestMs }: HttpBounds): ServerOptions {
  return {
    maxHeaderSize: HEADER_BYTES,
    headersTimeout: requestMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: CHECK_EVERY_MS,
  };
}

export type HttpBoundName = 'http_connections' | 'http_request' | 'http_answer';

/** Bounds the connections of a server, the time that a request takes to come, and the time that its answer takes to go. */
export function boundHttp(server: Server, { connections, requestMs }: HttpBounds, onBound: OnHttpBound): void {
  server.maxConnections = connections;
  server.on('drop', (dropped) => onBound('http_connections', dropped?.remoteAddress ?? ''));
  server.on('clientError', ({ code }: NodeJS.ErrnoException, socket: Socket) => {
    if (code !== 'ECONNRESET') onBound('http_request', socket.remoteAddress ?? '');
    socket.destroy();
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const late = setTimeout(() => {
      onBound('http_answer', socket.remoteAddress ?? '');
      response.destroy();
    }, requestMs).unref();
    response.once('close', () => clearTimeout(late));
  });
  // A connection on which nothing moves, for example one that never sends a request.
  server.setTimeout(requestMs, (socket) => socket.destroy());
}

/** Called once for each client that was cut off, with its address. */
export type OnHttpBound = (bound: HttpBoundName, address: string) => void;

/** Requests of this product have no body. One that announces a body is answered, and its connection is closed without reading it. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
