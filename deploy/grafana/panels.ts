import type { MetricSpec } from '#libs/metrics/spec.js';
import { DATASOURCE, type Panel, type Row, type Target, unitOf } from './panel.js';

/** What a panel is made of, before it has a place and a number. */
export type Drawn = Omit<Panel, 'id' | 'gridPos'>;

interface Asked {
  readonly title: string;
  readonly description: string;
  /** Its unit is the panel's. */
  readonly unitOf: MetricSpec;
  /** Legend and query. */
  readonly queries: readonly (readonly [legend: string, expr: string])[];
}

const WIDTH = 24;
const HEIGHT = 8;

/** Lines over time. */
export function lines(
  asked: Asked,
  more: Partial<Drawn['fieldConfig']['defaults']> = {},
  overrides: Drawn['fieldConfig']['overrides'] = [],
): Drawn {
  return {
    ...common(asked, targetsOf(asked, { instant: false, format: 'time_series' })),
    type: 'timeseries',
    fieldConfig: {
      defaults: { unit: unitOf(asked.unitOf), noValue: NOTHING, custom: { lineWidth: 2, showPoints: 'auto' }, ...more },
      overrides,
    },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
  };
}

/** One bar for each of the largest, now. */
export function bars(asked: Asked): Drawn {
  return {
    ...common(asked, targetsOf(asked, { instant: true, format: 'time_series' })),
    type: 'bargauge',
    fieldConfig: {
      defaults: {
        unit: unitOf(asked.unitOf),
        min: 0,
        decimals: 1,
        noValue: NOTHING,
        color: { mode: 'palette-classic' },
      },
      overrides: [],
    },
    options: { orientation: 'horizontal', displayMode: 'basic', reduceOptions: NEWEST },
  };
}

/** Numbers that should be 0: green then, red otherwise. */
export function zeros(asked: Asked): Drawn {
  const steps = [
    { color: 'green', value: null },
    { color: 'red', value: 1 },
  ];
  return {
    ...common(asked, targetsOf(asked, { instant: true, format: 'time_series' })),
    type: 'stat',
    fieldConfig: {
      defaults: { unit: unitOf(asked.unitOf), decimals: 0, noValue: NOTHING, thresholds: { mode: 'absolute', steps } },
      overrides: [],
    },
    options: { reduceOptions: NEWEST, colorMode: 'background', textMode: 'value_and_name', graphMode: 'none' },
  };
}

/** One line for each set of labels, one column for each query. */
export function table(asked: Asked, overrides: Drawn['fieldConfig']['overrides']): Drawn {
  const columns = asked.queries.map(([legend], place) => [`Value #${letter(place)}`, legend] as const);
  return {
    ...common(asked, targetsOf(asked, { instant: true, format: 'table' })),
    type: 'table',
    fieldConfig: { defaults: { unit: unitOf(asked.unitOf), noValue: NOTHING }, overrides },
    options: { showHeader: true },
    transformations: [
      { id: 'merge', options: {} },
      { id: 'organize', options: { excludeByName: { Time: true }, renameByName: Object.fromEntries(columns) } },
    ],
  };
}

/** Numbers the panels and gives them their places: a heading, then two side by side. */
export function rows(headed: readonly (readonly [title: string, left: Drawn, right: Drawn])[]): (Panel | Row)[] {
  return headed.flatMap(([title, left, right], place): (Panel | Row)[] => {
    const id = 3 * place + 1;
    const y = place * (HEIGHT + 1);
    const half = { y: y + 1, w: WIDTH / 2, h: HEIGHT };
    return [
      { id, type: 'row', title, collapsed: false, gridPos: { x: 0, y, w: WIDTH, h: 1 }, panels: [] },
      { ...left, id: id + 1, gridPos: { x: 0, ...half } },
      { ...right, id: id + 2, gridPos: { x: WIDTH / 2, ...half } },
    ];
  });
}

const NOTHING = 'no data yet';
const NEWEST = { values: false, calcs: ['lastNotNull'] } as const;

function common({ title, description }: Asked, targets: readonly Target[]) {
  return { title, description, datasource: DATASOURCE, targets, transformations: [] };
}

function targetsOf({ queries }: Asked, { instant, format }: Pick<Target, 'instant' | 'format'>): Target[] {
  return queries.map(([legendFormat, expr], place) => ({
    refId: letter(place),
    datasource: DATASOURCE,
    expr,
    legendFormat,
    instant,
    range: !instant,
    format,
  }));
}

const letter = (place: number) => String.fromCharCode(65 + place);
