import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** West of the date line, east of it, one with summer time, one with quarters of an hour, and a language that sorts and writes numbers otherwise. */
const PLACES = [
  { TZ: 'UTC', LC_ALL: 'C' },
  { TZ: 'America/Sao_Paulo', LC_ALL: 'pt_BR.UTF-8' },
  { TZ: 'Pacific/Kiritimati', LC_ALL: 'de_DE.UTF-8' },
  { TZ: 'Asia/Kathmandu', LC_ALL: 'tr_TR.UTF-8' },
];

/** What a process prints that has this time zone and language. */
function printedIn(place: Readonly<Record<string, string>>): string {
  const env = { ...process.env, ...place };
  const words = ['--import', 'tsx', 'test/real-orders/print-hashes.ts'];
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

it('makes the same records, bundle and manifest in every time zone and language', () => {
  const [first = '', ...others] = PLACES.map(printedIn);
  expect(first.split('\n').filter((line) => line.startsWith('records/'))).toHaveLength(4);
  expect(first).toMatch(/^payout [0-9a-f]{64} [0-9a-f]{64}$/m);
  for (const other of others) expect(other).toBe(first);
});
