import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createPlain, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Certificates } from './certificates.js';

/** What the receiver does with a request whose body has come. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const TAKE: Answer = (_, response) => void response.writeHead(204).end();

export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly path: string;
  readonly body: string;
}

/** A real receiver of webhooks on this machine, by HTTPS with a certificate for localhost and 127.0.0.1, and by HTTP. */
export class WebhookReceiver {
  /** Everything that came, in order. */
  received: Received[] = [];
  answer: Answer = TAKE;
  readonly #sockets = new Set<Socket>();
  readonly #secure;
  readonly #plain;

  private constructor(
    /** That signed its certificate, as PEM. */
    readonly authority: string,
    own: { readonly cert: string; readonly key: string },
  ) {
    this.#secure = createServer(own, this.#take);
    this.#plain = createPlain(this.#take);
  }

  static async start(): Promise<WebhookReceiver> {
    const folder = mkdtempSync(join(tmpdir(), 'cx-receiver-'));
    const made = new Certificates(folder);
    made.makeAuthority('authority');
    made.make('receiver', { authority: 'authority', names: ['DNS:localhost', 'IP:127.0.0.1'] });
    const own = { cert: made.text('receiver.crt'), key: made.text('receiver.key') };
    const receiver = new WebhookReceiver(made.text('authority.crt'), own);
    rmSync(folder, { recursive: true });
    await receiver.#listen();
    return receiver;
  }

  async #listen(): Promise<void> {
    for (const server of [this.#secure, this.#plain]) {
      server.on('connection', (socket: Socket) => {
        this.#sockets.add(socket);
        socket.on('close', () => this.#sockets.delete(socket));
      });
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    }
  }

  /** A URL of the receiver under a name that it may or may not have. */
  url(host = 'localhost', protocol: 'https' | 'http' = 'https'): URL {
    const { port } = (protocol === 'https' ? this.#secure : this.#plain).address() as AddressInfo;
    return new URL(`${protocol}://${host}:${port}/hooks/cx`);
  }

  /** Nothing came yet, and everything that comes is taken. */
  forget(): void {
    this.received = [];
    this.answer = TAKE;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    for (const server of [this.#secure, this.#plain]) server.close();
  }

  readonly #take: Answer = (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      this.received.push({ headers, path: request.url ?? '', body });
      this.answer(request, response);
    });
  };
}
