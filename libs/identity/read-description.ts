import { ask } from './ask.js';

/** A caller waits for it, and has ten seconds altogether. */
const WITHIN_MS = 3_000;

/** A JSON object, as an issuer answers it. */
export type Described = Readonly<Record<string, unknown>>;

/**
 * Reads how an issuer describes itself (OpenID Connect Discovery).
 *
 * @param issuer     "https://login.example.com/realms/cx"
 * @param authority  certificates in PEM of the authorities that may sign the issuer's certificate; undefined: the public ones
 * @throws {Error} when it does not answer, or calls itself otherwise: else another issuer at this address could bring keys of its own
 */
export async function readDescription(issuer: string, authority: string | undefined): Promise<Described> {
  const described = await readJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, authority);
  if (described['issuer'] !== issuer) throw new Error(`the issuer calls itself ${described['issuer']}, not ${issuer}`);
  return described;
}

/** @throws {Error} for every answer but 200 with JSON, and after three seconds */
export async function readJson(url: string, authority: string | undefined): Promise<Described> {
  const { status, text } = await ask(url, { ca: authority, withinMs: WITHIN_MS });
  if (status !== 200) throw new Error(`${url} answers ${status}`);
  return JSON.parse(text) as Described;
}
