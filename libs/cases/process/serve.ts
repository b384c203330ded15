import { faultToProto } from '#libs/batches/format/transport-fault.js';
import { batchOf, countUnsealed } from '#libs/batches/source/find-receipt.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { batchService } from '#libs/batches/source/serve.js';
import type { Source } from '#libs/domain/observation.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { refreshHealth } from '#libs/process/refresh-health.js';
import { startServers } from '#libs/process/start-servers.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { Intake } from '../evidence/intake.js';
import { readFeeds } from '../facts/feeds.js';
import type { RecordedOutcome } from '../facts/incoming-fact.js';
import type { Receipt } from '../facts/receipt.js';
import type { Describe } from '../grpc/describe.js';
import { factsService } from '../grpc/facts-service.js';
import type { DepartmentContext } from './context.js';
import type { takeInUpstreams } from './take-in-upstreams.js';

const sql = sqlFolder(import.meta.url, './sql/');

export interface ServeOptions {
  /** The department's own Record calls. */
  readonly service: ServedService;
  readonly describe: Describe;
  /** The milestone that a case waits for; unset where none is needed. */
  readonly waitsForMilestone: string | undefined;
  /** What takes in milestones; undefined for a department that needs none. */
  readonly upstreams: Awaited<ReturnType<typeof takeInUpstreams>>;
}

/** Answers gRPC calls and Prometheus. It starts last and stops first, so no call arrives while the rest stops. */
export async function serve(lifecycle: Lifecycle, context: DepartmentContext, options: ServeOptions): Promise<void> {
  const { database, department, config, clock, metrics } = context;
  const { source, metrics: definitions } = department;
  const facts = factsService({
    source,
    metrics: definitions,
    database,
    clock,
    describe: options.describe,
    waitsForMilestone: options.waitsForMilestone,
    onDeclared: () => context.wakeSweep(),
    transport: () => transportOf(context, options.upstreams),
    findSealed: (receipt) => findSealed(context, receipt),
  });

  const { whyNotReady } = context;
  const server = await startServers(lifecycle, {
    config,
    services: [options.service, facts, batchService(new PostgresSourceStore(database))],
    metrics,
    whyNotReady,
    status: () => statusOf(context, options.upstreams),
  });
  await refreshHealth(lifecycle, {
    server,
    whyNotReady,
    whenReady: () => showProgress(context, options.upstreams),
  });
}

/** Counts the outcomes of facts. */
export function countOutcomes({ metrics }: DepartmentContext): (outcomes: readonly RecordedOutcome[]) => void {
  const words = { RECORDED: 'accepted', ALREADY_RECORDED: 'known', REFUSED: 'refused' } as const;
  return (outcomes) => {
    for (const outcome of outcomes) {
      const reason = outcome.result === 'REFUSED' ? outcome.reason : '';
      metrics.factsTotal.inc({ result: words[outcome.result], reason });
      const isSuspicious = outcome.result === 'RECORDED' && (outcome.inconsistencies ?? []).length > 0;
      if (isSuspicious) metrics.factsTotal.inc({ result: 'suspicious', reason: '' });
    }
  };
}

/** Finds the batches of a receipt. It is sealed when all of its outbox rows are in a batch. */
async function findSealed({ database, department }: DepartmentContext, { positions }: Receipt) {
  const found = await Promise.all(
    positions.map(async ({ shard, outboxId }) => {
      const batch = await batchOf(database, { carries: 'observations', shard, outboxId });
      return batch === undefined ? undefined : `${department.source}/${shard}:${batch.epoch}:${batch.number}`;
    }),
  );
  const batches = found.filter((name) => name !== undefined);
  return { sealed: batches.length === positions.length, batches };
}

async function transportOf(
  { database, faults }: DepartmentContext,
  upstreams: ServeOptions['upstreams'],
): Promise<Omit<Intake, 'counts'>> {
  const states = upstreams?.states ?? [];
  const upstream = await Promise.all(
    states.map(async ({ subscription }) => {
      const newest = (await upstreams?.receiver.progress(subscription))?.at(-1);
      return `${subscription.source}/${subscription.shard}:${newest?.epoch ?? 1}:${newest?.chain.appliedThrough ?? 0n}`;
    }),
  );
  const quarantined = await database.query<{ quarantined: bigint }>(sql('count-quarantined'));
  return {
    transportFaults: faults.standing(),
    unsealed: await countUnsealed(database),
    upstream,
    upstreamMissing: states.reduce((sum, { missing }) => sum + missing, 0n),
    upstreamQuarantined: quarantined.reduce((sum, row) => sum + row.quarantined, 0n),
  };
}

/** What an operator asks first: are batches published, and what waits. */
async function statusOf(context: DepartmentContext, upstreams: ServeOptions['upstreams']): Promise<unknown> {
  const transport = context.kafka === undefined ? 'direct' : 'kafka';
  const kafkaAnswers = await context.kafka?.isReachable();
  const state = await transportOf(context, upstreams);
  return {
    source: context.department.source,
    transport,
    kafkaAnswers,
    ...state,
    transportFaults: state.transportFaults.map(faultToProto),
  };
}

const MODES = { REPORTED: 'live', IMPORTED: 'replay', GENERATED: 'generated' } as const;

async function showProgress(
  { database, metrics }: DepartmentContext,
  upstreams: ServeOptions['upstreams'],
): Promise<void> {
  for (const { feed, completeThrough, origin } of await readFeeds(database)) {
    if (Number.isFinite(completeThrough)) {
      for (const mode of Object.values(MODES))
        if (mode !== MODES[origin]) metrics.feedCompleteThrough.forget({ feed, mode });
      metrics.feedCompleteThrough.set({ feed, mode: MODES[origin] }, completeThrough / 1000);
    }
  }
  const aside = await database.query<{ source: Source; quarantined: bigint }>(sql('count-quarantined'));
  for (const { subscription } of upstreams?.states ?? []) {
    const own = aside.find(({ source }) => source === subscription.source)?.quarantined ?? 0n;
    metrics.milestoneBatchesQuarantined.set({ department: subscription.source }, Number(own));
  }
  const observations = (await new PostgresSourceStore(database).heads()).filter(
    (head) => head.carries === 'observations',
  );
  const waiting = observations.reduce((sum, head) => sum + head.newestNumber - head.acknowledgedNumber, 0n);
  metrics.batchesUnacknowledged.set({}, Number(waiting));
}
