import { createServer as createPlainServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ClientCertificate } from '#libs/domain/proof.js';
import { certificateOf } from '#libs/tls/client-certificate.js';
import { serverContext } from '#libs/tls/server-context.js';
import type { TlsSource } from '#libs/tls/tls-source.js';
import {
  boundedOptions,
  boundHttp,
  DEFAULT_HTTP_BOUNDS,
  type HttpBounds,
  hasBody,
  type OnHttpBound,
} from './http-bounds.js';
import type { Metrics } from './metrics.js';
import { takesGzip, wantedFormat } from './negotiate.js';
import { SharedAnswers } from './shared-answer.js';

/** Whether a process may be sent work, and if not, why: sentences for the operator. */
export interface Readiness {
  readonly ok: boolean;
  readonly reasons: readonly string[];
}

/** How the server proves itself, and who may read figures. */
export interface MetricsTls {
  readonly source: TlsSource;
  /** Why the client of that certificate may read neither /metrics nor /statusz, with the HTTP code; undefined when it may. */
  readonly refusal: (certificate: ClientCertificate) => { readonly code: 401 | 403; readonly why: string } | undefined;
}

export interface MetricsServerOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly metrics: Metrics;
  readonly ready: () => Readiness | Promise<Readiness>;
  /** What /statusz shows: what is degraded and since when. bigint is written as text, Date as ISO 8601. */
  readonly status?: () => unknown;
  /** Without it the server answers in plain text, to every client: for a program that listens on loopback only. */
  readonly tls?: MetricsTls | undefined;
  /** What it takes from its clients before it cuts them off. Default: `DEFAULT_HTTP_BOUNDS`. */
  readonly bounds?: HttpBounds;
  /** Called for each client that was cut off. */
  readonly onBound?: OnHttpBound;
}

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

interface Answer {
  readonly code: number;
  readonly contentType: string;
  readonly text: string | Buffer;
  /** Whether the answer depends on what the request accepts. */
  readonly isNegotiated?: boolean;
  readonly isZipped?: boolean;
}

const compressed = promisify(gzip);

/**
 * Answers GET of four addresses, for machines and operators. /metrics: for Prometheus, as text 0.0.4 or OpenMetrics, as the
 * request's Accept says, and with gzip where the request takes it. /livez: 200 as long as the event loop
 * turns; it checks nothing else, because a broker that is down must not restart every process. /readyz: 200 or 503 with the reasons.
 * /statusz: JSON. With TLS, /metrics and /statusz need a certificate of the client; orchestrators, which bring none, ask the others.
 * However many clients ask, each answer is computed once at a time.
 */
export async function startMetricsServer(options: MetricsServerOptions): Promise<MetricsServer> {
  const { tls, bounds = DEFAULT_HTTP_BOUNDS, onBound = () => undefined } = options;
  const shared = new SharedAnswers<Answer>();
  const server = serverFor(bounds, tls?.source, (request, response) => {
    const failed = (error: unknown): Answer => ({ code: 500, contentType: 'text/plain', text: `${String(error)}\n` });
    const refusal = refusalFor(request, tls);
    void (refusal ?? shared.to(questionOf(request), () => answer(request, options)))
      .catch(failed)
      .then((is) => send(request, response, is));
  });
  boundHttp(server, bounds, onBound);
  // Prometheus keeps its connection; it may not keep a process that wants to stop.
  server.keepAliveTimeout = 5_000;
  const port = await listen(server, options.host, options.port);
  return { port, close: () => close(server) };
}

function serverFor(
  bounds: HttpBounds,
  source: TlsSource | undefined,
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const bounded = boundedOptions(bounds);
  if (source === undefined) return createPlainServer(bounded, listener);
  const handshake = { requestCert: true, rejectUnauthorized: false, handshakeTimeout: bounds.requestMs };
  const options = { ...bounded, ...serverContext(source.current), ...handshake };
  const server = createTlsServer(options, listener);
  const end = source.onChange((material) => server.setSecureContext(serverContext(material)));
  server.once('close', end);
  return server;
}

const FOR_READERS: ReadonlySet<string> = new Set(['/metrics', '/statusz']);

/** The answer to a client that may not read this address. It depends on the connection, so it is never shared. */
function refusalFor(request: IncomingMessage, tls: MetricsTls | undefined): Promise<Answer> | undefined {
  if (tls === undefined || !FOR_READERS.has(pathOf(request.url))) return undefined;
  const refusal = tls.refusal(certificateOf(request.socket) ?? { kind: 'none' });
  return refusal === undefined ? undefined : Promise.resolve(plain(refusal.code, refusal.why));
}

/** Requests with equal questions get the same answer. */
function questionOf({ method, url, headers }: IncomingMessage): string {
  const isZipped = takesGzip(String(headers['accept-encoding'] ?? ''));
  return [method, pathOf(url), wantedFormat(headers.accept), isZipped].join(' ');
}

function pathOf(url: string | undefined): string {
  const [path = ''] = url?.split('?') ?? [];
  return path;
}

async function answer(request: IncomingMessage, { metrics, ready, status }: MetricsServerOptions): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'only GET');
  switch (pathOf(request.url)) {
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
      return await metricsPage(request, metrics);
    default:
      return plain(404, 'there are /metrics /livez /readyz /statusz');
  }
}

async function metricsPage({ headers }: IncomingMessage, metrics: Metrics): Promise<Answer> {
  const page = await metrics.exposition(wantedFormat(headers.accept));
  const isZipped = takesGzip(String(headers['accept-encoding'] ?? ''));
  const text = isZipped ? await compressed(page.text) : page.text;
  return { code: 200, ...page, text, isNegotiated: true, isZipped };
}

function plain(code: number, text: string): Answer {
  return { code, contentType: 'text/plain; charset=utf-8', text: `${text}\n` };
}

function asText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { code, contentType, text, isNegotiated = false, isZipped = false } = answer;
  const isLast = hasBody(request);
  response.writeHead(code, {
    'content-type': contentType,
    'cache-control': 'no-store',
    ...(isNegotiated ? { vary: 'Accept, Accept-Encoding' } : {}),
    ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
    ...(isLast ? { connection: 'close' } : {}),
  });
  response.end(text, () => {
    if (isLast) request.socket.destroySoon();
  });
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
