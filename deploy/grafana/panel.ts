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
  readonly templating: { readonly list: readonly DatasourceVariable[] };
  readonly panels: readonly (Panel | Row)[];
}

interface DatasourceVariable {
  readonly type: 'datasource';
  readonly name: 'datasource';
  readonly label: string;
  readonly query: 'prometheus';
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

interface Field {
  readonly unit: string;
  readonly min?: number;
  readonly max?: number;
  readonly decimals?: number;
  readonly noValue: string;
  readonly custom?: Readonly<Record<string, unknown>>;
  readonly color?: { readonly mode: string };
  readonly thresholds?: {
    readonly mode: 'absolute';
    readonly steps: readonly { color: string; value: number | null }[];
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

/** The unit comes from the metric and is typed nowhere else. A counter is shown per second. */
export function unitOf(metric: MetricSpec): string {
  return GRAFANA_UNIT[metric.unit];
}
