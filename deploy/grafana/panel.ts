import type { MetricSpec, MetricUnit } from '#libs/metrics/spec.js';

/** The part of Grafana's classic dashboard JSON that is used here; Grafana 10 to 13 read it. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly schemaVersion: 39;
  readonly timezone: 'utc';
  readonly editable: false;
  readonly refresh: string;
  readonly time: { readonly from: string; readonly to: string };
  readonly templating: { readonly list: readonly [DatasourceVariable, ...QueryVariable[]] };
  readonly annotations: { readonly list: readonly Annotation[] };
  readonly links: readonly BoardLink[];
  readonly panels: readonly (Panel | Row)[];
}

interface DatasourceVariable {
  readonly type: 'datasource';
  readonly name: 'datasource';
  readonly label: string;
  readonly query: 'prometheus';
}

/** A value that the reader chooses; its values are those of a label. */
export interface QueryVariable {
  readonly type: 'query';
  readonly name: string;
  readonly label: string;
  readonly datasource: typeof DATASOURCE;
  readonly query: { readonly query: string; readonly refId: string };
  readonly definition: string;
  /** When the time changes. */
  readonly refresh: 2;
  readonly sort: 1;
  readonly includeAll: true;
  readonly multi: true;
  readonly allValue: string;
  readonly current: { readonly text: 'All'; readonly value: '$__all' };
}

/** Marks instants in every panel of the board. Values are milliseconds since 1970. */
export interface Annotation {
  readonly name: string;
  readonly enable: true;
  readonly iconColor: string;
  readonly datasource: typeof DATASOURCE;
  readonly target: { readonly expr: string; readonly refId: 'Anno'; readonly interval: string };
  readonly titleFormat: string;
  /** The value is the instant; the time of the sample is when it was scraped. */
  readonly useValueForTime: 'on';
}

/** The list of our boards at the top of each; the time and the variables go along. */
interface BoardLink {
  readonly type: 'dashboards';
  readonly title: string;
  readonly tags: readonly string[];
  readonly asDropdown: true;
  readonly includeVars: true;
  readonly keepTime: true;
}

/** From a value to the board that says more about it. */
export interface DataLink {
  readonly title: string;
  readonly url: string;
}

/** A heading over the panels that follow. */
export interface Row {
  readonly id: number;
  readonly type: 'row';
  readonly title: string;
  readonly collapsed: false;
  readonly gridPos: Grid;
  readonly panels: readonly [];
}

export interface Panel {
  readonly id: number;
  readonly type: 'timeseries' | 'stat' | 'bargauge' | 'table';
  readonly title: string;
  /** How to read it, and what to do. */
  readonly description: string;
  readonly datasource: typeof DATASOURCE;
  readonly gridPos: Grid;
  readonly fieldConfig: { readonly defaults: Field; readonly overrides: readonly Override[] };
  readonly options: Readonly<Record<string, unknown>>;
  readonly targets: readonly Target[];
  readonly transformations: readonly Transformation[];
}

export interface Target {
  readonly refId: string;
  readonly datasource: typeof DATASOURCE;
  readonly expr: string;
  readonly legendFormat: string;
  readonly instant: boolean;
  readonly range: boolean;
  readonly format: 'time_series' | 'table';
}

export interface Grid {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Field {
  readonly unit: string;
  readonly links?: readonly DataLink[];
  readonly min?: number;
  readonly max?: number;
  readonly decimals?: number;
  readonly noValue: string;
  readonly custom?: Readonly<Record<string, unknown>>;
  readonly color?: { readonly mode: string };
  readonly thresholds?: {
    readonly mode: 'absolute';
    readonly steps: readonly { readonly color: string; readonly value: number | null }[];
  };
}

interface Override {
  readonly matcher: { readonly id: 'byRegexp' | 'byName' | 'byFrameRefID'; readonly options: string };
  readonly properties: readonly { readonly id: string; readonly value: unknown }[];
}

interface Transformation {
  readonly id: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Every query asks the Prometheus chosen at the top of the board. */
export const DATASOURCE = { type: 'prometheus', uid: '$datasource' } as const;

const GRAFANA_UNIT: Readonly<Record<MetricUnit, string>> = {
  total: 'cps',
  seconds: 's',
  timestamp: 'dateTimeAsIso',
  ratio: 'percentunit',
  bytes: 'bytes',
  points: 'none',
  cases: 'short',
  observations: 'short',
  batches: 'short',
  number: 'short',
  info: 'short',
};

/** Of a quantity that is computed, or that our catalogue does not have. */
export type PlainUnit = 's' | 'bytes' | 'percentunit' | 'short' | 'none';

/** The unit comes from the metric and is typed nowhere else. A counter is shown per second. */
export function unitOf(metric: MetricSpec | PlainUnit): string {
  return typeof metric === 'string' ? metric : GRAFANA_UNIT[metric.unit];
}
