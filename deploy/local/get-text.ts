import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import type { TlsFileNames } from '#libs/tls/tls-files.js';

export interface Page {
  readonly status: number;
  readonly text: string;
}

export interface GetOptions {
  /** Certificates in PEM of the authorities that may sign the server's certificate. */
  readonly ca: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  /** Default: 10 s. */
  readonly withinMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Reads a page of a server that has a certificate of the small authority. */
export function getText(url: string, { withinMs = 10_000, ...options }: GetOptions): Promise<Page> {
  return new Promise((resolve, reject) => {
    const request = get(url, { ...options, agent: false, signal: AbortSignal.timeout(withinMs) }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text += part));
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.once('error', reject);
  });
}

/** By which a reader of metrics proves who it is. */
export function readAs({ certificate, key, authority }: TlsFileNames): GetOptions {
  return { ca: readFileSync(authority), cert: readFileSync(certificate), key: readFileSync(key) };
}
