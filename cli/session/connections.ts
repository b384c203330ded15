import type { Source } from '#libs/domain/source.js';
import { type Connection, tokenConnection } from '#libs/grpc/connection.js';
import { whyOther } from '#libs/identity/other-service.js';
import { actingFor } from './acting.js';
import { readAuthority, readTrustDomain } from './issuer.js';
import { feedToken, personToken } from './tokens.js';

/** One for each person and feed at each service: grpc-js shares a connection among clients with the same credentials. */
const CONNECTIONS = new Map<string, Connection>();
/** One for each person and feed. */
const TOKENS = new Map<string, () => Promise<string>>();

/**
 * Calls for the person for whom `cx` acts.
 *
 * @param service  that is meant: nothing is sent to another one. Undefined: whichever answers at the address
 */
export function asPerson(
  env: NodeJS.ProcessEnv = process.env,
  person = actingFor(),
  service?: Source | 'scoring' | 'signer' | 'payout',
): Connection {
  return once(`person ${person}`, env, service, () => personToken(env, person));
}

/**
 * Calls as a feed.
 *
 * @param service  see `asPerson`
 */
export function asFeed(feed: string, env: NodeJS.ProcessEnv = process.env, service?: Source): Connection {
  return once(`feed ${feed}`, env, service, () => feedToken(env, feed));
}

function once(
  who: string,
  env: NodeJS.ProcessEnv,
  service: string | undefined,
  token: () => Promise<string>,
): Connection {
  const authority = readAuthority(env);
  // A test asks several installations from one process, and an authority may be replaced while a feed runs.
  const key = [who, env['CX_DATA'], env['CX_OIDC_ISSUER'], env['CX_TLS_CA_FILE'], authority].join(' ');
  const remembered = TOKENS.get(key) ?? remembering(token);
  TOKENS.set(key, remembered);
  const trustDomain = readTrustDomain(env);
  const place = [key, service, trustDomain].join(' ');
  const why = service === undefined ? undefined : (der: Uint8Array) => whyOther(service, der, trustDomain);
  const known = CONNECTIONS.get(place) ?? tokenConnection(authority, remembered, why);
  CONNECTIONS.set(place, known);
  return known;
}

const FRESH_MS = 20_000;

/** A call in a row of thousands does not read the session again. */
function remembering(token: () => Promise<string>): () => Promise<string> {
  let got: { readonly text: Promise<string>; readonly at: number } | undefined;
  return () => {
    if (got === undefined || Date.now() - got.at > FRESH_MS) {
      const text = token();
      got = { text, at: Date.now() };
      text.catch(() => {
        got = undefined;
      });
    }
    return got.text;
  };
}
