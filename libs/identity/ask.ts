import { request } from 'node:https';

/** An issuer's description and its keys have some KiB. */
const MOST_BYTES = 1024 * 1024;

export interface Question {
  /** Certificates in PEM of the authorities that may sign the server's certificate; undefined: the public ones. */
  readonly ca: string | Buffer | undefined;
  readonly withinMs: number;
  /** Fields to post; unset: the page is read. */
  readonly form?: Readonly<Record<string, string>> | undefined;
}

/** What a server answered, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/**
 * Asks a server over TLS, and takes at most 1 MiB from it.
 *
 * @throws {Error} for an address without TLS, and when the server does not answer in time or answers with more
 */
export function ask(url: string, { ca, withinMs, form }: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (!url.startsWith('https://')) throw new Error(`${url} is not an https:// address`);
    const options = {
      method: form === undefined ? 'GET' : 'POST',
      ...{ ca, agent: false, signal: AbortSignal.timeout(withinMs) },
      headers: form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' },
    };
    const asking = request(url, options, (response) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      response.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes > MOST_BYTES) asking.destroy(new Error(`${url} answers with more than ${MOST_BYTES} bytes`));
        else parts.push(part);
      });
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
    });
    asking.once('error', reject);
    asking.end(form === undefined ? undefined : new URLSearchParams(form).toString());
  });
}
