import { DOCUMENT_SHARD } from '#libs/batches/format/topics.js';
import { DOCUMENT_KINDS } from '#libs/domain/document-kind.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import type { KafkaTransport } from '#libs/process/open-kafka.js';
import { publishBatches } from '#libs/process/publish-batches.js';
import { systemClock } from '#libs/runtime/clock.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { StatedUnits } from '../answers/display-names.js';
import type { Config } from '../config.js';
import type { CountsReader } from '../counts/read.js';
import { countOpenProposals } from '../documents/proposals.js';
import { PublishedRulesets } from '../documents/published-rulesets.js';
import { documentService } from '../grpc/documents/documents-service.js';

/** How long another process of scoring may go on by the rulesets before, after one was published. */
const REFRESH_MS = 2_000;

export interface FollowedDocuments {
  readonly rulesets: PublishedRulesets;
  /** Of the document that holds now. */
  readonly stated: StatedUnits;
  readonly service: ServedService;
  /** Something was left for the next batch: it is sealed soon. */
  readonly stirSealing: () => void;
}

/** A new document is sealed at once. An idle shard says once an hour that there is none, and its batches are kept for ever. */
const IDLE_MS = 3_600_000;

export interface DocumentsOptions extends KafkaTransport {
  readonly database: Database;
  readonly counts: CountsReader;
  readonly metrics: Metrics;
}

/**
 * Takes in what the company publishes, sends it to the departments as batches, and follows it: this process at once, every other one
 * of scoring within two seconds.
 */
export async function followDocuments(
  lifecycle: Lifecycle,
  config: Config,
  { database, counts, metrics, kafka, faults }: DocumentsOptions,
): Promise<FollowedDocuments> {
  const stirSealing = await publishBatches(lifecycle, {
    ...{ database, kafka, faults, shards: [DOCUMENT_SHARD], source: DOCUMENT_SHARD.source, idleMs: IDLE_MS },
    installation: config.CX_INSTALLATION,
    wasLost: config.CX_DATABASE_LOST,
    readFeeds: async () => [],
    countWaiting: async () => [],
    onSealed: (_, __, { sealed }) => metrics.documentBatchesSealedTotal.inc({}, sealed),
    onPublished: (_, batches) => metrics.documentBatchesPublishedTotal.inc({}, batches),
  });
  const rulesets = await PublishedRulesets.open(database, (all) => {
    lifecycle.log.info({ rulesets: all.map(({ name }) => name) }, 'the company has published rulesets');
    for (const { name, sha256 } of all) metrics.rulesetInfo.set({ ruleset: name, sha256: sha256.toString('hex') });
  });
  const refresh = async () => {
    await rulesets.refresh();
    metrics.documentNewestPosition.set({}, rulesets.position);
    const open = await countOpenProposals(database);
    for (const kind of DOCUMENT_KINDS) metrics.documentProposalsOpen.set({ kind }, open.get(kind) ?? 0);
  };
  await lifecycle.add(
    'documents',
    () =>
      every(REFRESH_MS, refresh, {
        onError: (error) => lifecycle.log.warn({ error }, 'reading the published documents failed'),
      }),
    (it) => it.stop(),
  );
  const service = documentService({
    ...{ database, counts, rulesets, metrics, clock: systemClock },
    onPublished: async () => {
      stirSealing();
      await refresh();
    },
  });
  const statedNow = () => rulesets.statedUnitsAt(systemClock.now());
  const stated: StatedUnits = {
    displayNames: (...of) => statedNow().displayNames(...of),
    countedIn: (...of) => statedNow().countedIn(...of),
  };
  return { rulesets, stated, service, stirSealing };
}
