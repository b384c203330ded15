import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { CountsServiceClient } from '#libs/contracts/cx/scoring/v1/counts.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { call } from '#libs/grpc/client.js';
import { exportedLines, sha256Of } from '#test/e2e/counts.js';
import { foldOfArchive, sumOfVerdicts } from '#test/oracle/ask.js';
import { client } from '#test/stack/client.js';
import { type Finding, finding } from './finding.js';
import type { ChaosWorld } from './world.js';

/**
 * Compares the state at the end with what the rules alone make of the facts.
 *
 * @param expected  lines of the canonical dump
 * @param withinMs  the time limit for counting everything
 */
export async function verdictOf(world: ChaosWorld, expected: readonly string[], withinMs: number): Promise<Finding[]> {
  const wanted = sha256Of(expected);
  const lines = await untilEqual(world, wanted, withinMs);
  const counted = sha256Of(lines);
  const findings = [
    finding('the counts are what the rules alone make of the facts', counted === wanted, difference(lines, expected)),
    finding(
      "SQL over the departments' own verdicts gives the same",
      (await sumOfVerdicts(BUILT_IN_SOURCES.map((source) => world.cluster(source).directUrl))) === counted,
    ),
    finding(
      'a fold over the archive in another language gives the same',
      (await foldOfArchive(world.addresses.scoring)) === counted,
    ),
    finding('the recount by the second path agrees', await recounts(world)),
  ];
  const aside = await quarantine(world);
  return [...findings, finding('no batch is left in quarantine', aside.length === 0, aside.join('; '))];
}

async function untilEqual(world: ChaosWorld, wanted: string, withinMs: number): Promise<string[]> {
  for (const began = Date.now(); ; await pause(1_000)) {
    const lines = await exportedLines(world.addresses).catch(() => []);
    if (sha256Of(lines) === wanted || Date.now() - began > withinMs) return lines;
  }
}

async function recounts(world: ChaosWorld): Promise<boolean> {
  const counts = client(CountsServiceClient, world.addresses.scoring, 'console');
  const { equal } = await call(counts, 'verifyCounts', {}, { deadlineMs: 300_000 });
  counts.close();
  return equal;
}

async function quarantine(world: ChaosWorld): Promise<string[]> {
  const found: string[] = [];
  for (const [name, cluster] of world.clusters) {
    const database = new pg.Client({ connectionString: cluster.directUrl });
    await database.connect();
    const { rows } = await database.query<{ line: string }>(
      `select source || '/' || shard || ' ' || epoch || ':' || number || ' ' || reason || ' ' || detail as line
       from quarantine join shard using (shard_id) where redriven_at is null and not void`,
    );
    await database.end();
    found.push(...rows.map(({ line }) => `${name}: ${line}`));
  }
  return found;
}

/** The first lines that differ. */
function difference(lines: readonly string[], expected: readonly string[]): string {
  const [own, other] = [new Set(lines), new Set(expected)];
  const more = lines.filter((line) => !other.has(line));
  const less = expected.filter((line) => !own.has(line));
  return [`${more.length} lines too many`, ...more.slice(0, 3), `${less.length} are missing`, ...less.slice(0, 3)].join(
    '\n',
  );
}
