import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { TlsFileNames } from '#libs/tls/tls-files.js';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** What a token says besides what every good one says, and by which key it is signed. */
export interface Stated {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  /** Default: the key that is published. */
  readonly by?: KeyPair;
}

/** An answer of an endpoint. */
export interface EndpointAnswer {
  readonly status: number;
  readonly body: object;
}

/** The forms that were posted to an endpoint, oldest first, and what it answers. */
export interface Endpoint {
  readonly forms: Readonly<Record<string, string>>[];
  /** One answer after the other; the last one stays. */
  answers: readonly EndpointAnswer[];
  /** How long it takes for each. */
  pauseMs: number;
}

const KEY_ID = 'published';
export const AUDIENCE = 'cx-index';

/**
 * An issuer of access tokens over TLS, which signs what a test tells it to sign and answers as the test says. What real issuers do is tested
 * with Keycloak and with the demo issuer.
 */
export class TestIssuer {
  /** By path: "/token", "/device", "/revoke". */
  readonly endpoints = new Map<string, Endpoint>(
    ['/token', '/device', '/revoke'].map((path) => [path, { forms: [], answers: [], pauseMs: 0 }]),
  );

  private constructor(
    readonly url: string,
    readonly keys: KeyPair,
    readonly publicKey: JWK,
    private readonly server: Server,
  ) {}

  /** @param files  its certificate and the authority that has signed it */
  static async start(files: TlsFileNames): Promise<TestIssuer> {
    const keys = await generateKeyPair('ES256', { extractable: true });
    const publicKey = { ...(await exportJWK(keys.publicKey)), kid: KEY_ID };
    const server = createServer({ cert: readFileSync(files.certificate), key: readFileSync(files.key) });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const issuer = new TestIssuer(`https://127.0.0.1:${port}`, keys, publicKey, server);
    server.on('request', (request, response) => void issuer.#answer(request, response));
    return issuer;
  }

  endpoint(path: string): Endpoint {
    const endpoint = this.endpoints.get(path);
    if (endpoint === undefined) throw new Error(`the issuer has no ${path}`);
    return endpoint;
  }

  /** A good access token of an auditor, but for what is stated otherwise. */
  token({ claims = {}, header = {}, by = this.keys }: Stated = {}): Promise<string> {
    const seconds = Math.floor(Date.now() / 1000);
    const good = {
      iss: this.url,
      aud: AUDIENCE,
      sub: 'aude',
      client_id: 'cx',
      groups: ['auditors'],
      exp: seconds + 300,
    };
    return new SignJWT({ ...good, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: KEY_ID, typ: 'at+jwt', ...header })
      .sign(by.privateKey);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', this.url).pathname;
    const { status, body } = this.#fixed(path) ?? (await this.#next(path, request));
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  #fixed(path: string): EndpointAnswer | undefined {
    if (path === '/keys') return { status: 200, body: { keys: [this.publicKey] } };
    if (path !== '/.well-known/openid-configuration') return undefined;
    const at = (name: string) => `${this.url}/${name}`;
    const body = {
      issuer: this.url,
      jwks_uri: at('keys'),
      token_endpoint: at('token'),
      authorization_endpoint: at('authorize'),
      device_authorization_endpoint: at('device'),
      revocation_endpoint: at('revoke'),
    };
    return { status: 200, body };
  }

  async #next(path: string, request: IncomingMessage): Promise<EndpointAnswer> {
    const endpoint = this.endpoints.get(path);
    if (endpoint === undefined) return { status: 404, body: {} };
    let text = '';
    for await (const part of request) text += String(part);
    endpoint.forms.push(Object.fromEntries(new URLSearchParams(text)));
    const [answer, ...later] = endpoint.answers;
    if (later.length > 0) endpoint.answers = later;
    await pause(endpoint.pauseMs);
    return answer ?? { status: 500, body: {} };
  }
}
