import { z } from 'zod';
import { departmentName, identifier, rule, zone } from '../fields.js';
import { calendarDocument, minimumCasesDocument } from './calendar-document.js';
import { closingDocument } from './closing-document.js';
import { smallGroupsDocument } from './small-groups-document.js';

/** The shape of a ruleset document, and everything that can be wrong with it without a look at other documents. */

const bp = z.int().min(0).max(10_000);
const ppm = z.int().min(0).max(1_000_000);

const DEFINITION =
  'Number of its definition. Limits of the company count from 1: the first version in metrics.yaml, then the second.';

const tooHigh = z
  .strictObject({
    world_class_ppm: ppm.meta({
      description:
        'The last rate that earns 100 points, in parts per million; not below world_class_ppm of the metric.',
      examples: [990_000],
    }),
    target_ppm: ppm.meta({ description: 'The rate that earns 80 points again.', examples: [997_000] }),
    floor_ppm: z
      .int()
      .min(0)
      .max(2_000_000)
      .meta({
        description: 'The rate that earns 0 points again. Beyond 1,000,000 even a rate of all cases earns something.',
        examples: [1_020_000],
      }),
  })
  .optional()
  .meta({
    description:
      'For a metric that is good inside a range: where its rate is too high. Left out, a higher rate never earns less.',
  });

const metricRule = z
  .strictObject({
    metric: identifier.meta({ description: 'The metric, by its id or recorded name.', examples: ['order_kept'] }),
    definition: z
      .int()
      .min(1)
      .meta({ description: DEFINITION, examples: [1] }),
    weight_bp: bp
      .min(1)
      .meta({ description: 'Weight in basis points; those of a department add up to 10,000.', examples: [5000] }),
    floor_ppm: ppm.meta({
      description: 'Rate of hits that earns 0 points, in parts per million.',
      examples: [800_000],
    }),
    target_ppm: ppm.meta({ description: 'Rate of hits that earns 80 points.', examples: [950_000] }),
    world_class_ppm: ppm.meta({ description: 'Rate of hits that earns 100 points.', examples: [990_000] }),
    too_high: tooHigh,
  })
  .refine((rule) => rule.floor_ppm < rule.target_ppm && rule.target_ppm < rule.world_class_ppm, {
    ...rule(
      'ANCHORS_OUT_OF_ORDER',
      'anchors must rise: floor < target < world class',
      'Raise target_ppm above floor_ppm, and world_class_ppm above target_ppm.',
    ),
  })
  // Else the last tenth of a percent would be paid most: the slope above target may not exceed the slope below it.
  .refine((rule) => 4 * (rule.world_class_ppm - rule.target_ppm) >= rule.target_ppm - rule.floor_ppm, {
    ...rule(
      'ANCHORS_TOO_STEEP',
      'world class must be at least a quarter as far above the target as the floor is below it',
      'Raise world_class_ppm, or bring floor_ppm nearer to target_ppm.',
    ),
  })
  .refine(({ world_class_ppm, too_high }) => too_high === undefined || isFalling(world_class_ppm, too_high), {
    ...rule(
      'ANCHORS_OUT_OF_ORDER',
      'beyond the range anchors must fall: world class of the metric <= world class of too_high < its target < its floor',
      'Put world_class_ppm of too_high at or above world_class_ppm, target_ppm above it, and floor_ppm above that.',
    ),
  })
  .refine(({ too_high }) => too_high === undefined || isGentle(too_high), {
    ...rule(
      'ANCHORS_TOO_STEEP',
      'the target of too_high must be at least a quarter as far above its world class as its floor is above the target',
      'Raise target_ppm of too_high, or bring its floor_ppm nearer to it.',
    ),
  });

type TooHigh = NonNullable<z.infer<typeof tooHigh>>;

function isFalling(worldClassPpm: number, { world_class_ppm, target_ppm, floor_ppm }: TooHigh): boolean {
  return worldClassPpm <= world_class_ppm && world_class_ppm < target_ppm && target_ppm < floor_ppm;
}

function isGentle({ world_class_ppm, target_ppm, floor_ppm }: TooHigh): boolean {
  return 4 * (target_ppm - world_class_ppm) >= floor_ppm - target_ppm;
}

const countedDefinition = z.strictObject({
  metric: identifier.meta({ description: 'The metric, by its id or recorded name.', examples: ['promise_not_padded'] }),
  definition: z
    .int()
    .min(1)
    .meta({ description: DEFINITION, examples: [1] }),
});

const department = z
  .array(metricRule)
  .min(1, 'a department has at least one metric')
  .refine((rules) => rules.reduce((sum, rule) => sum + rule.weight_bp, 0) === 10_000, {
    ...rule('WEIGHTS_WRONG', 'the weights of a department add up to 10,000 bp', 'Change weight_bp until they do.'),
  })
  .refine((rules) => new Set(rules.map((rule) => rule.metric)).size === rules.length, {
    ...rule('METRIC_TWICE', 'a department weighs a metric once', 'Remove one of the entries and add its weight.'),
  });

/** What every ruleset states besides the departments. */
const common = {
  ruleset: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a ruleset is named in a-z, 0-9 and -')
    .meta({ description: 'Name of the ruleset.', examples: ['2027-first'] }),
  published_at: z.iso.datetime({ error: 'published_at is an instant in UTC, 2026-11-24T09:00:00Z' }).meta({
    description: 'When it was published, in UTC. Results of a period that began before are never payable.',
    examples: ['2026-11-24T09:00:00Z'],
  }),
  zone: zone.meta({
    description: 'IANA zone of the company. It decides when a period is over.',
    examples: ['Europe/Berlin'],
  }),
  calendar: calendarDocument,
  minimum_cases: minimumCasesDocument,
  minimum_coverage_bp: bp.meta({
    description: 'Share of the weights that must be measured, in basis points; below it there is no index.',
    examples: [8000],
  }),
  closing: closingDocument,
  small_groups: smallGroupsDocument,
};

const context = z
  .array(countedDefinition)
  .optional()
  .meta({ description: 'Definitions of metrics without a weight that give context to an index.' });

/** A ruleset: it weighs departments that the company has, built in or its own. */
export const rulesetDocument = z
  .strictObject({
    ...common,
    departments: z
      .record(departmentName, department)
      .refine((departments) => Object.keys(departments).length > 0, {
        error: 'a ruleset weighs at least one department',
      })
      .meta({ description: 'What each department is measured by, and the weights.' }),
    context,
  })
  .meta({ title: 'ruleset', description: 'Anchors, weights, minimum volumes and the calendar of an index.' });

export type RulesetDocument = z.infer<typeof rulesetDocument>;
