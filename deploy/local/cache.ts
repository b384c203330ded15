import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what was once downloaded is kept between checkouts: CX_CACHE, or the user's cache folder. */
export function cacheDir(name: string): string {
  const base = process.env['CX_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'cx-index');
  return join(base, name);
}
