import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request as plainRequest } from 'node:http';

export interface HttpResponse {
  readonly code: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One request as it stands: nothing is inflated, followed or tried again. */
export function httpGet(
  url: string,
  headers: OutgoingHttpHeaders = {},
  method = 'GET',
  body = '',
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    // Node announces no body of a GET by itself.
    const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = plainRequest(url, { method, headers: { ...headers, ...length }, agent: false }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () =>
        resolve({ code: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
