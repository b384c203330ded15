import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import { annotation, board, variable } from './board.js';
import { name, RATE } from './metric-name.js';
import type { Dashboard } from './panel.js';
import { limitAt, lines, onTheRight, rows, table } from './panels.js';
import { CHOSEN } from './queries-of-index.js';

type Counted =
  | 'batchesSealedTotal'
  | 'batchesPublishedTotal'
  | 'batchesAppliedTotal'
  | 'milestoneBatchesSealedTotal'
  | 'milestoneBatchesPublishedTotal'
  | 'milestoneBatchesAppliedTotal'
  | 'batchesRepeatedTotal'
  | 'fenceLossesTotal';

const perSecond = (key: Counted) => `sum by (department) (rate(${name(key)}{${CHOSEN}}${RATE}))`;
const newest = (key: 'batchLastSealed' | 'batchLastApplied' | 'milestoneBatchLastSealed') =>
  `max by (department, shard) (${name(key)}{${CHOSEN}})`;
const of = (
  key:
    | 'batchesMissing'
    | 'batchesQuarantined'
    | 'milestoneBatchesMissing'
    | 'milestoneBatchesQuarantined'
    | 'batchesUnacknowledged',
) => `max by (department) (${name(key)}{${CHOSEN}})`;

const factsThat = (became: 'accepted' | 'known' | 'refused') =>
  `rate(${name('factsTotal')}{${CHOSEN},result="${became}"}${RATE})`;

const accepted = lines(
  {
    title: 'Facts accepted, known, refused',
    description: 'Facts a second by what became of them. Those that are known already change nothing.',
    cure: 'Many refused: the board Data quality has the reasons. None where there should be some: call the feed.',
    unitOf: EXPORTED_METRICS.factsTotal,
    queries: [
      ['{{department}} accepted', `sum by (department) (${factsThat('accepted')})`],
      ['known already', `sum(${factsThat('known')})`],
      ['refused', `sum(${factsThat('refused')})`],
    ],
  },
  { min: 0 },
);

const way = lines(
  {
    title: 'Batches sealed, published, applied',
    description: 'Observation batches a second. The three run together; where one stays behind, batches wait there.',
    cure: 'Sealed and not published: Kafka, CxKafkaFaultStands. Published and not applied: scoring, CxBatchesWaiting.',
    unitOf: EXPORTED_METRICS.batchesSealedTotal,
    queries: [
      ['{{department}} sealed', perSecond('batchesSealedTotal')],
      ['{{department}} published', perSecond('batchesPublishedTotal')],
      ['{{department}} applied', perSecond('batchesAppliedTotal')],
    ],
  },
  { min: 0 },
);

const behind = lines(
  {
    title: 'Batches behind, and how long they take',
    description: 'Batches sealed and not yet counted, and (right) the slowest hundredth from sealing to counts.',
    cure: 'When the first grows for ten minutes: CxBatchesWaiting in the runbook.',
    unitOf: EXPORTED_METRICS.batchLastSealed,
    queries: [
      [
        '{{department}}',
        `max by (department) (${newest('batchLastSealed')} - on (department, shard) ${newest('batchLastApplied')})`,
      ],
      [
        '{{department}} p99',
        `histogram_quantile(0.99, sum by (department, le) (rate(${name('batchApplyDelay')}_bucket{${CHOSEN}}${RATE})))`,
      ],
    ],
  },
  { min: 0 },
  [onTheRight('B', 's')],
);

const holes = lines(
  {
    title: 'Holes and quarantine',
    description:
      'Batches known to exist and not applied, and batches that cannot be applied; of observations and of milestones. A hole is repaired within seconds.',
    cure: 'One that stays for a quarter of an hour, or anything in quarantine: CxCountsNotTrusted in the runbook.',
    unitOf: EXPORTED_METRICS.batchesMissing,
    queries: [
      ['{{department}} missing', of('batchesMissing')],
      ['{{department}} quarantined', of('batchesQuarantined')],
      ['{{department}} milestones missing', of('milestoneBatchesMissing')],
      ['{{department}} milestones quarantined', of('milestoneBatchesQuarantined')],
    ],
  },
  { ...limitAt(1, 'above'), min: 0, decimals: 0 },
);

const repairs = table(
  {
    title: 'Repairs in the time shown',
    description: 'By sender: gaps for which the source was asked and had the batches, or had not.',
    cure: 'Failed ones that come again: is the source running? cx doctor names it.',
    unitOf: EXPORTED_METRICS.batchesMissing,
    queries: [['repairs', `sum by (department, result) (increase(${name('batchRepairsTotal')}{${CHOSEN}}[$__range]))`]],
  },
  [],
);

const repeated = lines(
  {
    title: 'Repeated batches, and chunks given up',
    description:
      'Batches that came again, which is harmless, and chunks given up because another process had moved the shard on.',
    cure: 'Many chunks given up: two processes read the same shard; run one, or give them a consumer group.',
    unitOf: EXPORTED_METRICS.batchesRepeatedTotal,
    queries: [
      ['{{department}} repeated', perSecond('batchesRepeatedTotal')],
      ['{{department}} given up', perSecond('fenceLossesTotal')],
    ],
  },
  { min: 0 },
);

const milestones = lines(
  {
    title: 'Milestone batches sealed, published, taken in',
    description: 'What departments tell each other, in batches a second. Each one is taken in once by every reader.',
    cure: 'Not taken in: see with cx doctor whether the reading department runs. Cases wait meanwhile, and no department is charged.',
    unitOf: EXPORTED_METRICS.milestoneBatchesSealedTotal,
    queries: [
      ['{{department}} sealed', perSecond('milestoneBatchesSealedTotal')],
      ['{{department}} published', perSecond('milestoneBatchesPublishedTotal')],
      ['{{department}} taken in', perSecond('milestoneBatchesAppliedTotal')],
    ],
  },
  { min: 0 },
);

const unacknowledged = lines(
  {
    title: 'Batches that sources keep for scoring',
    description:
      'Sealed and not acknowledged. A source deletes none of them, so nothing is lost however long it takes.',
    cure: 'When it only grows, scoring does not acknowledge: see whether it runs and whether its database takes writes.',
    unitOf: EXPORTED_METRICS.batchesUnacknowledged,
    queries: [['{{department}}', of('batchesUnacknowledged')]],
  },
  { min: 0, decimals: 0 },
);

const documents = lines(
  {
    title: 'Documents behind',
    description: 'Published documents by which a department does not decide yet.',
    cure: 'Not 0 for ten minutes: CxDocumentsBehind in the runbook.',
    unitOf: EXPORTED_METRICS.documentPosition,
    queries: [
      [
        '{{department}}',
        `max(${name('documentNewestPosition')}) - on () group_right () max by (department) (${name('documentPosition')}{${CHOSEN}})`,
      ],
    ],
  },
  { ...limitAt(1, 'above'), min: 0, decimals: 0 },
);

const rejudged = lines(
  {
    title: 'Cases judged again and erased',
    description: 'Cases a second that were judged again because documents changed, and whose facts were erased.',
    cure: 'Judging again follows a document, see the blue marks. Erasing follows a command: cx audit list.',
    unitOf: EXPORTED_METRICS.casesRejudgedTotal,
    queries: [
      ['{{department}} judged again', `sum by (department) (rate(${name('casesRejudgedTotal')}{${CHOSEN}}${RATE}))`],
      ['erased: {{cause}}', `sum by (cause) (rate(${name('casesErasedTotal')}{${CHOSEN}}${RATE}))`],
    ],
  },
  { min: 0 },
);

/** For an SRE: where is a fact stuck? */
export const cxPipeline: Dashboard = board({
  uid: 'cx-pipeline',
  title: 'Pipeline',
  description: 'Where facts and batches are on their way to the counts, and where they wait.',
  variables: [variable('department', 'batchLastSealed')],
  annotations: [
    annotation('Process started', '{{job}} started', 'orange', 'max by (job) (process_start_time_seconds)'),
  ],
  panels: rows([
    ['From fact to count', accepted, way],
    ['How far behind?', behind, unacknowledged],
    ['What is missing?', holes, repairs],
    ['What departments tell each other', milestones, repeated],
    ['By which documents?', documents, rejudged],
  ]),
});
