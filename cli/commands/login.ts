import type { Command } from '../command.js';
import { ask, endpointsOf } from '../session/ask-issuer.js';
import { signInWithBrowser } from '../session/browser.js';
import { type Issuer, readIssuer } from '../session/issuer.js';
import { newPkce } from '../session/pkce.js';
import { writeSession } from '../session/session-file.js';
import { askToken } from '../session/tokens.js';
import { whoIs } from './whoami.js';

/** `cx login`: signs in at the issuer of the company. */
export const login: Command = {
  parameters: '',
  description:
    'Signs in at the issuer of access tokens: prints an address and a code to enter there, from any device. The session is kept for this user only.',
  example: 'cx login',
  options: {
    browser: { type: 'boolean', description: 'open the browser of this machine instead of printing a code' },
  },
  run: async (call) => {
    const issuer = readIssuer(process.env);
    if (issuer.isDemo) call.remark('This is the demo issuer: it asks for no password. Not for production.');
    const session =
      call.options['browser'] === true
        ? await signInWithBrowser(issuer, { remark: call.remark })
        : await signInByCode(issuer, call.remark);
    if (session === undefined) return 1;
    writeSession(issuer, '', session);
    call.print(`Signed in at ${issuer.url} as ${whoIs(session.accessToken).subject}.`);
    return 0;
  },
};

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const MOST_WAITING_MS = 15 * 60_000;

/** The device flow (RFC 8628): one signs in with a browser anywhere, and `cx` asks until that is done. */
async function signInByCode(issuer: Issuer, remark: (line: string) => void) {
  const endpoints = await endpointsOf(issuer);
  const endpoint = endpoints['device_authorization_endpoint'];
  if (endpoint === undefined) {
    remark(`${issuer.url} offers no sign-in by code. Sign in with: cx login --browser`);
    return undefined;
  }
  // The device flow does not need the proof. Keycloak demands it where its client demands it of the code flow, and others ignore it.
  const { challenge, verifier } = newPkce();
  const asked = { client_id: issuer.client, scope: 'openid offline_access', ...challenge };
  const { status, body } = await ask(issuer, endpoint, asked);
  if (status !== 200) {
    remark(
      `${issuer.url} does not let the client ${issuer.client} sign in: ${body['error_description'] ?? status}. CX_OIDC_CLIENT names another client.`,
    );
    return undefined;
  }
  remark(`Open ${body['verification_uri']} and enter the code ${body['user_code']}`);
  remark(`or open ${body['verification_uri_complete'] ?? body['verification_uri']}`);
  const form = {
    grant_type: DEVICE_GRANT,
    device_code: String(body['device_code']),
    client_id: issuer.client,
    ...verifier,
  };
  let pauseMs = Number(body['interval'] ?? 5) * 1000;
  const goodForMs = Math.min(Number(body['expires_in'] ?? 0) * 1000 || MOST_WAITING_MS, MOST_WAITING_MS);
  for (const end = Date.now() + goodForMs; Date.now() < end; ) {
    await new Promise((resume) => setTimeout(resume, pauseMs));
    const answer = await askToken(issuer, form);
    if ('session' in answer) return answer.session;
    if (answer.error === 'slow_down') pauseMs += 5_000;
    else if (answer.error !== 'authorization_pending') {
      remark(`Not signed in: ${WHY[answer.error] ?? answer.why}. Try again: cx login`);
      return undefined;
    }
  }
  remark(`Not signed in: ${WHY['expired_token']}. Try again: cx login`);
  return undefined;
}

/** What an error of the device flow means to a person. */
const WHY: Readonly<Record<string, string>> = {
  access_denied: 'the sign-in was denied in the browser',
  expired_token: 'the code was not entered in time',
};
