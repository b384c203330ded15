import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Metrics } from './metrics.js';
import { takesGzip, wantedFormat } from './negotiate.js';

/** Whether a process may be sent work, and if not, why: sentences for the operator. */
export interface Readiness {
  readonly ok: boolean;
  readonly reasons: readonly string[];
}

export interface MetricsServerOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly metrics: Metrics;
  readonly ready: () => Readiness | Promise<Readiness>;
  /** What /statusz shows: what is degraded and since when. bigint is written as text, Date as ISO 8601. */
  readonly status?: () => unknown;
}

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

interface Answer {
  readonly code: number;
  readonly contentType: string;
  readonly text: string;
  /** Whether the answer depends on what the request accepts, and may be compressed. */
  readonly isNegotiated?: boolean;
}

const compressed = promisify(gzip);

/**
 * Answers GET of four addresses, for machines and operators. /metrics: for Prometheus, as text 0.0.4 or OpenMetrics, as the
 * request's Accept says, and with gzip where the request takes it. /livez: 200 as long as the event loop
 * turns; it checks nothing else, because a broker that is down must not restart every process. /readyz: 200 or 503 with the reasons.
 * /statusz: JSON.
 */
export async function startMetricsServer(options: MetricsServerOptions): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const failed = (error: unknown): Answer => ({ code: 500, contentType: 'text/plain', text: `${String(error)}\n` });
    void answer(request, options)
      .catch(failed)
      .then((is) => send(request, response, is));
  });
  // Prometheus keeps its connection; it may not keep a process that wants to stop.
  server.keepAliveTimeout = 5_000;
  const port = await listen(server, options.host, options.port);
  return { port, close: () => close(server) };
}

async function answer(request: IncomingMessage, { metrics, ready, status }: MetricsServerOptions): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'only GET');
  switch (request.url?.split('?')[0]) {
    case '/livez':
      return plain(200, 'ok');
    case '/readyz': {
      const { ok, reasons } = await ready();
      return ok ? plain(200, 'ok') : plain(503, reasons.join('\n'));
    }
    case '/statusz':
      return {
        code: 200,
        contentType: 'application/json',
        text: `${JSON.stringify((await status?.()) ?? {}, asText, 2)}\n`,
      };
    case '/metrics':
      return { code: 200, ...(await metrics.exposition(wantedFormat(request.headers.accept))), isNegotiated: true };
    default:
      return plain(404, 'there are /metrics /livez /readyz /statusz');
  }
}

function plain(code: number, text: string): Answer {
  return { code, contentType: 'text/plain; charset=utf-8', text: `${text}\n` };
}

function asText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

async function send(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  const { code, contentType, text, isNegotiated = false } = answer;
  const isZipped = isNegotiated && takesGzip(String(request.headers['accept-encoding'] ?? ''));
  const body = isZipped ? await compressed(text) : text;
  response.writeHead(code, {
    'content-type': contentType,
    'cache-control': 'no-store',
    ...(isNegotiated ? { vary: 'Accept, Accept-Encoding' } : {}),
    ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(body);
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new Error(`HTTP cannot listen on ${host.includes(':') ? `[${host}]` : host}:${port}: is it taken?`, { cause }),
      ),
    );
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
