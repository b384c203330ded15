import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import { board, variable } from './board.js';
import { name } from './metric-name.js';
import type { Dashboard } from './panel.js';
import { bars, lines, override, rows, table } from './panels.js';
import { CHOSEN } from './queries-of-index.js';

/** Figures of the chosen departments whose names match. */
const figures = (names: string) => `max by (department, figure) (${name('indexFigure')}{${CHOSEN},figure=~"${names}"})`;

const RATES = figures('.+_rate');
const COMPOSITES = 'perfect_order_.+|defect_free_last_touch|complaint_ageing|.+_per_order';

const rates = table(
  {
    title: 'Metrics without weight',
    description: 'Share of hits of what customers lived, in the newest period with an index; the lowest first.',
    cure: 'For the cases behind a line: cx misses METRIC PERIOD, and cx cases METRIC PERIOD --miss.',
    unitOf: EXPORTED_METRICS.indexFigure,
    queries: [['share', `sort(${RATES})`]],
  },
  [override({ column: 'share' }, { decimals: 1 })],
);

const ratesNow = lines(
  {
    title: 'Metrics without weight, as they move',
    description:
      'The same over time. Training coverage falls before mistakes come, and transfers rise before complaints do.',
    cure: 'When one falls, look at its cases before a metric with a weight follows: cx cases METRIC PERIOD --miss.',
    unitOf: EXPORTED_METRICS.indexFigure,
    queries: [['{{department}} {{figure}}', RATES]],
  },
  { max: 1 },
);

const journey = lines(
  {
    title: 'The journey as a whole',
    description:
      'Orders with everything right, last touches without a defect; and less is better: how badly complaints age, complaints and questions by order, as docs/metrics.md computes them.',
    cure: 'When it moves, the metrics behind it say where: cx index compare DEPARTMENT BEFORE PERIOD.',
    unitOf: EXPORTED_METRICS.indexFigure,
    queries: [['{{figure}}', `max by (figure) (${name('indexFigure')}{figure=~"${COMPOSITES}"})`]],
  },
  { min: 0, max: 1 },
);

const amounts = table(
  {
    title: 'Amounts and times',
    description:
      'Cost of vouchers by cause, hours of each link of a return, minutes of told windows, seconds of work, days promised and taken; each in its unit.',
    cure: 'A cause that grew: cx misses no_voucher_for_failure PERIOD says which department it is charged to.',
    unitOf: EXPORTED_METRICS.indexAmount,
    queries: [['amount', `sort_desc(max by (department, figure, unit) (${name('indexAmount')}{${CHOSEN}}))`]],
  },
  [override({ column: 'amount' }, { decimals: 1 })],
);

const worst = bars(
  {
    title: 'Worst tenth of the units',
    description:
      'Share of hits of the worst units that together have a tenth of the cases, by metric. Part of it is bad luck: the spread beside it has that taken out.',
    cure: 'To see which units they are: cx index explain DEPARTMENT PERIOD.',
    unitOf: EXPORTED_METRICS.indexFigure,
    queries: [['{{department}} {{figure}}', `bottomk(10, ${figures('worst_tenth_.+')})`]],
  },
  { max: 1 },
);

const spread = bars({
  title: 'Spread of the units',
  description:
    'Standard deviation of the true rates of the units, beyond what chance makes of equal ones. 0: all alike.',
  cure: 'Begin with the widest: take the ways of the best unit to the worst, cx misses METRIC PERIOD --by unit:2.',
  unitOf: EXPORTED_METRICS.indexFigure,
  queries: [['{{department}} {{figure}}', `topk(10, ${figures('spread_of_units_.+')})`]],
});

/** For the head of a department: what stands beside the index, and would be seen first. */
export const cxBeside: Dashboard = board({
  uid: 'cx-beside',
  title: 'Beside the index',
  description: 'What is measured without a weight: diagnostics, composites, amounts, and how alike the units are.',
  variables: [variable('department', 'indexCases')],
  panels: rows([
    ['What has no weight?', rates, ratesNow],
    ['What does it add up to?', journey, amounts],
    ['Do customers get the same everywhere?', worst, spread],
  ]),
});
