import { createServer as createPlainServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { fromBinary, toJson } from '@bufbuild/protobuf';
import { Metadata, status as statusNumbers } from '@grpc/grpc-js';
import type { ClientCertificate } from '#libs/domain/proof.js';
import { REQUEST_ID_KEY } from '#libs/grpc/access/request-id.js';
import type { AnswerBrought } from '#libs/grpc/in-process-call.js';
import { boundedOptions, boundHttp, type HttpBounds, hasBody, type OnHttpBound } from '#libs/metrics/http-bounds.js';
import { certificateOf } from '#libs/tls/client-certificate.js';
import { serverContext } from '#libs/tls/server-context.js';
import type { TlsSource } from '#libs/tls/tls-source.js';
import { answerFailed, answerWith, type HttpAnswer } from './answer.js';
import type { Contract, Route } from './contract.js';
import { failureOfCall, failureOfRequest } from './http-status.js';
import { readRequest } from './read-request.js';
import { RefusedRequest } from './refused-request.js';

export interface RestServerOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly contract: Contract;
  /** By which calls are answered as gRPC answers them. */
  readonly answerBrought: AnswerBrought;
  /** The certificates of the process; undefined: plain text, for a test. */
  readonly tls: TlsSource | undefined;
  readonly bounds: HttpBounds;
  readonly onBound?: OnHttpBound;
  /** Called once for each answer with its HTTP code. */
  readonly onAnswer?: (code: number) => void;
  readonly onBug: (error: unknown) => void;
}

export interface RestServer {
  readonly port: number;
  /** Takes no new request; those that are being answered have a second. */
  close(): Promise<void>;
}

/** A token has up to 16 KiB, an address the rest. */
const HEADER_BYTES = 32 * 1024;
/** An answer that takes the last moments still has to be sent. */
const SEND_MS = 1_000;

/** Answers GET by the paths of the contract. Each request becomes a call that the gRPC server answers: one access rule, one audit log, one handler. */
export async function startRestServer(options: RestServerOptions): Promise<RestServer> {
  const { tls, bounds, onBound = () => undefined, onAnswer = () => undefined, onBug } = options;
  const server = serverFor(bounds, tls, (request, response) => {
    answer(request, response, options)
      .catch((error: unknown) => {
        onBug(error);
        return answerFailed(internalError(options.contract));
      })
      .then((sent) => {
        onAnswer(sent.code);
        send(request, response, sent);
      }, onBug);
  });
  boundHttp(server, bounds, onBound);
  const port = await listen(server, options.host, options.port);
  return {
    port,
    close: () => close(server),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { contract, answerBrought, bounds }: RestServerOptions,
): Promise<HttpAnswer> {
  try {
    requireReading(request);
    const { route, message } = readRequest(contract.routes, request.url ?? '');
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const { status, answer: bytes } = await answerBrought({
      path: route.call,
      request: message,
      metadata: metadataOf(request),
      peer: `${request.socket.remoteAddress}:${request.socket.remotePort}`,
      certificate: certificateIn(request),
      withinMs: Math.max(SEND_MS, bounds.requestMs - SEND_MS),
      signal: gone.signal,
    });
    if (status.code !== statusNumbers.OK || bytes === undefined)
      return answerFailed(failureOfCall(contract.registry, status));
    const { contentType, body } = bodyOf(contract, route, bytes);
    return await answerWith(contentType, body, request.headers);
  } catch (error) {
    if (error instanceof RefusedRequest) return answerFailed(failureOfRequest(contract.registry, error));
    throw error;
  }
}

/** @throws {RefusedRequest} */
function requireReading(request: IncomingMessage): void {
  const { method = '' } = request;
  if (method !== 'GET' && method !== 'HEAD')
    throw new RefusedRequest('METHOD_NOT_ALLOWED', `${method} is not taken: HTTP only reads`);
  if (hasBody(request)) throw new RefusedRequest('BODY_UNEXPECTED', 'no call takes a body');
}

/** A file is sent as it is; every other message as JSON, with the fields that have their default value. */
function bodyOf({ registry }: Contract, { method: { output } }: Route, bytes: Uint8Array) {
  const message = fromBinary(output, bytes);
  if (output.typeName === 'google.api.HttpBody') {
    const { contentType, data } = message as unknown as { readonly contentType: string; readonly data: Uint8Array };
    return { contentType, body: Buffer.from(data) };
  }
  const json = toJson(output, message, { registry, alwaysEmitImplicit: true });
  return { contentType: 'application/json', body: Buffer.from(`${JSON.stringify(json)}\n`) };
}

/** Metadata take no other characters, and no token or id has one. */
const NOT_ASCII = /[^ -~]/g;

/** Only what a call reads: every other header of HTTP stays outside. */
function metadataOf({ headersDistinct }: IncomingMessage): Metadata {
  const metadata = new Metadata();
  for (const key of ['authorization', REQUEST_ID_KEY]) {
    for (const value of headersDistinct[key] ?? []) metadata.add(key, value.replace(NOT_ASCII, '?'));
  }
  return metadata;
}

/** Reading it takes longer than a call, so each connection keeps its own. */
const CERTIFICATES = new WeakMap<object, ClientCertificate>();

function certificateIn({ socket }: IncomingMessage): ClientCertificate {
  const known = CERTIFICATES.get(socket);
  if (known !== undefined) return known;
  const found = certificateOf(socket) ?? { kind: 'none' };
  CERTIFICATES.set(socket, found);
  return found;
}

function internalError({ registry }: Contract) {
  return failureOfCall(registry, { code: statusNumbers.INTERNAL, details: 'internal error' });
}

function send(request: IncomingMessage, response: ServerResponse, { code, headers, body }: HttpAnswer): void {
  if (response.destroyed) return;
  const isLast = hasBody(request);
  const length = code === 304 ? {} : { 'content-length': String(body.length) };
  response.writeHead(code, { ...headers, ...length, ...(isLast && { connection: 'close' }) });
  response.end(request.method === 'HEAD' ? undefined : body, () => {
    if (isLast) request.socket.destroySoon();
  });
}

function serverFor(
  bounds: HttpBounds,
  source: TlsSource | undefined,
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const bounded = { ...boundedOptions(bounds), maxHeaderSize: HEADER_BYTES };
  if (source === undefined) return createPlainServer(bounded, listener);
  const handshake = { requestCert: true, rejectUnauthorized: false, handshakeTimeout: bounds.requestMs };
  const server = createTlsServer({ ...bounded, ...serverContext(source.current), ...handshake }, listener);
  const end = source.onChange((material) => server.setSecureContext(serverContext(material)));
  server.once('close', end);
  return server;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), SEND_MS);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new Error(`REST cannot listen on ${host} ${port}: is it taken?`, { cause })),
    );
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
