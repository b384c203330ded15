import { sourceFaultToProto } from '#libs/batches/format/source-fault.js';
import { faultToProto } from '#libs/batches/format/transport-fault.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { systemClock } from '#libs/runtime/clock.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { missingIn, readShards, type ShardRow } from '../counts/read.js';
import type { Transport } from '../grpc/counts/counts-service.js';
import type { Verifier } from '../verify/verifier.js';
import type { Verification } from '../verify/verify-counts.js';

const LOOK_MS = 5_000;
const RECOUNT_MS = 600_000;
/** The first recount waits, so that a restarted process first catches up on unapplied batches. */
const FIRST_RECOUNT_MS = 10_000;

export interface CountsWatch {
  /** What an operator asks first, for /statusz. */
  readonly status: () => Promise<unknown>;
}

/** Checks the counts at intervals: are batches in quarantine, and are the counts still those of the archive? */
export async function watchCounts(
  lifecycle: Lifecycle,
  {
    database,
    verifier,
    metrics,
    transport,
  }: { database: Database; verifier: Verifier; metrics: Metrics; transport: Transport },
): Promise<CountsWatch> {
  let recount: (Verification & { readonly at: string }) | undefined;
  const look = async () => {
    const quarantined = new Map<ShardRow['source'], bigint>();
    for (const row of await readShards(database, undefined))
      quarantined.set(row.source, (quarantined.get(row.source) ?? 0n) + row.quarantined);
    for (const [source, batches] of quarantined)
      metrics.batchesQuarantined.set({ department: source }, Number(batches));
  };
  const verify = async () => {
    const found = await verifier.verify();
    recount = { ...found, at: new Date(systemClock.now()).toISOString() };
    if (found.equal) metrics.countsCheckLastSuccess.set({}, systemClock.now() / 1000);
    else {
      metrics.countsCheckFailuresTotal.inc({});
      lifecycle.log.error({ found }, 'the counts differ from those of the archive');
    }
  };
  await lifecycle.add(
    'quarantine gauge',
    () => every(LOOK_MS, look, { onError: (error) => lifecycle.log.warn({ error }, 'reading the quarantine failed') }),
    (it) => it.stop(),
  );
  const onError = (error: unknown) => lifecycle.log.warn({ error }, 'recounting the archive failed');
  await lifecycle.add(
    'recount',
    () => every(RECOUNT_MS, verify, { onError, firstAfterMs: FIRST_RECOUNT_MS }),
    (it) => it.stop(),
  );
  const status = async () => ({
    transport: transport.name,
    connected: transport.isConnected(),
    transportFaults: transport.faults().map(faultToProto),
    sourceFaults: transport.sourceFaults().map(sourceFaultToProto),
    recount,
    shards: (await readShards(database, undefined)).map((row) => ({
      ...{ source: row.source, shard: row.shard, epoch: row.epoch, state: row.state },
      ...{ appliedThrough: row.applied_through, sealedAt: row.sealed_at, appliedAt: row.applied_at },
      missing: missingIn(row) + transport.missingTail(row.source, row.shard),
      quarantined: row.quarantined,
    })),
  });
  return { status };
}
