import { DOCUMENT_KINDS } from '#libs/domain/document-kind.js';
import { REASONS, type Reason } from '#libs/domain/error.js';
import { BUILT_IN_DEPARTMENTS, BUILT_IN_SOURCES, type Department, type Source } from '#libs/domain/observation.js';
import { ADJUSTMENT_METRICS } from './adjustment-metrics.js';
import { CONTEST_METRICS } from './contest-metrics.js';
import { FEED_METRICS } from './feed-metrics.js';
import { IDENTITY_METRICS } from './identity-metrics.js';
import { NEWEST_PERIOD_METRICS } from './newest-period-metrics.js';
import { PAYOUT_METRICS } from './payout-metrics.js';
import { PERIOD_METRICS } from './period-metrics.js';
import { PROCESS_METRICS } from './process-metrics.js';
import { REST_METRICS } from './rest-metrics.js';
import { SIGNING_METRICS } from './signing-metrics.js';
import { counter, gauge, OPEN, seconds } from './spec.js';
import { TRANSPORT_METRICS } from './transport-metrics.js';
import { WEBHOOK_METRICS } from './webhook-metrics.js';

export type { MetricSpec } from './spec.js';

const source: { readonly department: readonly Source[] } = { department: BUILT_IN_SOURCES };
const department: { readonly department: readonly Department[] } = { department: BUILT_IN_DEPARTMENTS };
/** Who seals batches: the sources and, the documents of the company, scoring. */
const sender: { readonly department: readonly (Source | 'scoring')[] } = {
  department: [...BUILT_IN_SOURCES, 'scoring'],
};
const shard = { ...source, shard: OPEN } as const;
const index = { ...department, account: ['accountable', 'lived'], period: ['latest'] } as const;
/** Accountable: the department would answer for the miss. Lived: anyone would. */
const atRisk = { ...source, metric: OPEN, account: ['accountable', 'lived'] } as const;
const reasons = ['', ...(Object.keys(REASONS) as Reason[])] as const;

/** A fact is refused for what is wrong with it; the series of any other reason begins when it first occurs. */
const factReasons = reasons.filter((reason) => reason !== '' && REASONS[reason].status === 'INVALID_ARGUMENT');

/** The bounds that refuse: those of gRPC (libs/grpc/bounds/bounds.ts), then those of HTTP. */
const BOUNDS = [
  'rate',
  'at_once',
  'bytes',
  'message',
  'metadata',
  'request_time',
  'call_time',
  'stream_time',
  'reader_time',
  'connections',
  'connections_per_address',
  'frames',
  'http_connections',
  'http_request',
  'http_answer',
] as const;

/**
 * Every metric this product exports. Names, units, labels, their values and the help text are written here and nowhere else:
 * dashboards, alerts, documentation and the programs themselves take them from this table.
 *
 * A milestone shard and an observation shard of a source are numbered apart, so milestone batches have names of their own.
 */
export const EXPORTED_METRICS = {
  // Facts
  factsTotal: counter(
    'cx_facts_total',
    'sources',
    { ...source, result: ['accepted', 'known', 'refused', 'suspicious'], reason: reasons } as const,
    'Facts reported: accepted, known already, refused for a reason; suspicious ones are accepted and contradict others.',
    [
      ...['accepted', 'known', 'suspicious'].map((result) => ({ result, reason: '' })),
      ...factReasons.map((reason) => ({ result: 'refused', reason })),
    ],
  ),
  factDelay: seconds(
    'cx_fact_delay_seconds',
    'sources',
    source,
    [60, 300, 900, 3_600, 6 * 3_600, 86_400, 3 * 86_400, 14 * 86_400],
    'From when something happened until it was reported; of accepted facts with the origin REPORTED, which live feeds send.',
  ),
  observationsWaiting: gauge(
    'cx_observations_waiting',
    'observations',
    'sources',
    source,
    'Cases that are due and not judged, because a feed has not reported that far.',
  ),
  casesDueSoon: gauge(
    'cx_cases_due_soon',
    'cases',
    'sources',
    atRisk,
    'Open questions that fall due within 24 hours and would be misses if nothing more were reported; a fact can save them.',
  ),
  casesPastSaving: gauge(
    'cx_cases_past_saving',
    'cases',
    'sources',
    atRisk,
    'Open questions that would be misses, are not judged yet, and that no fact can save any more: they are due, or what happened stays.',
  ),
  casesRejudgedTotal: counter(
    'cx_cases_rejudged_total',
    'sources',
    source,
    'Cases judged again because the documents of the company changed.',
  ),
  casesErasedTotal: counter(
    'cx_cases_erased_total',
    'sources',
    { ...source, cause: ['command', 'retention'] } as const,
    'Cases whose facts were erased, by a command or because they had been kept long enough.',
  ),
  feedCompleteThrough: gauge(
    'cx_feed_complete_through_timestamp_seconds',
    'timestamp',
    'sources',
    { ...source, feed: OPEN, mode: ['live', 'replay', 'generated'] } as const,
    'Everything that happened before this instant has been reported by the feed, one that the department waits for.',
  ),
  feedLate: gauge(
    'cx_feed_late_timestamp_seconds',
    'timestamp',
    'sources',
    { ...source, feed: OPEN } as const,
    'From this instant on the live feed is late, unless it declares more before; the document feeds says how long it may declare nothing.',
  ),
  feedsVersion: gauge(
    'cx_feeds_version',
    'number',
    'sources',
    source,
    'Version of the document feeds by which the department decides who may report; 0 while none holds, and every feed may.',
  ),

  // Batches on their way
  batchesSealedTotal: counter('cx_batches_sealed_total', 'sources', source, 'Observation batches sealed.'),
  batchesPublishedTotal: counter(
    'cx_batches_published_total',
    'sources',
    source,
    'Observation batches that Kafka has acknowledged; a repeat counts again.',
  ),
  batchesAppliedTotal: counter(
    'cx_batches_applied_total',
    'scoring',
    source,
    'Observation batches added to the counts.',
  ),
  batchLastSealed: gauge('cx_batch_last_sealed', 'number', 'sources', shard, 'Number of the newest batch sealed.'),
  batchLastApplied: gauge('cx_batch_last_applied', 'number', 'scoring', shard, 'Number of the newest batch counted.'),
  batchApplyDelay: seconds(
    'cx_batch_apply_delay_seconds',
    'scoring',
    source,
    [0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3_600],
    'From sealing a batch to committing it to the counts.',
  ),
  shardHeartbeat: gauge(
    'cx_shard_heartbeat_timestamp_seconds',
    'timestamp',
    'sources',
    source,
    'When the department last sealed a batch; an idle one seals an empty batch each minute.',
  ),

  // Batches that need a look
  batchesMissing: gauge('cx_batches_missing', 'batches', 'scoring', source, 'Batches known to exist and not applied.'),
  batchesQuarantined: gauge(
    'cx_batches_quarantined',
    'batches',
    'scoring',
    source,
    'Batches in quarantine, because they cannot be applied.',
  ),
  batchesUnacknowledged: gauge(
    'cx_batches_unacknowledged',
    'batches',
    'sources',
    source,
    'Batches sealed, not acknowledged by scoring.',
  ),
  batchRepairsTotal: counter(
    'cx_batch_repairs_total',
    'appliers',
    { ...sender, result: ['repaired', 'failed'] } as const,
    'Gaps for which the source was asked, and whether it had the batches.',
  ),
  fenceLossesTotal: counter(
    'cx_fence_losses_total',
    'appliers',
    sender,
    'Chunks given up because another process had moved the shard on meanwhile. Harmless when rare.',
  ),
  batchesOfWrongSenderTotal: counter(
    'cx_batches_of_wrong_sender_total',
    'appliers',
    sender,
    'Batches in the topic of this department that name another sender, content or shard. They are quarantined and not counted.',
  ),
  batchesRepeatedTotal: counter('cx_batches_repeated_total', 'appliers', sender, 'Batches that came again.'),

  // Milestones between departments
  milestoneBatchesSealedTotal: counter(
    'cx_milestone_batches_sealed_total',
    'sources',
    source,
    'Milestone batches sealed.',
  ),
  milestoneBatchesPublishedTotal: counter(
    'cx_milestone_batches_published_total',
    'sources',
    source,
    'Milestone batches that Kafka has acknowledged; a repeat counts again.',
  ),
  milestoneBatchesAppliedTotal: counter(
    'cx_milestone_batches_applied_total',
    'appliers',
    source,
    'Milestone batches of others taken in as facts.',
  ),
  milestoneBatchLastSealed: gauge(
    'cx_milestone_batch_last_sealed',
    'number',
    'sources',
    shard,
    'Number of the newest milestone batch sealed.',
  ),
  milestoneBatchLastApplied: gauge(
    'cx_milestone_batch_last_applied',
    'number',
    'appliers',
    shard,
    'Number of the newest milestone batch taken in.',
  ),
  milestoneBatchesMissing: gauge(
    'cx_milestone_batches_missing',
    'batches',
    'appliers',
    source,
    'Milestone batches of others known to exist and not taken in.',
  ),
  milestoneBatchesQuarantined: gauge(
    'cx_milestone_batches_quarantined',
    'batches',
    'appliers',
    source,
    'Milestone batches of others in quarantine.',
  ),

  // Documents of the company, from scoring to the departments
  documentBatchesSealedTotal: counter(
    'cx_document_batches_sealed_total',
    'scoring',
    {} as const,
    'Batches of published documents sealed.',
  ),
  documentBatchesPublishedTotal: counter(
    'cx_document_batches_published_total',
    'scoring',
    {} as const,
    'Batches of published documents that Kafka has acknowledged; a repeat counts again.',
  ),
  documentNewestPosition: gauge(
    'cx_document_newest_position',
    'number',
    'scoring',
    {} as const,
    'Position of the newest published document; 0 when there is none.',
  ),
  documentBatchesAppliedTotal: counter(
    'cx_document_batches_applied_total',
    'sources',
    source,
    'Batches of published documents taken in, empty ones too.',
  ),
  documentPosition: gauge(
    'cx_document_position',
    'number',
    'sources',
    source,
    'Position of the newest document by which the department decides; 0 when it has none.',
  ),
  documentPublished: gauge(
    'cx_document_published_timestamp_seconds',
    'timestamp',
    'sources',
    source,
    'When the newest document was published by which the department decides.',
  ),
  documentBatchesMissing: gauge(
    'cx_document_batches_missing',
    'batches',
    'sources',
    source,
    'Batches of published documents known to exist and not taken in.',
  ),
  documentBatchesQuarantined: gauge(
    'cx_document_batches_quarantined',
    'batches',
    'sources',
    source,
    'Batches of published documents in quarantine.',
  ),

  // The index
  indexPoints: gauge(
    'cx_index_points',
    'points',
    'scoring',
    index,
    'The index, 0 to 100; 80 is on target. Absent when it is not measured.',
  ),
  indexLowerPoints: gauge(
    'cx_index_lower_points',
    'points',
    'scoring',
    index,
    'Lower end of the interval of the index.',
  ),
  indexUpperPoints: gauge(
    'cx_index_upper_points',
    'points',
    'scoring',
    index,
    'Upper end of the interval of the index.',
  ),
  indexCoverage: gauge(
    'cx_index_coverage_ratio',
    'ratio',
    'scoring',
    department,
    'Share of the weights measured, 0 to 1.',
  ),
  indexCases: gauge('cx_index_cases', 'cases', 'scoring', department, 'Accountable cases behind the latest index.'),
  indexEventCases: gauge(
    'cx_index_event_cases',
    'cases',
    'scoring',
    department,
    'Cases that declared events took out of the latest index, hits and misses of all its metrics.',
  ),
  indexPointsLost: gauge(
    'cx_index_points_lost',
    'points',
    'scoring',
    { ...department, metric: OPEN },
    'What the metric leaves on the table of the latest index: its weight less the points it earned.',
  ),
  indexFigure: gauge(
    'cx_index_figure_ratio',
    'ratio',
    'scoring',
    { ...department, figure: OPEN },
    'A figure in percent that stands beside the latest index and is no part of it, 0 to 1: metrics without weight, composites, the worst tenth of units, their spread.',
  ),
  indexAmount: gauge(
    'cx_index_figure_amount',
    'number',
    'scoring',
    { ...department, figure: OPEN, unit: OPEN },
    'A figure in days, hours, minutes, seconds, minor units of money or scores that stands beside the latest index and is no part of it.',
  ),
  indexPeriodStart: gauge(
    'cx_index_period_start_timestamp_seconds',
    'timestamp',
    'scoring',
    department,
    'First day of the period that "latest" means: the newest one with a measured index.',
  ),
  ...NEWEST_PERIOD_METRICS,

  // Trust
  countsCheckFailuresTotal: counter(
    'cx_counts_check_failures_total',
    'scoring',
    {},
    'Times the counts were not those of the archive.',
  ),
  countsCheckLastSuccess: gauge(
    'cx_counts_check_last_success_timestamp_seconds',
    'timestamp',
    'scoring',
    {},
    'When the counts were last found to be those of the archived batches.',
  ),
  snapshotsTotal: counter(
    'cx_snapshots_total',
    'scoring',
    {
      result: ['created', 'refused'],
      reason: [...reasons, 'FIRST', 'LATE_DATA', 'SOURCE_CORRECTION', 'ENGINE_DEFECT'],
    } as const,
    'Snapshots asked for: created, with the reason given for it, or refused, with the reason why.',
    [{ result: 'created', reason: 'FIRST' }],
  ),
  exportClaimsTotal: counter(
    'cx_export_claims_total',
    'scoring',
    { result: ['claimed', 'repeated', 'refused'], reason: reasons } as const,
    'Exports that HR asked to take over into another system: claimed, claimed again by the same request, or refused, with the reason why.',
    [{ result: 'claimed', reason: '' }],
  ),
  recordBundlesTotal: counter(
    'cx_record_bundles_total',
    'scoring',
    { batches: ['with', 'without'] } as const,
    'Record bundles given out whole, with the archived batches or without them.',
  ),
  ...REST_METRICS,
  ...SIGNING_METRICS,
  ...PAYOUT_METRICS,

  documentsTotal: counter(
    'cx_documents_total',
    'scoring',
    {
      kind: DOCUMENT_KINDS,
      result: ['proposed', 'published', 'refused'],
      reason: reasons,
    } as const,
    'Documents that a caller asked to propose or to publish: proposed or published, also again, or refused, with the reason why.',
    [{ kind: 'ruleset', result: 'published', reason: '' }],
  ),
  documentProposalsOpen: gauge(
    'cx_document_proposals_open',
    'number',
    'scoring',
    { kind: DOCUMENT_KINDS } as const,
    'Documents that a person has proposed and that another person may publish.',
  ),

  ...CONTEST_METRICS,
  ...ADJUSTMENT_METRICS,
  ...PERIOD_METRICS,

  // Calls
  grpcServerHandledTotal: counter(
    'grpc_server_handled_total',
    'all',
    { service: OPEN, method: OPEN, code: OPEN },
    'Calls answered, by the gRPC status they were answered with.',
  ),
  grpcServerHandlingSeconds: seconds(
    'grpc_server_handling_seconds',
    'all',
    { service: OPEN, method: OPEN },
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    'From the headers of a gRPC call to its status; streams last as long as they are open.',
  ),
  boundRefusalsTotal: counter(
    'cx_bound_refusals_total',
    'all',
    { service: OPEN, method: OPEN, bound: BOUNDS } as const,
    'Calls, streams and connections that a bound refused or cut off, by method; connections and HTTP have no method.',
    BOUNDS.map((bound) => ({ service: '', method: '', bound })),
  ),

  // What runs here
  ...FEED_METRICS,
  ...TRANSPORT_METRICS,

  // Webhooks
  ...WEBHOOK_METRICS,
  ...IDENTITY_METRICS,
  ...PROCESS_METRICS,
} as const;

export type MetricKey = keyof typeof EXPORTED_METRICS;
