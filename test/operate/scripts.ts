import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { exportedLines, linesOf, sha256Of } from '#test/e2e/counts.js';
import { purePathOf } from '#test/golden/pure-path.js';
import type { TimedFact } from '#test/real-orders/facts.js';
import type { TestInstallation } from '#test/stack/installation.js';
import { type Ended, runProgram } from '#test/stack/run-cx.js';

/** Runs a script of deploy/operate as an operator does, in a shell that reads no settings of the machine. */
export function operate(
  script: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return runProgram('bash', ['--norc', join('deploy/operate', script), ...words], env);
}

/** A folder of addresses as the scripts read it: a file for each database. */
export function addressesIn(urls: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'cx-addresses-'));
  for (const [name, url] of Object.entries(urls)) writeFileSync(join(folder, name), `${url}\n`, { mode: 0o600 });
  chmodSync(folder, 0o700);
  return folder;
}

/** Waits until scoring's counts are what the rules alone make of these facts, without any pipeline. */
export async function untilCountedAs(
  addresses: TestInstallation['addresses'],
  facts: readonly TimedFact[],
): Promise<void> {
  const expected = sha256Of(linesOf(purePathOf(facts).evaluations));
  const counted = async () => sha256Of(await exportedLines(addresses).catch(() => []));
  await expect.poll(counted, { timeout: 120_000, interval: 500 }).toBe(expected);
}
