import type { AskedMetric, LimitEntry } from '#libs/catalogue/asked-metric.js';
import { CATALOGUE, metricOf } from '#libs/catalogue/catalogue.js';
import { definitionBy } from '#libs/catalogue/definition-by.js';
import { keyOf, type LimitException, type Limits, type LimitValue } from '#libs/catalogue/limit-set.js';
import { type Dimension, type LimitSpec, limitsOf } from '#libs/catalogue/limits.js';
import type { Metric } from '#libs/catalogue/metric.js';
import type { MetricsDocument, MetricVersion } from '#libs/documents/metrics/metrics-document.js';
import { parseDuration } from '#libs/domain/duration.js';

/** In the order of the journey. */
const IDS = [...new Set(CATALOGUE.all.map(({ id }) => id))];

/** Every metric that a document asks, with its entries, in the order of the journey. A limit that an entry leaves out is that of the catalogue. */
export function askedMetrics({ metrics }: MetricsDocument): AskedMetric[] {
  return IDS.flatMap((id) => {
    const [metric, versions] = [metricOf(id), metrics[id]];
    if (metric === undefined || versions === undefined) return [];
    return [{ metric, entries: versions.map((version, place) => entryOf(metric, version, place + 1)) }];
  });
}

function entryOf(metric: Metric, version: MetricVersion, definition: number): LimitEntry {
  const own = limitsIn(metric.id, version, metric.limits);
  const exceptions = (version.by ?? []).map((one) => exceptionOf(metric.id, one, own));
  const limits = { limits: own, exceptions };
  const isAsked = version.asked !== false;
  return {
    validFrom: version.valid_from,
    limits,
    definition: isAsked ? definitionBy(metric, limits, definition) : undefined,
  };
}

type Written = Readonly<Record<string, unknown>>;

function exceptionOf(metric: string, written: Written, otherwise: Limits): LimitException {
  const conditions = limitsOf(metric).by.flatMap((dimension) => {
    const words = written[dimension] as readonly string[] | undefined;
    return words === undefined ? [] : [[dimension, wordsOf(dimension, words)] as const];
  });
  return { when: Object.fromEntries(conditions), limits: limitsIn(metric, written, otherwise) };
}

/** Documents write the words of the contract in small letters. A service level is a text of the company. */
function wordsOf(dimension: Dimension, words: readonly string[]): readonly string[] {
  return dimension === 'service_level' ? words : inCapitals(words);
}

function limitsIn(metric: string, written: Written, otherwise: Limits): Limits {
  const own = limitsOf(metric).limits.map((spec) => {
    const stated = written[spec.name];
    return [keyOf(spec), stated === undefined ? otherwise[keyOf(spec)] : limitOf(spec, stated)];
  });
  return { ...otherwise, ...Object.fromEntries(own) };
}

function limitOf({ name }: LimitSpec, stated: unknown): LimitValue {
  if (typeof stated === 'number') return stated;
  if (Array.isArray(stated)) return inCapitals(stated);
  const duration = parseDuration(stated);
  if (duration === undefined) throw new Error(`a published ${name} cannot be read: ${JSON.stringify(stated)}`);
  return duration;
}

/** Each once and in one order: a list with the same words is the same limit. */
function inCapitals(words: readonly string[]): readonly string[] {
  return [...new Set(words.map((word) => word.toUpperCase()))].sort();
}
