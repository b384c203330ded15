import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { platform } from 'node:os';
import { endpointsOf } from './ask-issuer.js';
import type { Issuer } from './issuer.js';
import { newPkce } from './pkce.js';
import type { Session } from './session-file.js';
import { askToken } from './tokens.js';

const WITHIN_MS = 5 * 60_000;

export interface BrowserOptions {
  readonly remark: (line: string) => void;
  /** For how long the browser may take. */
  readonly withinMs?: number;
  readonly openBrowser?: (url: string) => void;
}

/**
 * The code flow with PKCE (RFC 7636, RFC 8252): opens the browser of this machine, which comes back to a port of loopback.
 *
 * @returns undefined when the person did not sign in; a remark says why and what to do
 */
export async function signInWithBrowser(
  issuer: Issuer,
  { remark, withinMs = WITHIN_MS, openBrowser = openByDefault }: BrowserOptions,
): Promise<Session | undefined> {
  const endpoints = await endpointsOf(issuer);
  const state = randomBytes(16).toString('base64url');
  const { challenge, verifier } = newPkce();
  const { server, redirect } = await listen();
  try {
    const url = new URL(endpoints['authorization_endpoint'] ?? issuer.url);
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: issuer.client,
      redirect_uri: redirect,
      scope: 'openid offline_access',
      prompt: 'consent',
      state,
      ...challenge,
    }).toString();
    remark(`Open ${url.href}`);
    openBrowser(url.href);
    const answer = await cameBack(server, { issuer: issuer.url, state, withinMs });
    if ('why' in answer) {
      remark(`Not signed in: ${answer.why}. Try again, or without a browser on this machine: cx login`);
      return undefined;
    }
    const { code } = answer;
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirect, ...verifier };
    const token = await askToken(issuer, { ...form, client_id: issuer.client });
    if ('session' in token) return token.session;
    remark(`Not signed in: ${token.why}. Try again: cx login --browser`);
    return undefined;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function listen(): Promise<{ readonly server: Server; readonly redirect: string }> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return { server, redirect: `http://127.0.0.1:${(server.address() as AddressInfo).port}/signed-in` };
}

type Answer = { readonly code: string } | { readonly why: string };

/** What the browser comes back with. A request without the state of this sign-in is not from the issuer, and changes nothing. */
function cameBack(
  server: Server,
  { issuer, state, withinMs }: { readonly issuer: string; readonly state: string; readonly withinMs: number },
): Promise<Answer> {
  return new Promise((resolve) => {
    const minutes = Math.round(withinMs / 60_000);
    const timer = setTimeout(
      () => resolve({ why: `the browser did not come back within ${minutes} minutes` }),
      withinMs,
    );
    server.on('request', (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const isOurs = pathname === '/signed-in' && searchParams.get('state') === state;
      response.writeHead(isOurs ? 200 : 404, { 'content-type': 'text/plain' });
      if (!isOurs) {
        response.end('not found\n');
        return;
      }
      const answer = answerIn(searchParams, issuer);
      response.end(
        `${'code' in answer ? '' : 'You are not signed in. '}You may close this page and go back to the terminal.\n`,
      );
      clearTimeout(timer);
      resolve(answer);
    });
  });
}

/** RFC 9207: the issuer names itself, so that the code of another one is not sent to it. */
function answerIn(parameters: URLSearchParams, issuer: string): Answer {
  const [code, named] = [parameters.get('code'), parameters.get('iss')];
  if (named !== null && named !== issuer) return { why: 'the browser came back from another issuer' };
  if (code !== null) return { code };
  const why = parameters.get('error_description') ?? parameters.get('error') ?? 'it gave no reason';
  return { why: `the issuer refused: ${why.replace(/[^ -~]/g, '?').slice(0, 200)}` };
}

/** Where there is no browser, the address that was printed is opened by hand. */
function openByDefault(url: string): void {
  const [program, ...words] =
    platform() === 'darwin' ? ['open'] : platform() === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open'];
  const child = spawn(program ?? 'xdg-open', [...words, url], { stdio: 'ignore', detached: true });
  child.once('error', () => undefined);
  child.unref();
}
