import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import { name } from './metric-name.js';
import type { DataLink } from './panel.js';
import { type Drawn, lines, override } from './panels.js';
import { GENERATED, indexOf } from './queries-of-index.js';

/** What Grafana fills in. */
const filled = (name: string) => `\${${name}}`;

/** From a department to everything about it, over the same time. */
export const TO_DEPARTMENT: readonly DataLink[] = [
  {
    title: `Why: ${filled('__field.labels.department')}`,
    url: `/d/cx-department?var-department=${filled('__field.labels.department')}&${filled('__url_time_range')}`,
  },
];

/** Thin and dashed, without a word in the legend. */
const END_OF_INTERVAL = {
  'custom.lineWidth': 1,
  'custom.lineStyle': { fill: 'dash', dash: [2, 6] },
  'custom.hideFrom': { legend: true, tooltip: false, viz: false },
};

/** The index of the chosen departments, or of all, between the ends of its interval. */
export function indexNow(chosen = ''): Drawn {
  return lines(
    {
      title: 'Index now',
      description:
        'The newest month with a measured index, 0 to 100; 80 is on target. The thin dashed lines are the interval: a move between them is no detectable change.',
      cure: 'When it falls out of its interval, explain it: cx index explain DEPARTMENT PERIOD.',
      unitOf: EXPORTED_METRICS.indexPoints,
      queries: [
        ['{{department}}', indexOf('indexPoints', 'accountable', chosen)],
        ['{{department}} lower', indexOf('indexLowerPoints', 'accountable', chosen)],
        ['{{department}} upper', indexOf('indexUpperPoints', 'accountable', chosen)],
      ],
      links: TO_DEPARTMENT,
    },
    {
      ...{ min: 0, max: 100, decimals: 1 },
      thresholds: {
        mode: 'absolute',
        steps: [
          { color: 'red', value: null },
          { color: 'green', value: 80 },
        ],
      },
      custom: { thresholdsStyle: { mode: 'dashed' } },
    },
    ['B', 'C'].map((query) => override({ query }, END_OF_INTERVAL)),
  );
}

/** How much of an index is measured, and by how many cases. */
export function coverage(chosen = ''): Drawn {
  const of = (key: 'indexCoverage' | 'indexCases' | 'indexEventCases') =>
    `max by (department) (${name(key)}${chosen === '' ? '' : `{${chosen}}`})`;
  return lines(
    {
      title: 'Coverage and cases',
      description:
        'Share of the weights that was really measured, the accountable cases behind the index, and those that declared events took out (right). Dashed is generated data, never payable.',
      cure: 'Below 1 ask cx doctor which metric has too few cases or a silent feed.',
      unitOf: EXPORTED_METRICS.indexCoverage,
      queries: [
        ['{{department}}', `${of('indexCoverage')} unless on (department) ${GENERATED}`],
        ['{{department}} (generated)', `${of('indexCoverage')} and on (department) ${GENERATED}`],
        ['{{department}} cases', of('indexCases')],
        ['{{department}} taken out by events', of('indexEventCases')],
      ],
    },
    { min: 0 },
    [
      override({ query: 'B' }, { 'custom.lineStyle': { fill: 'dash', dash: [8, 8] } }),
      ...['C', 'D'].map((query) =>
        override({ query }, { unit: 'short', 'custom.axisPlacement': 'right', 'custom.lineWidth': 1 }),
      ),
    ],
  );
}
