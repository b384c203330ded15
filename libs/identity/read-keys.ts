import type { JSONWebKeySet } from 'jose';
import type { ReadKeys } from './issuer-keys.js';
import { readDescription, readJson } from './read-description.js';

/**
 * Reads the keys of an issuer where its own description says they are.
 *
 * @param issuer     "https://login.example.com/realms/cx"
 * @param authority  certificates in PEM of the authorities that may sign the issuer's certificate; undefined: the public ones
 */
export function keysOf(issuer: string, authority: () => string | undefined): ReadKeys {
  return async () => {
    const described = await readDescription(issuer, authority());
    const keys = await readJson(String(described['jwks_uri']), authority());
    if (!Array.isArray(keys['keys'])) throw new Error('the issuer answers with no list of keys');
    return keys as unknown as JSONWebKeySet;
  };
}
