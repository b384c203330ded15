import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import { name, RATE } from './metric-name.js';
import type { Dashboard } from './panel.js';
import { bars, lines, rows, table, zeros } from './panels.js';
import { auditLogs, certificates, denied, insecurities } from './security-panels.js';

const LATEST = 'period="latest"';

/** A department whose support contacts and the like are made up, as its feeds say. */
const GENERATED = `max by (department) (${name('feedCompleteThrough')}{mode="generated"})`;

/** Statuses by which we fail the caller; a refused call is the caller's to correct. */
export const FAILED = 'code=~"UNKNOWN|DEADLINE_EXCEEDED|UNIMPLEMENTED|INTERNAL|UNAVAILABLE|DATA_LOSS"';

const indexOf = (key: 'indexPoints' | 'indexLowerPoints' | 'indexUpperPoints', account: string) =>
  `max by (department) (${name(key)}{account="${account}",${LATEST}})`;
const perSecond = (key: 'batchesSealedTotal' | 'batchesPublishedTotal' | 'batchesAppliedTotal') =>
  `sum by (department) (rate(${name(key)}${RATE}))`;
const newest = (key: 'batchLastSealed' | 'batchLastApplied') => `max by (department, shard) (${name(key)})`;
const inAll = (
  key: 'batchesMissing' | 'batchesQuarantined' | 'milestoneBatchesMissing' | 'milestoneBatchesQuarantined',
) => `sum(max by (department) (${name(key)}))`;
const calls = (matchers = '') => `sum by (service, method) (rate(${name('grpcServerHandledTotal')}${matchers}${RATE}))`;

const indexNow = lines(
  {
    title: 'Index now',
    description:
      'The newest month with a measured index, 0 to 100; 80 is on target. The thin dashed lines are the interval: a move between them is no detectable change. Explain it with: cx explain DEPARTMENT PERIOD.',
    unitOf: EXPORTED_METRICS.indexPoints,
    queries: [
      ['{{department}}', indexOf('indexPoints', 'accountable')],
      ['{{department}} lower', indexOf('indexLowerPoints', 'accountable')],
      ['{{department}} upper', indexOf('indexUpperPoints', 'accountable')],
    ],
  },
  { min: 0, max: 100, decimals: 1 },
  ['B', 'C'].map((query) => ({ matcher: { id: 'byFrameRefID', options: query }, properties: endOfInterval() })),
);

const excuses = lines(
  {
    title: 'Accountable less lived',
    description:
      'Points by which the index is better than what customers lived, because others answer for the rest. When it grows, ask who: cx misses METRIC PERIOD.',
    unitOf: EXPORTED_METRICS.indexPoints,
    queries: [
      [
        '{{department}}',
        `${indexOf('indexPoints', 'accountable')} - on (department) ${indexOf('indexPoints', 'lived')}`,
      ],
    ],
  },
  { decimals: 1 },
);

const pointsLost = bars({
  title: 'Points lost, by metric',
  description: 'What the six most expensive metrics leave on the table: their weight less the points they earn.',
  unitOf: EXPORTED_METRICS.indexPointsLost,
  queries: [['{{department}} {{metric}}', `topk(6, max by (department, metric) (${name('indexPointsLost')}))`]],
});

const coverage = lines(
  {
    title: 'Coverage and cases',
    description:
      'Share of the weights that was really measured, and the accountable cases behind the index (right). Dashed is generated data, never payable.',
    unitOf: EXPORTED_METRICS.indexCoverage,
    queries: [
      ['{{department}}', `max by (department) (${name('indexCoverage')}) unless on (department) ${GENERATED}`],
      ['{{department}} (generated)', `max by (department) (${name('indexCoverage')}) and on (department) ${GENERATED}`],
      ['{{department}} cases', `max by (department) (${name('indexCases')})`],
    ],
  },
  { min: 0 },
  [
    {
      matcher: { id: 'byFrameRefID', options: 'B' },
      properties: [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 8] } }],
    },
    {
      matcher: { id: 'byFrameRefID', options: 'C' },
      properties: [
        { id: 'unit', value: 'short' },
        { id: 'custom.axisPlacement', value: 'right' },
        { id: 'custom.lineWidth', value: 1 },
      ],
    },
  ],
);

const way = lines(
  {
    title: 'Batches sealed, published, applied',
    description: 'Observation batches a second. The three run together; where one stays behind, batches wait there.',
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
    description:
      'Batches sealed and not yet counted, and (right) the slowest hundredth from sealing to counts. See CxBatchesWaiting in the runbook.',
    unitOf: EXPORTED_METRICS.batchLastSealed,
    queries: [
      [
        '{{department}}',
        `max by (department) (${newest('batchLastSealed')} - on (department, shard) ${newest('batchLastApplied')})`,
      ],
      [
        '{{department}} p99',
        `histogram_quantile(0.99, sum by (department, le) (rate(${name('batchApplyDelay')}_bucket${RATE})))`,
      ],
    ],
  },
  { min: 0 },
  [
    {
      matcher: { id: 'byFrameRefID', options: 'B' },
      properties: [
        { id: 'unit', value: 's' },
        { id: 'custom.axisPlacement', value: 'right' },
        { id: 'custom.lineWidth', value: 1 },
      ],
    },
  ],
);

const trust = zeros({
  title: 'Trust: every number here is 0',
  description:
    'Batches known and not applied, batches in quarantine, chunks given up to another process and failed recounts in the time shown, live feeds more than 6 hours behind. Not 0: see the runbook.',
  unitOf: EXPORTED_METRICS.batchesMissing,
  queries: [
    ['missing', `${inAll('batchesMissing')} + ${inAll('milestoneBatchesMissing')}`],
    ['quarantined', `${inAll('batchesQuarantined')} + ${inAll('milestoneBatchesQuarantined')}`],
    ['fence losses', `sum(increase(${name('fenceLossesTotal')}[$__range]))`],
    ['recounts failed', `sum(increase(${name('countsCheckFailuresTotal')}[$__range]))`],
    ['feeds behind', `count(time() - ${name('feedCompleteThrough')}{mode="live"} > 6 * 3600) or vector(0)`],
  ],
});

const api = table(
  {
    title: 'Calls',
    description:
      'By method: calls a second, those that we failed (a refused call is the caller’s to correct), and the slowest hundredth.',
    unitOf: EXPORTED_METRICS.grpcServerHandledTotal,
    queries: [
      ['calls', calls()],
      ['failed', calls(`{${FAILED}}`)],
      [
        'p99',
        `histogram_quantile(0.99, sum by (service, method, le) (rate(${name('grpcServerHandlingSeconds')}_bucket${RATE})))`,
      ],
    ],
  },
  [{ matcher: { id: 'byName', options: 'p99' }, properties: [{ id: 'unit', value: 's' }] }],
);

/** The first board: how customers fare, and whether the number can be trusted today. */
export const cxOverview: Dashboard = {
  uid: 'cx-overview',
  title: 'CX / Overview',
  description: 'How customers fare, and whether the number can be trusted today. Printed by npm run dashboards.',
  tags: ['cx'],
  schemaVersion: 39,
  timezone: 'utc',
  editable: false,
  refresh: '30s',
  time: { from: 'now-1h', to: 'now' },
  templating: { list: [{ type: 'datasource', name: 'datasource', label: 'Prometheus', query: 'prometheus' }] },
  panels: rows([
    ['How do customers fare?', indexNow, excuses],
    ['What is lost, and what was measured?', pointsLost, coverage],
    ['Does everything arrive?', way, behind],
    ['Can it be trusted, and is it asked?', trust, api],
    ['Who was denied, and is it on record?', denied, auditLogs],
    ['Is it secure?', insecurities, certificates],
  ]),
};

/** An end of an interval: thin and dashed, without a word in the legend. */
function endOfInterval() {
  return [
    { id: 'custom.lineWidth', value: 1 },
    { id: 'custom.lineStyle', value: { fill: 'dash', dash: [2, 6] } },
    { id: 'custom.hideFrom', value: { legend: true, tooltip: false, viz: false } },
  ];
}
