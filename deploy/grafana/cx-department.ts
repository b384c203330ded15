import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import { board, variable } from './board.js';
import { coverage, indexNow } from './index-panels.js';
import { name } from './metric-name.js';
import type { Dashboard } from './panel.js';
import { bars, lines, override, rows, states, table } from './panels.js';
import { CHOSEN, indexOf } from './queries-of-index.js';

const OF_METRIC = `${CHOSEN},metric=~"$metric"`;
const OF_UNIT = `${OF_METRIC},unit=~"$unit"`;

const lived = lines(
  {
    title: 'What the department answers for, and what customers lived',
    description: 'The index over accountable cases, and by the same weights over all cases (dashed).',
    cure: 'The distance is what others answer for: see below who, and agree with them.',
    unitOf: EXPORTED_METRICS.indexPoints,
    queries: [
      ['{{department}}', indexOf('indexPoints', 'accountable', CHOSEN)],
      ['{{department}} lived', indexOf('indexPoints', 'lived', CHOSEN)],
    ],
  },
  { min: 0, max: 100, decimals: 1 },
  [override({ query: 'B' }, { 'custom.lineStyle': { fill: 'dash', dash: [8, 8] } })],
);

const pointsLost = bars({
  title: 'Points lost, by metric',
  description:
    'What each metric leaves on the table: its weight less the points it earns. Together: 100 less the index.',
  cure: 'Begin with the longest bar: cx index explain DEPARTMENT PERIOD, then cx cases METRIC PERIOD --miss.',
  unitOf: EXPORTED_METRICS.indexPointsLost,
  queries: [
    ['{{department}} {{metric}}', `sort_desc(max by (department, metric) (${name('indexPointsLost')}{${OF_METRIC}}))`],
  ],
});

const hits = lines(
  {
    title: 'Hits, by metric',
    description: 'Share of hits among the accountable cases of the newest period, for each metric that has a weight.',
    cure: 'A fall of one metric: cx misses METRIC PERIOD says where its misses are.',
    unitOf: EXPORTED_METRICS.metricHits,
    queries: [['{{department}} {{metric}}', `max by (department, metric) (${name('metricHits')}{${OF_METRIC}})`]],
  },
  { max: 1 }, // most lie above nine tenths, so an axis from 0 on would hide what moves
);

const units = table(
  {
    title: 'Units that lose most',
    description: 'Of the ten units of each department that cost its index most: points lost by metric, and in all.',
    cure: 'For the cases behind a line: cx cases METRIC PERIOD --miss --unit UNIT.',
    unitOf: EXPORTED_METRICS.unitPointsLost,
    queries: [['points lost', `sort_desc(max by (department, unit, metric) (${name('unitPointsLost')}{${OF_UNIT}}))`]],
  },
  [override({ column: 'points lost' }, { decimals: 2 })],
);

const unitBars = bars({
  title: 'Points lost, by unit',
  description: 'The units whose misses of the chosen metrics cost most, ten at most.',
  cure: 'Compare the first with its neighbours: cx index explain DEPARTMENT/UNIT PERIOD.',
  unitOf: EXPORTED_METRICS.unitPointsLost,
  queries: [
    [
      '{{department}} {{unit}}',
      `topk(10, sum by (department, unit) (max by (department, unit, metric) (${name('unitPointsLost')}{${OF_UNIT}})))`,
    ],
  ],
});

const answers = bars(
  {
    title: 'Who answers for the misses',
    description:
      'Misses of the newest period by the party that answers for them: the department itself, another one, a partner, the customer.',
    cure: 'To see and contest what is charged to you: cx cases METRIC PERIOD --miss --responsible DEPARTMENT.',
    unitOf: EXPORTED_METRICS.metricMisses,
    queries: [
      [
        '{{department}}: {{responsible}}',
        `topk(12, sum by (department, responsible) (max by (department, metric, responsible) (${name('metricMisses')}{${OF_METRIC}})))`,
      ],
    ],
  },
  { decimals: 0 },
);

const missesByMetric = table(
  {
    title: 'Misses by metric and party',
    description: 'The same, metric by metric.',
    cure: 'A party that is new here, or that grew: cx misses METRIC PERIOD --by responsible.',
    unitOf: EXPORTED_METRICS.metricMisses,
    queries: [
      ['misses', `sort_desc(max by (department, metric, responsible) (${name('metricMisses')}{${OF_METRIC}}) > 0)`],
    ],
  },
  [override({ column: 'misses' }, { decimals: 0 })],
);

const counters = lines(
  {
    title: 'Counter-metrics',
    description:
      'Share of hits of the metric that falls when the first one is gamed: a metric that rises while its counter-metric falls was not improved.',
    cure: 'When the two part, look at the cases of both: cx cases COUNTER PERIOD --miss.',
    unitOf: EXPORTED_METRICS.counterMetricHits,
    queries: [
      [
        '{{counter}}, counter of {{metric}}',
        `max by (department, metric, counter) (${name('counterMetricHits')}{${OF_METRIC}})`,
      ],
    ],
  },
  { max: 1 },
);

const contested = lines(
  {
    title: 'Contests that wait',
    description:
      'Cases that the department contests and on which no ruling holds yet: they wait for a reviewer, or are decided and wait for a second reviewer.',
    cure: 'cx rulings list --open names them; a reviewer of no department concerned rules: cx rulings decide.',
    unitOf: EXPORTED_METRICS.contestsWaiting,
    queries: [
      ['{{department}}: {{waits_for}}', `max by (department, waits_for) (${name('contestsWaiting')}{${CHOSEN}})`],
    ],
  },
  { min: 0, decimals: 0 },
);

const oldestContest = states(
  {
    title: 'Oldest contest that waits',
    description:
      'How long ago the oldest of them was opened; empty when none waits. Orange from three days, red from a week on.',
    cure: 'Red: CxContestWaits in the runbook.',
    unitOf: 's',
    queries: [
      [
        '{{department}}: {{waits_for}}',
        `time() - max by (department, waits_for) (${name('contestOldest')}{${CHOSEN}})`,
      ],
    ],
  },
  { orange: 3 * 86_400, red: 7 * 86_400, decimals: 0 },
);

/** For the head of a department: why is the index where it is, and what would move it? */
export const cxDepartment: Dashboard = board({
  uid: 'cx-department',
  title: 'Department and units',
  description: 'Why the index of a department is where it is: metrics, units, and who answers.',
  variables: [
    variable('department', 'indexCases'),
    variable('metric', 'indexPointsLost', `{${CHOSEN}}`),
    variable('unit', 'unitPointsLost', `{${CHOSEN}}`),
  ],
  panels: rows([
    ['Where does it stand?', indexNow(CHOSEN), lived],
    ['What costs points?', pointsLost, hits],
    ['Which units?', unitBars, units],
    ['Who answers?', answers, missesByMetric],
    ['Is it contested?', contested, oldestContest],
    ['Is it real?', counters, coverage(CHOSEN)],
  ]),
});
