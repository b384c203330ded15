/** The keys by which messages are signed, by the name that subscriptions use; the first of a name is the newest. */
export type Secrets = ReadonlyMap<string, readonly Buffer[]>;

/** The text of the secrets cannot be used. The message names the line and no part of a secret. */
export class SecretsMistake extends Error {}

const LINE = /^([a-z][a-z0-9_-]{0,63})\s+whsec_([A-Za-z0-9+/]+={0,2})$/;
/** The lengths of a key that Standard Webhooks recommends, in bytes. */
const [LEAST, MOST] = [24, 64];

/**
 * Reads the secrets of an installation: a line for each, `NAME whsec_BASE64`. Lines with one name sign together, so that a receiver can take over a new
 * secret before the old one goes. Empty lines and lines that begin with # say nothing.
 *
 * @throws {SecretsMistake} for the first line that is none
 */
export function secretsIn(text: string): Secrets {
  const found = new Map<string, Buffer[]>();
  for (const [place, line] of text.split('\n').entries()) {
    const written = line.trim();
    if (written === '' || written.startsWith('#')) continue;
    const [, name = '', base64 = ''] = LINE.exec(written) ?? [];
    const key = Buffer.from(base64, 'base64');
    if (key.length < LEAST || key.length > MOST)
      throw new SecretsMistake(
        `line ${place + 1} is not NAME whsec_BASE64 with a key of ${LEAST} to ${MOST} bytes in base64`,
      );
    found.set(name, [...(found.get(name) ?? []), key]);
  }
  return found;
}
