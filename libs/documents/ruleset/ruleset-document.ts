import { z } from 'zod';
import { parsePeriod } from '#libs/domain/period.js';
import { isZone } from '#libs/domain/time.js';

/** The shape of a ruleset document, and everything that can be wrong with it without a look at other documents. */

const bp = z.int().min(0).max(10_000);
const ppm = z.int().min(0).max(1_000_000);

const metricName = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a metric is written in a-z, 0-9 and _');

const metricRule = z
  .strictObject({
    metric: metricName,
    definition: z.int().min(1),
    weight_bp: bp.min(1),
    floor_ppm: ppm,
    target_ppm: ppm,
    world_class_ppm: ppm,
  })
  .refine((rule) => rule.floor_ppm < rule.target_ppm && rule.target_ppm < rule.world_class_ppm, {
    error: 'anchors must rise: floor < target < world class',
  })
  // Else the last tenth of a percent would be paid most: the slope above target may not exceed the slope below it.
  .refine((rule) => 4 * (rule.world_class_ppm - rule.target_ppm) >= rule.target_ppm - rule.floor_ppm, {
    error: 'world class must be at least a quarter as far above the target as the floor is below it',
  });

const countedDefinition = z.strictObject({ metric: metricName, definition: z.int().min(1) });

const department = z
  .array(metricRule)
  .min(1, 'a department has at least one metric')
  .refine((rules) => rules.reduce((sum, rule) => sum + rule.weight_bp, 0) === 10_000, {
    error: 'the weights of a department add up to 10,000 bp',
  })
  .refine((rules) => new Set(rules.map((rule) => rule.metric)).size === rules.length, {
    error: 'a department weighs a metric once',
  });

const range = (months: 1 | 12) =>
  z
    .strictObject({ first: z.string(), last: z.string() })
    .refine(({ first, last }) => [first, last].every((name) => parsePeriod(name)?.months === months), {
      error: months === 1 ? 'months are written 2018-08' : 'twelve months are written 2018-08-12m',
    })
    .refine(({ first, last }) => first <= last, { error: 'the first period comes before the last' });

export const rulesetDocument = z.strictObject({
  ruleset: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a ruleset is named in a-z, 0-9 and -'),
  published_at: z.iso.datetime({ error: 'published_at is an instant in UTC, 2026-11-24T09:00:00Z' }),
  zone: z.string().refine(isZone, 'zone is an IANA time zone'),
  calendar: z.strictObject({ months: range(1), twelve_months: range(12) }),
  minimum_cases: z.strictObject({ department: z.int().min(1), unit: z.int().min(1) }),
  minimum_coverage_bp: bp,
  departments: z.strictObject({
    ordering: department,
    warehouse: department,
    delivery: department,
    support: department,
  }),
  context: z.array(countedDefinition).optional(),
});

export type RulesetDocument = z.infer<typeof rulesetDocument>;
