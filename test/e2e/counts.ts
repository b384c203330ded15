import { setTimeout as pause } from 'node:timers/promises';
import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import { BatchServiceClient, Content } from '#libs/contracts/cx/batches/v1/batches.js';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { CountsServiceClient, type ExportCountsResponse } from '#libs/contracts/cx/scoring/v1/counts.js';
import { BUILT_IN_SOURCES, type BuiltInSource, type CountedCell } from '#libs/domain/observation.js';
import { call } from '#libs/grpc/client.js';
import { dumpLines, dumpSha256 } from '#services/scoring/counts/dump.js';
import { client } from '#test/stack/client.js';

type Addresses = Readonly<Record<BuiltInSource | 'scoring', string>>;

/** The lines of the dump of scoring's counts. */
export async function exportedLines({ scoring }: Addresses): Promise<string[]> {
  const counts = client(CountsServiceClient, scoring, 'console');
  try {
    const pieces: Buffer[] = [];
    for await (const { lines } of counts.exportCounts({}) as AsyncIterable<ExportCountsResponse>) pieces.push(lines);
    return Buffer.concat(pieces)
      .toString()
      .split('\n')
      .filter((line) => line !== '');
  } finally {
    counts.close();
  }
}

/** The lines of the dump as they follow directly from the rules, for facts that were imported and facts that were generated. */
export function linesOf(imported: readonly MetricEvaluation[], generated: readonly MetricEvaluation[] = []): string[] {
  const rows = new Map<string, CountedCell>();
  for (const [origin, evaluations] of [['IMPORTED', imported] as const, ['GENERATED', generated] as const]) {
    for (const { metric, unit, day, result } of evaluations) {
      const { hits, misses, ...account } = result;
      const cell = { metric: metric.recordedAs, definition: metric.definition, unit, day, ...account, origin };
      const key = JSON.stringify(cell);
      const before = rows.get(key) ?? { ...cell, hits: 0n, misses: 0n };
      rows.set(key, { ...before, hits: before.hits + BigInt(hits), misses: before.misses + BigInt(misses) });
    }
  }
  return dumpLines([...rows.values()]);
}

export const sha256Of = dumpSha256;

/**
 * Waits until everything that these sources took in is judged, sealed and counted. Each must have sealed something. Calls to a
 * process that is down are repeated.
 */
export async function untilCounted(
  addresses: Addresses,
  withinMs = 120_000,
  sources: readonly BuiltInSource[] = BUILT_IN_SOURCES,
): Promise<void> {
  const until = Date.now() + withinMs;
  for (let quiet = 0; quiet < 3; ) {
    if (Date.now() > until) throw new Error('not everything was counted in time');
    quiet = (await isCounted(addresses, sources).catch(() => false)) ? quiet + 1 : 0;
    await pause(300);
  }
}

async function isCounted(addresses: Addresses, sources: readonly BuiltInSource[]): Promise<boolean> {
  const counts = client(CountsServiceClient, addresses.scoring, 'console');
  try {
    const { shards } = await call(counts, 'getPipelineStatus', {});
    for (const source of sources) {
      const newest = await newestOf(addresses[source]);
      if (newest === undefined) return false;
      const applied = shards.find((shard) => shard.source === source)?.appliedThrough ?? 0n;
      if (applied < newest || shards.some((shard) => shard.missing > 0n)) return false;
    }
    return true;
  } finally {
    counts.close();
  }
}

/** The newest sealed batch of a source; undefined while anything is not judged or not sealed yet. */
async function newestOf(address: string): Promise<bigint | undefined> {
  const facts = client(FactsServiceClient, address, 'console');
  const batches = client(BatchServiceClient, address, 'console');
  try {
    const { unsealed, waiting, upstreamMissing } = await call(facts, 'getIntakeStatus', {});
    if (unsealed > 0n || waiting > 0n || upstreamMissing > 0n) return undefined;
    const { shards } = await call(batches, 'listShards', {});
    return shards.find(({ carries }) => carries === Content.CONTENT_OBSERVATIONS)?.newestNumber;
  } finally {
    facts.close();
    batches.close();
  }
}
