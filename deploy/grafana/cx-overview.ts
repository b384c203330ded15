import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import { board } from './board.js';
import { coverage, indexNow, TO_DEPARTMENT } from './index-panels.js';
import { name } from './metric-name.js';
import type { Dashboard } from './panel.js';
import { bars, lines, rows, states, zeros } from './panels.js';
import { FEEDS_BEHIND, FEEDS_SOON_BEHIND, indexOf, moved } from './queries-of-index.js';

const inAll = (
  key: 'batchesMissing' | 'batchesQuarantined' | 'milestoneBatchesMissing' | 'milestoneBatchesQuarantined',
) => `sum(max by (department) (${name(key)}))`;

const fresh = states(
  {
    title: 'Newest batch of each department',
    description: 'How long ago each department last sealed a batch; an idle one seals one each minute.',
    cure: 'Orange or red: CxDepartmentSilent in the runbook, and the board Pipeline.',
    unitOf: 's',
    queries: [['{{department}}', `time() - max by (department) (${name('shardHeartbeat')})`]],
  },
  { orange: 120, red: 300, decimals: 0 },
);

const trust = zeros({
  title: 'Trust: every number here is 0',
  description:
    'Batches known and not applied, batches in quarantine, chunks given up to another process and failed recounts in the time shown, live feeds that have declared nothing for longer than feeds.yaml lets them.',
  cure: 'Not 0: CxCountsNotTrusted and CxFeedBehind in the runbook.',
  unitOf: EXPORTED_METRICS.batchesMissing,
  queries: [
    ['missing', `${inAll('batchesMissing')} + ${inAll('milestoneBatchesMissing')}`],
    ['quarantined', `${inAll('batchesQuarantined')} + ${inAll('milestoneBatchesQuarantined')}`],
    ['fence losses', `sum(increase(${name('fenceLossesTotal')}[$__range]))`],
    ['recounts failed', `sum(increase(${name('countsCheckFailuresTotal')}[$__range]))`],
    ['feeds behind', FEEDS_BEHIND],
  ],
});

const movedPoints = bars({
  title: 'Moved in the time shown',
  description:
    'Points by which the index of each department moved. It also moves when a new month has enough cases to be the newest one.',
  cure: 'To split a move by metric and unit: cx index compare DEPARTMENT BEFORE PERIOD.',
  unitOf: EXPORTED_METRICS.indexPoints,
  queries: [['{{department}}', moved('accountable')]],
  links: TO_DEPARTMENT,
});

const excuses = lines(
  {
    title: 'Accountable less lived',
    description: 'Points by which the index is better than what customers lived, because others answer for the rest.',
    cure: 'When it grows, ask who answers: cx misses METRIC PERIOD.',
    unitOf: EXPORTED_METRICS.indexPoints,
    queries: [
      [
        '{{department}}',
        `${indexOf('indexPoints', 'accountable')} - on (department) ${indexOf('indexPoints', 'lived')}`,
      ],
    ],
    links: TO_DEPARTMENT,
  },
  { decimals: 1 },
);

const pointsLost = bars({
  title: 'Points lost, by metric',
  description: 'What the six most expensive metrics leave on the table: their weight less the points they earn.',
  cure: 'Begin with the first: cx index explain DEPARTMENT PERIOD shows its units.',
  unitOf: EXPORTED_METRICS.indexPointsLost,
  queries: [['{{department}} {{metric}}', `topk(6, max by (department, metric) (${name('indexPointsLost')}))`]],
  links: TO_DEPARTMENT,
});

const breaking = zeros({
  title: 'About to break: every number here is 0',
  description:
    'Certificates that end within two weeks, disks with less than a tenth free, feeds that have declared nothing for half of the time they have, documents that a second person still has to publish, contests that wait for more than a week, corrections of closed months that wait for more than a month.',
  cure: 'Not 0: CxCertificateEnds, CxDiskFilling, CxFeedBehind and CxContestWaits in the runbook; cx company proposals; cx adjustment list PERIOD.',
  unitOf: 'short',
  queries: [
    ['certificates', `count(${name('certificateExpires')} - time() < 14 * 86400) or vector(0)`],
    ['disks', `count(${name('dataFolderFree')} / ${name('dataFolderSize')} < 0.1) or vector(0)`],
    ['feeds', FEEDS_SOON_BEHIND],
    ['proposals', `sum(max by (kind) (${name('documentProposalsOpen')})) or vector(0)`],
    ['contests', `count(time() - max by (department, waits_for) (${name('contestOldest')}) > 7 * 86400) or vector(0)`],
    ['adjustments', `count(time() - ${name('adjustmentOldest')} > 30 * 86400) or vector(0)`],
  ],
});

const ofMetric = (key: 'casesDueSoon' | 'casesPastSaving') =>
  `topk(6, max by (department, metric) (${name(key)}{account="accountable"}))`;

const dueSoon = bars({
  title: 'Misses about to happen, by metric',
  description:
    'Open questions that become misses unless something happens: those that fall due within 24 hours, and those that are past saving and not judged yet. The six metrics with the most of each.',
  cure: 'cx due 24h lists what can be saved, the most costly first; cx due 24h --past lists the others.',
  unitOf: EXPORTED_METRICS.casesDueSoon,
  queries: [
    ['{{department}} {{metric}}', ofMetric('casesDueSoon')],
    ['{{department}} {{metric}}, past saving', ofMetric('casesPastSaving')],
  ],
});

const waiting = lines(
  {
    title: 'Cases that wait',
    description:
      'Cases that are due and not judged, because a feed has not reported that far. They are neither hits nor misses, and no period is frozen while they wait.',
    cure: 'When it grows, see which feed is behind on the board Data quality, and call its owner.',
    unitOf: EXPORTED_METRICS.observationsWaiting,
    queries: [['{{department}}', `max by (department) (${name('observationsWaiting')})`]],
  },
  { min: 0, decimals: 0 },
);

/** The first board: how customers fare, and whether the number can be trusted today. */
export const cxOverview: Dashboard = board({
  uid: 'cx-overview',
  title: 'Overview',
  description: 'How customers fare, and whether the number can be trusted today.',
  panels: rows([
    ['Is it fresh, and can it be trusted?', fresh, trust],
    ['Who moved?', indexNow(), movedPoints],
    ['What is lost, and who answers?', pointsLost, excuses],
    ['How much was measured?', coverage(), waiting],
    ['What is about to break?', dueSoon, breaking],
  ]),
});
