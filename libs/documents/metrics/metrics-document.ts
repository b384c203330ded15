import { z } from 'zod';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { type Dimension, type LimitSpec, limitsOf } from '#libs/catalogue/limits.js';
import { duration, reportedText, validFrom } from '../fields.js';
import { DIMENSION_MEANINGS, DIMENSION_VALUES } from './dimensions.js';
import { unitsOf } from './limit-kinds.js';

/** The document `metrics`: which metrics are asked, and their limits from which day on. Its schema is made from the catalogue. */

function conditionOf(dimension: Dimension): z.ZodType<string[] | undefined> {
  const values = DIMENSION_VALUES[dimension];
  const one: z.ZodType<string> = values === undefined ? reportedText : z.enum(values as [string, ...string[]]);
  return z
    .array(one)
    .min(1)
    .max(50)
    .optional()
    .meta({ description: DIMENSION_MEANINGS[dimension], examples: [[values?.[0] ?? 'express']] });
}

/** The schema of a limit. Which durations the metric takes is checked afterwards: the message then names those that it takes. */
function limitOf({ kinds, meaning }: LimitSpec): z.ZodType {
  const takes = `${meaning} It takes ${unitsOf(kinds)}.`;
  if (kinds.includes('PPM'))
    return z
      .int()
      .min(0)
      .max(1_000_000)
      .meta({ description: meaning, examples: [600_000] });
  if (kinds.includes('SCORE'))
    return z
      .int()
      .min(1)
      .max(5)
      .meta({ description: meaning, examples: [4] });
  if (kinds.includes('COUNT'))
    return z
      .int()
      .min(1)
      .max(100)
      .meta({ description: meaning, examples: [2] });
  if (kinds.includes('SETTLEMENTS')) {
    const one = z.enum(DIMENSION_VALUES.settlement as [string, ...string[]]);
    return z
      .array(one)
      .max(10)
      .meta({ description: meaning, examples: [['instant']] });
  }
  const example = kinds.includes('CIVIL') ? { civil_days: 1 } : { minutes: 60 };
  return duration.meta({ ...duration.meta(), description: takes, examples: [example] });
}

/** One metric: its versions, each with its limits and the exceptions from them. */
function metricOf(metric: string) {
  const { limits, by } = limitsOf(metric);
  const own = Object.fromEntries(limits.map((limit) => [limit.name, limitOf(limit)]));
  const exception = z.strictObject({
    ...Object.fromEntries(by.map((dimension) => [dimension, conditionOf(dimension)])),
    ...Object.fromEntries(Object.entries(own).map(([key, schema]) => [key, schema.optional()])),
  });
  const exceptions = z
    .array(exception)
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Exceptions from the limits above. The first one whose conditions a case meets applies.' });
  return z.strictObject({
    valid_from: validFrom,
    asked: z
      .boolean()
      .optional()
      .meta({ description: 'false: from this day on the metric is not asked any more.', examples: [false] }),
    ...Object.fromEntries(
      Object.entries(own).map(([key, schema]) => [key, schema.optional().meta(schema.meta() ?? {})]),
    ),
    ...(by.length === 0 || limits.length === 0 ? {} : { by: exceptions }),
  });
}

/** A metric is named by its id or by the name that it is recorded by; both mean the same limits. */
const IDS = [...new Set(CATALOGUE.all.map(({ id }) => id))];

/** The schema, made anew: of some hundred metrics it takes 80 ms. */
export function metricsDocument() {
  return z
    .strictObject({
      metrics: z
        .strictObject(
          Object.fromEntries(
            IDS.map((id) => [
              id,
              z
                .array(metricOf(id))
                .min(1)
                .max(1_000)
                .optional()
                .meta({ description: `${CATALOGUE.named(id)[0]?.question} Its versions, each with its first day.` }),
            ]),
          ),
        )
        .meta({
          description:
            'Every metric of the catalogue that is asked, by its id. One that is not listed is not asked; a limit that is left out is that of the catalogue.',
        }),
    })
    .meta({ title: 'metrics', description: 'Which metrics are asked, and their limits.' });
}

/** One version of a metric, as far as its shape is the same for all metrics. */
export interface MetricVersion {
  readonly valid_from: string;
  readonly asked?: boolean;
  readonly by?: readonly Readonly<Record<string, unknown>>[];
  readonly [limit: string]: unknown;
}

export interface MetricsDocument {
  readonly metrics: Readonly<Record<string, readonly MetricVersion[]>>;
}
