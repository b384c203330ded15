import type { MetricSpec } from '#libs/metrics/spec.js';
import {
  DATASOURCE,
  type DataLink,
  type Field,
  type Panel,
  type PlainUnit,
  type Row,
  type Target,
  unitOf,
} from './panel.js';

/** What a panel is made of, before it has a place and a number. */
export type Drawn = Omit<Panel, 'id' | 'gridPos'>;

interface Asked {
  readonly title: string;
  /** How to read it. */
  readonly description: string;
  /** What to do when it does not look as it should: one sentence that names a command, a board or a heading of the runbook. */
  readonly cure: string;
  /** Its unit is the panel's. */
  readonly unitOf: MetricSpec | PlainUnit;
  /** Where a click on a value leads. */
  readonly links?: readonly DataLink[];
  /** Legend and query. */
  readonly queries: readonly (readonly [legend: string, expr: string])[];
}

const WIDTH = 24;
const HEIGHT = 8;

/** Lines over time. */
export function lines(
  asked: Asked,
  more: Partial<Field> = {},
  overrides: Drawn['fieldConfig']['overrides'] = [],
): Drawn {
  return {
    ...common(asked, targetsOf(asked, { instant: false, format: 'time_series' })),
    type: 'timeseries',
    fieldConfig: {
      defaults: {
        ...field(asked),
        ...more,
        custom: { lineWidth: 2, showPoints: 'auto', ...more.custom },
      },
      overrides,
    },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
  };
}

/** One bar for each of the largest, now. */
export function bars(asked: Asked, more: Partial<Field> = {}): Drawn {
  return {
    ...common(asked, targetsOf(asked, { instant: true, format: 'time_series' })),
    type: 'bargauge',
    fieldConfig: {
      defaults: {
        ...field(asked),
        decimals: 1,
        color: { mode: 'palette-classic' },
        ...more,
      },
      overrides: [],
    },
    options: { orientation: 'horizontal', displayMode: 'basic', reduceOptions: NEWEST },
  };
}

/** Numbers that should be 0: green then, red otherwise. */
export function zeros(asked: Asked): Drawn {
  return states(asked, { red: 1, decimals: 0 });
}

/** Numbers that are green as long as they are below a limit, and red from there on; orange between, where there is a third colour. */
export function states(
  asked: Asked,
  { orange, red, decimals = 1 }: { readonly orange?: number; readonly red: number; readonly decimals?: number },
): Drawn {
  const between = orange === undefined ? [] : [{ color: 'orange', value: orange }];
  const steps = [{ color: 'green', value: null }, ...between, { color: 'red', value: red }];
  return {
    ...common(asked, targetsOf(asked, { instant: true, format: 'time_series' })),
    type: 'stat',
    fieldConfig: {
      defaults: { ...field(asked), decimals, thresholds: { mode: 'absolute', steps } },
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
    fieldConfig: { defaults: field(asked), overrides },
    options: { showHeader: true },
    transformations: [
      { id: 'merge', options: {} },
      { id: 'organize', options: { excludeByName: { Time: true }, renameByName: Object.fromEntries(columns) } },
    ],
  };
}

/** A line at a value that means something, in the colour of what lies beyond it. */
export function limitAt(value: number, beyond: 'above' | 'below'): Partial<Field> {
  const [low, high] = beyond === 'above' ? ['green', 'red'] : ['red', 'green'];
  return {
    thresholds: {
      mode: 'absolute',
      steps: [
        { color: low, value: null },
        { color: high, value },
      ],
    },
    custom: { thresholdsStyle: { mode: 'line' } },
  };
}

/** The field of one column or one query is another one than that of its panel. */
export function override(
  matcher: { readonly query: string } | { readonly column: string },
  properties: Readonly<Record<string, unknown>>,
): Drawn['fieldConfig']['overrides'][number] {
  const by =
    'query' in matcher
      ? ({ id: 'byFrameRefID', options: matcher.query } as const)
      : ({ id: 'byName', options: matcher.column } as const);
  return { matcher: by, properties: Object.entries(properties).map(([id, value]) => ({ id, value })) };
}

/** A second quantity in the same panel: a thin line with an axis on the right. */
export function onTheRight(query: string, unit: PlainUnit): Drawn['fieldConfig']['overrides'][number] {
  return override({ query }, { unit, 'custom.axisPlacement': 'right', 'custom.lineWidth': 1 });
}

/** Numbers the panels and gives them their places: a heading, then one to three side by side. */
export function rows(headed: readonly (readonly [title: string, ...panels: Drawn[]])[]): (Panel | Row)[] {
  let id = 0;
  return headed.flatMap(([title, ...drawn], place): (Panel | Row)[] => {
    const y = place * (HEIGHT + 1);
    const w = WIDTH / drawn.length;
    const head: Row = {
      ...{ id: ++id, type: 'row', title, collapsed: false, panels: [] },
      gridPos: { x: 0, y, w: WIDTH, h: 1 },
    };
    return [
      head,
      ...drawn.map((one, left) => ({ ...one, id: ++id, gridPos: { x: left * w, y: y + 1, w, h: HEIGHT } })),
    ];
  });
}

const NOTHING = 'no data yet';
const NEWEST = { values: false, calcs: ['lastNotNull'] } as const;

function common({ title, description, cure }: Asked, targets: readonly Target[]) {
  return { title, description: `${description} ${cure}`, datasource: DATASOURCE, targets, transformations: [] };
}

function field({ unitOf: unit, links }: Asked): Field {
  return { unit: unitOf(unit), noValue: NOTHING, ...(links === undefined ? {} : { links }) };
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
