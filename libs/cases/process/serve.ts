import { sourceFaultToProto } from '#libs/batches/format/source-fault.js';
import type { Sender } from '#libs/batches/format/topics.js';
import { faultToProto } from '#libs/batches/format/transport-fault.js';
import { batchOf, countUnsealed } from '#libs/batches/source/find-receipt.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { batchService } from '#libs/batches/source/serve.js';
import { LATE_AFTER_HOURS, lateFrom } from '#libs/domain/late-feed.js';
import { BUILT_IN_SOURCES } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import { ownCallers } from '#libs/grpc/callers.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { openAudit } from '#libs/process/open-audit.js';
import { refreshHealth } from '#libs/process/refresh-health.js';
import { startServers } from '#libs/process/start-servers.js';
import { watchInsecurities } from '#libs/process/watch-insecurities.js';
import { decideCallers } from '#libs/rules/decide-callers.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { CallersInForce } from '../documents/callers-in-force.js';
import { readDocumentsHead } from '../documents/store-documents.js';
import { type Intake, sumIntakeCounts } from '../evidence/intake.js';
import type { TraceVerdict } from '../evidence/trace.js';
import type { CaseNames } from '../facts/case-names.js';
import { countingFeeds } from '../facts/counting-feeds.js';
import { readFeeds } from '../facts/feeds.js';
import type { CheckedFact, RecordedOutcome } from '../facts/incoming-fact.js';
import type { Receipt } from '../facts/receipt.js';
import { departmentFeeds } from '../grpc/department-callers.js';
import type { Describe } from '../grpc/describe.js';
import { factsService } from '../grpc/facts-service.js';
import { DEPARTMENT_MIGRATIONS } from '../migrations.js';
import { askPrices } from './ask-prices.js';
import type { DepartmentContext } from './context.js';
import type { BatchIntake, IntakeState } from './take-in-batches.js';

const sql = sqlFolder(import.meta.url, './sql/');

export interface ServeOptions {
  /** The department's own Record calls. */
  readonly service: ServedService;
  readonly describe: Describe;
  /** Which limits and documents gave a verdict. */
  readonly trace: TraceVerdict;
  readonly names: CaseNames;
  /** The milestone that a case waits for; unset where none is needed. */
  readonly waitsForMilestone: string | undefined;
  readonly intake: BatchIntake;
  /** Who may call, and which departments of the company's own may fetch milestones. */
  readonly callers: Pick<CallersInForce, 'accessAt' | 'ownDepartments'>;
}

/** Answers gRPC calls and Prometheus. It starts last and stops first, so no call arrives while the rest stops. */
export async function serve(lifecycle: Lifecycle, context: DepartmentContext, options: ServeOptions): Promise<void> {
  const { database, department, config, clock, metrics, tls } = context;
  const { source, metrics: definitions, feedRulesAt: rulesAt = () => undefined } = department;
  const sources = () => [...BUILT_IN_SOURCES, ...options.callers.ownDepartments];
  const insecurities = await watchInsecurities(lifecycle, config, {
    ...{ database, migrations: DEPARTMENT_MIGRATIONS, tls, metrics },
    accessHolds: () => options.callers.accessAt(clock.now()) !== undefined,
  });
  const facts = factsService({
    source,
    metrics: definitions,
    database,
    clock,
    receiptKey: config.CX_CASE_KEY,
    describe: options.describe,
    feedRulesAt: rulesAt,
    rules: department.rules,
    trace: options.trace,
    due: { judge: department.judge, prices: await askPrices(lifecycle, context) },
    erasing: {
      department,
      names: options.names,
      onErased: (cases) => {
        metrics.casesErasedTotal.inc({ cause: 'command' }, cases);
        context.stirSealing(); // what waited may be charged
      },
    },
    waitsForMilestone: options.waitsForMilestone,
    onDeclared: () => {
      context.wakeSweep();
      context.stirSealing();
    },
    transport: () => transportOf(context, options.intake),
    security: () => insecurities.report,
    findSealed: (receipt) => findSealed(context, receipt),
  });

  const knowsDepartment = (name: string) => sources().some((one) => one === name);
  const audit = await openAudit(lifecycle, { database, metrics, server: source, knowsDepartment });
  const { whyNotReady } = context;
  const server = await startServers(lifecycle, {
    config,
    tls,
    department: source,
    audit,
    insecurities,
    services: [options.service, facts, batchService(new PostgresSourceStore(database), lifecycle.stopping)],
    bindingsOf: decideCallers({
      services: ownCallers(sources),
      accessAt: options.callers.accessAt,
      firstPublishers: config.CX_FIRST_PUBLISHERS,
      feeds: departmentFeeds(source, rulesAt, () => clock.now()),
      now: () => clock.now(),
    }),
    metrics,
    whyNotReady,
    status: () => statusOf(context, options.intake),
  });
  await refreshHealth(lifecycle, {
    server,
    whyNotReady,
    whenReady: () => showProgress(context, options.intake),
  });
}

/** Counts the outcomes of facts, and how long after the event a live feed reported them. */
export function countOutcomes({
  metrics,
}: Pick<DepartmentContext, 'metrics'>): (
  outcomes: readonly RecordedOutcome[],
  facts: readonly CheckedFact[],
  now: Instant,
) => void {
  const words = { RECORDED: 'accepted', ALREADY_RECORDED: 'known', REFUSED: 'refused' } as const;
  return (outcomes, facts, now) => {
    for (const [place, outcome] of outcomes.entries()) {
      const reason = outcome.result === 'REFUSED' ? outcome.reason : '';
      metrics.factsTotal.inc({ result: words[outcome.result], reason });
      const checked = facts[place];
      const isLive = outcome.result === 'RECORDED' && checked?.is === 'in order' && checked.fact.origin === 'REPORTED';
      if (isLive) metrics.factDelay.observe({}, Math.max(0, (now - checked.fact.happenedAt) / 1_000));
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
  { database, faults, sourceFaults }: DepartmentContext,
  { receiver, states }: BatchIntake,
): Promise<Omit<Intake, 'counts'>> {
  const [upstreams, documents] = [states.filter(isOfMilestones), states.filter((state) => !isOfMilestones(state))];
  const upstream = await Promise.all(
    upstreams.map(async ({ subscription }) => {
      const newest = (await receiver.progress(subscription)).at(-1);
      return `${subscription.source}/${subscription.shard}:${newest?.epoch ?? 1}:${newest?.chain.appliedThrough ?? 0n}`;
    }),
  );
  const quarantined = await quarantinedOf(database);
  return {
    transportFaults: faults.standing(),
    sourceFaults: sourceFaults.standing(),
    unsealed: await countUnsealed(database),
    upstream,
    upstreamMissing: sumOf(upstreams.map(({ missing }) => missing)),
    upstreamQuarantined: sumOf([...quarantined].map(([source, batches]) => (source === 'scoring' ? 0n : batches))),
    documents: {
      ...(await readDocumentsHead(database)),
      missingBatches: sumOf(documents.map(({ missing }) => missing)),
      quarantinedBatches: quarantined.get('scoring') ?? 0n,
    },
  };
}

const isOfMilestones = ({ subscription }: IntakeState) => subscription.carries === 'milestones';

const sumOf = (numbers: readonly bigint[]) => numbers.reduce((sum, one) => sum + one, 0n);

/** How many batches of each sender are in quarantine. */
async function quarantinedOf(database: DepartmentContext['database']): Promise<ReadonlyMap<Sender, bigint>> {
  const rows = await database.query<{ source: Sender; quarantined: bigint }>(sql('count-quarantined'));
  return new Map(rows.map(({ source, quarantined }) => [source, quarantined]));
}

/** What an operator asks first: are batches published, and what waits. */
async function statusOf(context: DepartmentContext, intake: BatchIntake): Promise<unknown> {
  const transport = context.kafka === undefined ? 'direct' : 'kafka';
  const kafkaAnswers = await context.kafka?.isReachable();
  const state = await transportOf(context, intake);
  return {
    source: context.department.source,
    transport,
    kafkaAnswers,
    ...state,
    transportFaults: state.transportFaults.map(faultToProto),
    sourceFaults: state.sourceFaults.map(sourceFaultToProto),
    documents: { ...state.documents, sha256: state.documents.sha256.toString('hex') },
  };
}

const MODES = { REPORTED: 'live', IMPORTED: 'replay', GENERATED: 'generated' } as const;

async function showProgress(context: DepartmentContext, { states }: BatchIntake): Promise<void> {
  const { database, metrics } = context;
  await sumIntakeCounts(database);
  await showFeeds(context);
  const quarantined = await quarantinedOf(database);
  for (const { subscription } of states) {
    const own = Number(quarantined.get(subscription.source) ?? 0n);
    if (subscription.source === 'scoring') metrics.documentBatchesQuarantined.set({}, own);
    else metrics.milestoneBatchesQuarantined.set({ department: subscription.source }, own);
  }
  const { position, publishedAt } = await readDocumentsHead(database);
  metrics.documentPosition.set({}, position);
  if (publishedAt !== undefined) metrics.documentPublished.set({}, publishedAt / 1000);
  const observations = (await new PostgresSourceStore(database).heads()).filter(
    (head) => head.carries === 'observations',
  );
  const waiting = observations.reduce((sum, head) => sum + head.newestNumber - head.acknowledgedNumber, 0n);
  metrics.batchesUnacknowledged.set({}, Number(waiting));
}

/** How far the feeds have reported that the department waits for. One that may not report any more is not shown: no alert is for it. */
async function showFeeds({ database, metrics, department, clock }: DepartmentContext): Promise<void> {
  const reporting = await readFeeds(database);
  const rules = department.feedRulesAt?.(clock.now());
  const counting = countingFeeds(reporting, rules);
  for (const { feed, completeThrough } of reporting) {
    const counts = counting.find((one) => one.feed === feed);
    const shown = counts === undefined || !Number.isFinite(completeThrough) ? undefined : MODES[counts.origin];
    for (const mode of Object.values(MODES)) if (mode !== shown) metrics.feedCompleteThrough.forget({ feed, mode });
    if (shown !== undefined) metrics.feedCompleteThrough.set({ feed, mode: shown }, completeThrough / 1000);
    const afterHours = rules?.permitted.get(feed)?.lateAfterHours ?? LATE_AFTER_HOURS;
    if (shown === 'live') metrics.feedLate.set({ feed }, lateFrom(completeThrough, afterHours) / 1000);
    else metrics.feedLate.forget({ feed });
  }
}
