import { type IncomingHttpHeaders, request as requestPlainly } from 'node:http';
import { request as requestByTls } from 'node:https';

export interface Exchange {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Asked {
  /** Certificates in PEM of the authorities that may sign the server's certificate. */
  readonly ca: Buffer;
  /** Default: GET, or POST with a body. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** One request and its answer, whatever its status. It follows no redirect. */
export function exchange(url: string, { ca, body, method, headers = {} }: Asked): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const ask = url.startsWith('https:') ? requestByTls : requestPlainly;
    const options = { method: method ?? (body === undefined ? 'GET' : 'POST'), headers, ca, agent: false };
    const asking = ask(url, { ...options, signal: AbortSignal.timeout(30_000) }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text += part));
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    asking.once('error', reject);
    asking.end(body);
  });
}
