import { fillFromFiles } from '#libs/runtime/settings-files.js';
import { SettingError } from '../addresses.js';
import { DEFAULT_PERSON, DEMO_CLIENT, DEMO_GRANT, feedSecret } from './demo.js';
import { type Issuer, readIssuer } from './issuer.js';
import { oneAtATime } from './renewal-lock.js';
import { readSession, type Session, writeSession } from './session-file.js';

/** A token is renewed while it is still good, so that no call starts with one that ends on its way. */
const RENEWED_BEFORE_MS = 60_000;

/**
 * An access token of the person for whom `cx` acts. Renews the session when it is about to end.
 *
 * @param person      "" is the person who signed in or, in the demo, its default person
 * @throws {SettingError} that says how to sign in
 */
export async function personToken(env: NodeJS.ProcessEnv, person: string): Promise<string> {
  const issuer = readIssuer(env);
  if (person !== '' && !issuer.isDemo)
    throw new SettingError('--as is for people of the demo. At your issuer, sign in as the person: cx login');
  const session = readSession(issuer, person);
  if (session !== undefined && isFresh(session)) return session.accessToken;
  return await oneAtATime(issuer, person, async () => {
    const newest = readSession(issuer, person); // another cx may have renewed it meanwhile
    if (newest !== undefined && isFresh(newest)) return newest.accessToken;
    const renewed = await renewedSession(issuer, person, newest?.refreshToken);
    writeSession(issuer, person, renewed);
    return renewed.accessToken;
  });
}

const isFresh = ({ expiresAt }: Session) => expiresAt - RENEWED_BEFORE_MS > Date.now();

async function renewedSession(issuer: Issuer, person: string, refreshToken: string | undefined): Promise<Session> {
  if (refreshToken !== undefined) {
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: issuer.client };
    const answer = await askToken(issuer, form);
    if ('session' in answer) return { ...answer.session, refreshToken: answer.session.refreshToken ?? refreshToken };
  }
  if (issuer.demoSecret === undefined)
    throw new SettingError(
      refreshToken === undefined
        ? `You are not signed in at ${issuer.url}. Sign in with: cx login`
        : `Your session at ${issuer.url} has ended. Sign in again with: cx login`,
    );
  const answer = await askToken(issuer, {
    grant_type: DEMO_GRANT,
    client_id: DEMO_CLIENT,
    client_secret: feedSecret(issuer.demoSecret, DEMO_CLIENT),
    person: person === '' ? DEFAULT_PERSON : person,
  });
  if ('session' in answer) return answer.session;
  throw new SettingError(`The demo issuer gives no token for ${person || DEFAULT_PERSON}: ${answer.why}.`);
}

/**
 * An access token of a feed, by client credentials: CX_FEED_CLIENT (default: the name of the feed) and CX_FEED_SECRET. Feeds of the
 * demo need no settings.
 */
export async function feedToken(env: NodeJS.ProcessEnv, feed: string): Promise<string> {
  const issuer = readIssuer(env);
  const client = env['CX_FEED_CLIENT'] || feed;
  const known = readSession(issuer, `feed ${client}`);
  if (known !== undefined && isFresh(known)) return known.accessToken;
  const secret = secretIn(env) || (issuer.demoSecret && feedSecret(issuer.demoSecret, client));
  if (secret === undefined || secret === '')
    throw new SettingError(
      `The feed ${feed} has no secret. Set CX_FEED_SECRET, or CX_FEED_SECRET_FILE, to the secret of the client ${client} at ${issuer.url}.`,
    );
  const form = { grant_type: 'client_credentials', client_id: client, client_secret: secret };
  const answer = await askToken(issuer, form);
  if (!('session' in answer))
    throw new SettingError(
      `${issuer.url} gives no token to the client ${client}: ${answer.why}. Check CX_FEED_SECRET.`,
    );
  writeSession(issuer, `feed ${client}`, answer.session);
  return answer.session.accessToken;
}

function secretIn(env: NodeJS.ProcessEnv): string {
  const { env: filled, mistakes } = fillFromFiles(['CX_FEED_SECRET'], env);
  const mistake = mistakes.get('CX_FEED_SECRET');
  if (mistake !== undefined) throw new SettingError(mistake);
  return filled['CX_FEED_SECRET'] ?? '';
}

/** Asks for a token. A refusal is a sentence; an issuer that does not answer is thrown. */
export async function askToken(
  issuer: Issuer,
  form: Readonly<Record<string, string>>,
): Promise<{ readonly session: Session } | { readonly why: string; readonly error: string }> {
  // Loaded only here: most runs of cx have a token that is still good.
  const { ask, endpointsOf } = await import('./ask-issuer.js');
  const { token_endpoint: endpoint = '' } = await endpointsOf(issuer);
  const { status, body } = await ask(issuer, endpoint, form);
  const { access_token: accessToken, expires_in: seconds, refresh_token: refreshToken } = body;
  if (status === 200 && typeof accessToken === 'string') {
    const expiresAt = Date.now() + Number(seconds ?? 60) * 1000;
    const kept = typeof refreshToken === 'string' ? refreshToken : undefined;
    return { session: { issuer: issuer.url, accessToken, expiresAt, refreshToken: kept } };
  }
  const error = String(body['error'] ?? `status ${status}`);
  return { error, why: String(body['error_description'] ?? error) };
}
