import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { CounterSpec, ExportedBy, GaugeSpec, HistogramSpec, InfoSpec, LabelValues, MetricSpec } from './spec.js';

/** The labels that a caller gives. The label `department` of a source's own metrics is filled in. */
export type Labels<V extends LabelValues, B extends ExportedBy> = {
  readonly [L in Exclude<keyof V, B extends 'sources' ? 'department' : never>]: V[L][number];
};

export interface CounterInstrument<L> {
  /** @param by  0 or more; default: 1 */
  inc(labels: L, by?: number): void;
}

export interface GaugeInstrument<L> {
  set(labels: L, value: number): void;
  /** Removes the series: a value that is not measured is absent, never 0. */
  forget(labels: L): void;
}

export interface InfoInstrument<L> {
  /** Replaces the series that was set before. */
  set(labels: L): void;
}

export interface HistogramInstrument<L> {
  observe(labels: L, seconds: number): void;
}

export type Instrument<S> =
  S extends CounterSpec<infer V, infer B>
    ? CounterInstrument<Labels<V, B>>
    : S extends InfoSpec<infer V, infer B>
      ? InfoInstrument<Labels<V, B>>
      : S extends GaugeSpec<infer V, infer B>
        ? GaugeInstrument<Labels<V, B>>
        : S extends HistogramSpec<infer V, infer B>
          ? HistogramInstrument<Labels<V, B>>
          : never;

type AnyLabels = Readonly<Record<string, string>>;
type Complete = (labels: AnyLabels) => Record<string, string>;

/** Everything that an instrument can do. The type of a metric decides which of it a caller sees. */
export interface AnyInstrument {
  inc(labels: AnyLabels, by?: number): void;
  set(labels: AnyLabels, value?: number): void;
  forget(labels: AnyLabels): void;
  observe(labels: AnyLabels, seconds: number): void;
  /** Starts the series at 0. */
  start(labels: AnyLabels): void;
}

/** Makes the instrument of a metric. `complete` turns a caller's labels into the exported ones. */
export function instrumentOf(spec: MetricSpec, registry: Registry, complete: Complete): AnyInstrument {
  const options = { name: spec.name, help: spec.help, labelNames: [...spec.labels], registers: [registry] };
  if (spec.type === 'counter') {
    const it = new Counter(options);
    const inc = (labels: AnyLabels, by = 1) => it.inc(complete(labels), by);
    return { ...NOTHING, inc, start: (labels) => inc(labels, 0) };
  }
  if (spec.type === 'histogram') {
    const it = new Histogram({ ...options, buckets: [...(spec.buckets ?? [])] });
    const observe = (labels: AnyLabels, seconds: number) => it.observe(complete(labels), seconds);
    return { ...NOTHING, observe, start: (labels) => it.zero(complete(labels)) };
  }
  const it = new Gauge(options);
  // prom-client begins a gauge without labels at 0, which is wrong of an instant that never was.
  if (spec.labels.length === 0) it.remove();
  const set = (labels: AnyLabels, value = 1) => {
    if (spec.unit === 'info') it.reset();
    it.set(complete(labels), value);
  };
  return { ...NOTHING, set, forget: (labels) => it.remove(complete(labels)), start: (labels) => set(labels, 0) };
}

function cannot(): never {
  throw new Error('this metric is of another type');
}

const NOTHING: AnyInstrument = { inc: cannot, set: cannot, forget: cannot, observe: cannot, start: cannot };
