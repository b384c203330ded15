import { unproven } from './unproven.js';

/** An access token with many groups has some KiB; a longer one is refused before anything in it is read. */
export const LONGEST_TOKEN = 16 * 1024;

/** Three parts of base64url, joined by dots. */
const SIGNED_JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/**
 * The token in the metadata of a call; undefined when there is none.
 *
 * @param values      what stands under `authorization`
 * @throws {CxError}  CALLER_UNKNOWN with TOKEN_MALFORMED or TOKEN_TOO_LARGE
 */
export function bearerToken(values: readonly (string | Uint8Array)[]): string | undefined {
  const [value, another] = values;
  if (value === undefined) return undefined;
  if (another !== undefined || typeof value !== 'string') throw unproven('TOKEN_MALFORMED');
  if (value.length > LONGEST_TOKEN) throw unproven('TOKEN_TOO_LARGE');
  const token = /^bearer +(\S+)$/i.exec(value)?.[1];
  if (token === undefined || !SIGNED_JWT.test(token)) throw unproven('TOKEN_MALFORMED');
  return token;
}
