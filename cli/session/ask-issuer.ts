import { ask as askServer } from '#libs/identity/ask.js';
import { SettingError } from '../addresses.js';
import type { Issuer } from './issuer.js';

/** An answer of an issuer: JSON, whatever its status. */
export interface IssuerAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const WITHIN_MS = 10_000;

/** Where an issuer answers, as its description (OpenID Connect Discovery) states. */
export async function endpointsOf(issuer: Issuer): Promise<Readonly<Record<string, string | undefined>>> {
  const { status, body } = await ask(issuer, `${issuer.url.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (status === 200 && body['issuer'] === issuer.url) return body as Record<string, string>;
  throw new SettingError(
    `${issuer.url} does not describe itself as an issuer of that name (status ${status}). Check CX_OIDC_ISSUER.`,
  );
}

/** Asks an issuer; with a form it posts it. @throws {SettingError} when it does not answer */
export async function ask(issuer: Issuer, url: string, form?: Readonly<Record<string, string>>): Promise<IssuerAnswer> {
  if (!url.startsWith('https://')) throw new SettingError(`The issuer names ${url}, which is no https:// address.`);
  try {
    const { status, text } = await askServer(url, { ca: issuer.authority, withinMs: WITHIN_MS, form });
    return { status, body: objectIn(text) };
  } catch (error) {
    throw new SettingError(unanswered(issuer, error as Error), { cause: error });
  }
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function unanswered({ url, isDemo }: Issuer, error: Error): string {
  const { code = error.message } = error as NodeJS.ErrnoException;
  const cure = isDemo
    ? 'It runs with the services: npm start.'
    : 'Check CX_OIDC_ISSUER, and CX_OIDC_CA_FILE where its certificate was signed by an authority of your own.';
  return `The issuer ${url} does not answer (${code}). ${cure}`;
}
