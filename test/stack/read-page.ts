import { getText, type Page, readAs } from '#deploy/local/get-text.js';
import { READER } from '#deploy/local/local-identity.js';
import { LocalAuthority } from '#deploy/local/tls/local-authority.js';

/** Reads /metrics, /statusz or another page of a process with the certificate of Prometheus. */
export function readPage(dataDir: string, url: string, withinMs?: number): Promise<Page> {
  const options = readAs(new LocalAuthority({ dataDir }).filesOf(READER));
  return getText(url, withinMs === undefined ? options : { ...options, withinMs });
}

/** The same of a page in JSON. */
export async function readJson(dataDir: string, url: string): Promise<Record<string, unknown>> {
  return JSON.parse((await readPage(dataDir, url)).text) as Record<string, unknown>;
}
