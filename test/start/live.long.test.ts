import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAddresses } from '#cli/addresses.js';
import { PUNCTUAL_MS } from '#deploy/simulator/world/reporting.js';
import { reportsBetween } from '#deploy/simulator/world/simulate.js';
import { dayAt, type World } from '#deploy/simulator/world/world.js';
import type { CountedCell } from '#libs/domain/observation.js';
import { dumpLines } from '#services/scoring/counts/dump.js';
import { exportedLines } from '#test/e2e/counts.js';
import { judgeRetailer } from '#test/simulator/judge-retailer.js';
import { knowInstallation } from '#test/stack/connection-to.js';
import { brokers } from '#test/stack/installation.js';
import { runCx } from '#test/stack/run-cx.js';
import { freePortBase, type RunningStart, startDirectly } from '#test/stack/run-start.js';

/** A retailer that does not exist, played over gRPC, Kafka and PostgreSQL until it has reached the present. */
describe('npm start -- --live', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cx-live-'));
  let base: number;
  let started: RunningStart;
  const start = (...words: string[]) =>
    startDirectly(['--data', dataDir, ...words], { CX_PORT_BASE: String(base), KAFKA_BROKERS: brokers() || 'none' });

  beforeAll(async () => {
    chmodSync(dataDir, 0o755); // as root, PostgreSQL runs as another user
    base = await freePortBase();
    const words = ['--live', '--seed', '3', '--days', '1', '--orders', '12', '--speed', '10000000'];
    started = start(...words, '--story', 'carrier-strike');
    await started.until(/Ready in \d+ s/);
    await started.until(/The present is reached/);
  });
  afterAll(() => {
    started?.child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('says what is played, that it is never payable, and what became of the facts', () => {
    expect(started.printed()).toContain(
      'Kontor, a retailer that does not exist (seed 3, about 12 orders a day). GENERATED, never payable.',
    );
    expect(started.printed()).toMatch(
      /Story carrier-strike: The carrier acme delivers nothing .* week 3 \(from 20\d\d-\d\d-\d\d\)/,
    );
    expect(started.printed()).toMatch(
      /The present is reached\. through .* accepted [\d,]+ {3}already known [1-9]\d* {3}refused 0/,
    );
    expect(started.printed()).not.toMatch(/^ {2}NO/m);
  });

  it('comes to the counts that follow from its facts by the rules alone', async () => {
    const addresses = readAddresses({ CX_DATA: dataDir });
    knowInstallation(addresses, dataDir);
    await expect
      .poll(async () => differences(await exportedLines(addresses), expectedLines(dataDir)), {
        timeout: 30_000,
        interval: 1_000,
      })
      .toEqual([]);
  });

  it('marks every index as generated', async () => {
    const { code, stdout } = await runCx(['index', 'list', '--kind', 'week'], { CX_DATA: dataDir });
    expect([code, stdout]).toEqual([0, expect.stringContaining('generated, not for pay')]);
  });

  it('stops at Ctrl-C, and the next start refuses another retailer and other facts', async () => {
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
    expect(existsSync(join(dataDir, 'live.json'))).toBe(true);
    const company = start('--company', 'docs/example-company');
    expect([await company.ended, company.printed()]).toEqual([1, expect.stringContaining('Start it with --live.')]);
  });
});

/** The lines of the dump as they follow from everything that the retailer has reported, as far as its feeds have declared. */
function expectedLines(dataDir: string): string[] {
  const kept = JSON.parse(readFileSync(join(dataDir, 'live.json'), 'utf8')) as { world: World; through: string };
  const through = Date.parse(kept.through);
  const reports = reportsBetween(kept.world, kept.world.firstDay, dayAt(through)).filter(
    ({ reportedAt }) => reportedAt < through,
  );
  const { verdicts } = judgeRetailer(reports, { now: through, completeThrough: () => through - PUNCTUAL_MS });
  const rows = new Map<string, CountedCell>();
  for (const { source: _, part: __, cause: ___, hits, misses, ...cell } of verdicts) {
    const key = JSON.stringify(cell);
    const before = rows.get(key) ?? { ...cell, hits: 0n, misses: 0n };
    rows.set(key, { ...before, hits: before.hits + BigInt(hits), misses: before.misses + BigInt(misses) });
  }
  return dumpLines([...rows.values()]);
}

function differences(found: readonly string[], expected: readonly string[]): string[] {
  const [have, want] = [new Set(found), new Set(expected)];
  return [
    ...found.filter((line) => !want.has(line)).map((line) => `counted: ${line}`),
    ...expected.filter((line) => !have.has(line)).map((line) => `expected: ${line}`),
  ].slice(0, 10);
}
