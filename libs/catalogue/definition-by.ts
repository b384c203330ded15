import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { LimitSet } from './limit-set.js';
import { durationText, parametersOf, ppmText, wordsText } from './limit-text.js';
import { limitsOf } from './limits.js';
import type { LimitsInWords, Metric, MetricDefinition } from './metric.js';

/**
 * The definition of a metric by the limits of a company. With the limits of the catalogue it is the catalogue's definition under another
 * number. With others its words state these limits and the exceptions from them, and its hash covers them all.
 *
 * @param definition  its number: the place of the entry in the document, from 1
 */
export function definitionBy<Case>(metric: Metric<Case>, set: LimitSet, definition: number): MetricDefinition {
  const { evaluate: _, dimensionsOf: __, words, limits: ___, ...base } = metric;
  if (isDefault(metric, set)) return { ...base, definition, base };
  const stated = limitsInWords(metric.id, set);
  const own = { ...base, ...words?.(stated), definition, base, parameters: parametersOf(metric.id, set) };
  return { ...own, hit: [own.hit, ...exceptionsIn(own)].join(' ') };
}

/** Whether a company asks a metric by the limits of the catalogue. */
export function isDefault<Case>(metric: Metric<Case>, { limits, exceptions }: LimitSet): boolean {
  return exceptions.length === 0 && canonicalJson(limits) === canonicalJson(metric.limits);
}

function exceptionsIn({ parameters: { exceptions } }: MetricDefinition): string[] {
  return typeof exceptions === 'object' ? [`Exceptions, the first that fits: ${exceptions.join('; ')}.`] : [];
}

function limitsInWords(metric: string, { limits, exceptions }: LimitSet): LimitsInWords {
  const hasExceptions = exceptions.length > 0;
  const every = [limits, ...exceptions.map((one) => one.limits)];
  const days = every.flatMap((one) => Object.values(one).map((value) => daysOf(value)));
  return {
    limits,
    hasExceptions,
    mostDays: Math.max(0, ...days),
    text: Object.fromEntries(
      Object.entries(limits).map(([key, value]) => {
        const isChanged = exceptions.some((one) => canonicalJson(one.limits[key]) !== canonicalJson(value));
        return [key, `${textOf(value, isPpm(metric, key))}${isChanged ? ' (or as an exception says)' : ''}`];
      }),
    ),
  };
}

function textOf(value: LimitSet['limits'][string], isShare: boolean): string {
  if (typeof value === 'number') return isShare ? ppmText(value) : String(value);
  return 'kind' in value ? durationText(value) : wordsText(value);
}

function isPpm(metric: string, key: string): boolean {
  return limitsOf(metric).limits.some(({ parameter, kinds }) => parameter === key && kinds.includes('PPM'));
}

function daysOf(value: LimitSet['limits'][string]): number {
  return typeof value === 'object' && 'kind' in value && value.kind === 'civil' ? value.days : 0;
}
