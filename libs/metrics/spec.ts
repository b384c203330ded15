/**
 * Which processes export a metric: every source, about itself, so that `department` is filled in for them; scoring
 * alone; the appliers of batches (scoring, and departments that take milestones), about other sources; the signer alone; the payout process alone; every service; or
 * `cx feed kafka`, which is no service.
 */
export type ExportedBy = 'sources' | 'scoring' | 'appliers' | 'signer' | 'payout' | 'all' | 'feeds';

/** The base unit of a metric: a "timestamp" is in seconds since 1970, a ratio goes from 0 to 1, an "info" is always 1. */
export type MetricUnit =
  | 'total'
  | 'seconds'
  | 'timestamp'
  | 'ratio'
  | 'bytes'
  | 'points'
  | 'cases'
  | 'observations'
  | 'batches'
  | 'number'
  | 'info';

/** The values each label may have; OPEN when they come from outside and are few, such as feeds. */
export type LabelValues = Readonly<Record<string, readonly string[]>>;

/** One exported metric. */
export interface MetricSpec<Values extends LabelValues = LabelValues, By extends ExportedBy = ExportedBy> {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly unit: MetricUnit;
  readonly by: By;
  readonly labels: readonly (keyof Values & string)[];
  readonly values: Values;
  readonly help: string;
  /** Upper bounds in seconds, of histograms. */
  readonly buckets?: readonly number[];
  /** The label values whose series exist from the start, when that is not every combination. */
  readonly starts?: readonly Readonly<Record<string, string>>[];
}

/** Marks a label whose values are not known beforehand. */
export const OPEN: readonly string[] = [];

export interface CounterSpec<V extends LabelValues, B extends ExportedBy> extends MetricSpec<V, B> {
  readonly type: 'counter';
  readonly unit: 'total';
}

export interface GaugeSpec<V extends LabelValues, B extends ExportedBy> extends MetricSpec<V, B> {
  readonly type: 'gauge';
  readonly unit: Exclude<MetricUnit, 'total' | 'info'>;
}

export interface InfoSpec<V extends LabelValues, B extends ExportedBy> extends MetricSpec<V, B> {
  readonly type: 'gauge';
  readonly unit: 'info';
}

export interface HistogramSpec<V extends LabelValues, B extends ExportedBy> extends MetricSpec<V, B> {
  readonly type: 'histogram';
  readonly unit: 'seconds';
  readonly buckets: readonly number[];
}

/** Counts what happened, from 0 at the start of the process. */
export function counter<V extends LabelValues, B extends ExportedBy>(
  name: string,
  by: B,
  values: V,
  help: string,
  starts?: readonly Readonly<Record<string, string>>[],
): CounterSpec<V, B> {
  const spec = { name, type: 'counter', unit: 'total', by, labels: labelsOf(values), values, help } as const;
  return starts === undefined ? spec : { ...spec, starts };
}

/** A quantity as it is now. */
export function gauge<V extends LabelValues, B extends ExportedBy>(
  name: string,
  unit: GaugeSpec<V, B>['unit'],
  by: B,
  values: V,
  help: string,
): GaugeSpec<V, B> {
  return { name, type: 'gauge', unit, by, labels: labelsOf(values), values, help };
}

/** Describes the process in its labels; the value is always 1. */
export function info<V extends LabelValues, B extends ExportedBy>(
  name: string,
  by: B,
  values: V,
  help: string,
): InfoSpec<V, B> {
  return { name, type: 'gauge', unit: 'info', by, labels: labelsOf(values), values, help };
}

/** Counts how long something took, by upper bounds in seconds. */
export function seconds<V extends LabelValues, B extends ExportedBy>(
  name: string,
  by: B,
  values: V,
  buckets: readonly number[],
  help: string,
): HistogramSpec<V, B> {
  return { name, type: 'histogram', unit: 'seconds', by, labels: labelsOf(values), values, help, buckets };
}

function labelsOf<V extends LabelValues>(values: V): (keyof V & string)[] {
  return Object.keys(values);
}
