import type { Mark } from './export-file.js';
import type { Profile } from './profile/profile.js';

/** The name of a file by the pattern of its profile. A simulation says so before anything else. */
export function fileName(
  { file }: Pick<Profile, 'file'>,
  {
    mark,
    period,
    version,
    pool,
  }: { readonly mark: Mark; readonly period: string; readonly version: number; readonly pool: string },
): string {
  const name = file.replaceAll('{period}', period).replaceAll('{version}', String(version)).replaceAll('{pool}', pool);
  return mark === 'PAYABLE' ? name : `SIMULATION-${name}`;
}
