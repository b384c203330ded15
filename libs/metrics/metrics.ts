import { collectDefaultMetrics, Registry } from 'prom-client';
import { isSource, type OwnDepartment } from '#libs/domain/source.js';
import { EXPORTED_METRICS, type MetricKey } from './exported-metrics.js';
import { freeSpace } from './free-space.js';
import { type AnyInstrument, type Instrument, instrumentOf } from './instruments.js';
import type { ExpositionFormat } from './negotiate.js';
import { openMetrics } from './open-metrics.js';
import { seriesAtStart, valuesChecked } from './series.js';
import type { MetricSpec } from './spec.js';

/** The instruments of one process, `metrics.factsTotal.inc({ result: 'known', reason: '' })`, and their text for Prometheus. */
export type Metrics = { readonly [K in MetricKey]: Instrument<(typeof EXPORTED_METRICS)[K]> } & {
  /** Allows a department of the company's own as a label value, and starts its series. Again changes nothing. */
  declare(department: OwnDepartment): void;
  /** What /metrics answers, in the format that the caller wants. */
  exposition(format?: ExpositionFormat): Promise<{ readonly contentType: string; readonly text: string }>;
};

export interface MetricsOptions {
  /** Called for a label value that the list does not hold, and for a metric of another process. Default: throws. */
  readonly onMistake?: (message: string) => void;
  /** Also exports the metrics of prom-client about the process: memory, CPU, event loop. Default: true. */
  readonly withProcess?: boolean;
  /** The folder whose free space is exported; default and empty: none. */
  readonly dataFolder?: string;
}

/** The process `cx feed kafka`. No department can have this name. */
export const FEED = 'cx-feed';
/** The processes that hold the signing keys and that allocate payouts. No department can have these names either. */
const APART = ['signer', 'payout'] as const;

/**
 * Makes all instruments of one process on a registry of its own. Counters, histograms and gauges of quantities start at 0 in
 * every combination of labels that is known beforehand, so that `increase` sees the first event. Points,
 * instants and numbers are absent until they are set.
 *
 * The label `department` also takes the departments that were declared, and no other: what comes from outside cannot make series.
 *
 * A label value that is not in the list is a bug. Tests throw; a process logs it through `onMistake` and counts it under
 * "other", because a wrong label must not lose a fact.
 *
 * @param process  "ordering" ... "survey", "scoring", or FEED: decides what is exported and fills in `department`
 */
export function createMetrics(process: string, options: MetricsOptions = {}): Metrics {
  const { onMistake = fail, withProcess = true, dataFolder = '' } = options;
  const registry = new Registry();
  if (withProcess) collectDefaultMetrics({ register: registry });

  const declared = new Set<string>();
  const aboutSources: { readonly spec: MetricSpec; readonly instrument: AnyInstrument }[] = [];
  const instruments = Object.entries(EXPORTED_METRICS as Record<string, MetricSpec>).map(([key, spec]) => {
    if (!isExported(spec, process)) return [key, notOurs(spec, process, onMistake)] as const;
    const own: Record<string, string> = spec.by === 'sources' ? { department: process } : {};
    const complete = valuesChecked(spec, own, onMistake, (department) => declared.has(department));
    const instrument = instrumentOf(spec, registry, complete);
    for (const labels of seriesAtStart(spec, own)) instrument.start(labels);
    if (spec.by !== 'sources' && spec.labels.includes('department')) aboutSources.push({ spec, instrument });
    return [key, instrument] as const;
  });
  const metrics = Object.fromEntries(instruments) as unknown as Metrics;
  return {
    ...metrics,
    declare: (department) => {
      if (declared.has(department)) return;
      declared.add(department);
      for (const { spec, instrument } of aboutSources)
        for (const labels of seriesAtStart(spec, { department })) instrument.start(labels);
    },
    exposition: async (format = 'text') => {
      await measureDisk(metrics, dataFolder);
      return format === 'text'
        ? { contentType: registry.contentType, text: await registry.metrics() }
        : { contentType: Registry.OPENMETRICS_CONTENT_TYPE, text: await openMetrics(registry) };
    },
  };
}

async function measureDisk({ dataFolderFree, dataFolderSize }: Metrics, folder: string): Promise<void> {
  const space = folder === '' ? undefined : await freeSpace(folder);
  if (space === undefined) return;
  dataFolderFree.set({}, space.freeBytes);
  dataFolderSize.set({}, space.sizeBytes);
}

function isExported({ by }: MetricSpec, process: string): boolean {
  if (by === 'feeds' || process === FEED) return by === 'feeds' && process === FEED;
  const isApart = APART.some((one) => one === by || one === process);
  if (isApart) return by === process || (by === 'all' && process !== FEED);
  return by === 'all' || by === 'appliers' || (by === 'sources') === isSource(process);
}

function notOurs(spec: MetricSpec, process: string, onMistake: (message: string) => void): AnyInstrument {
  const mistake = () => onMistake(`${spec.name} is not exported by ${process}`);
  return { inc: mistake, set: mistake, forget: mistake, observe: mistake, start: mistake };
}

function fail(message: string): never {
  throw new Error(message);
}
