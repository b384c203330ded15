import { z } from 'zod';
import { departmentName, identifier, title } from '../fields.js';

/** What a department of the company's own states: kinds of facts with typed fields, what a case is, and metrics as expressions. */

export const FIELD_TYPES = ['text', 'whole_number', 'instant', 'day', 'yes_no', 'choice'] as const;
/** Types by which a case may be named: two values that mean one case are written in one way. */
export const NAMING_TYPES: readonly (typeof FIELD_TYPES)[number][] = ['text', 'whole_number', 'day', 'choice'];

const field = z
  .strictObject({
    type: z.enum(FIELD_TYPES).meta({ description: 'Type of the value.', examples: ['whole_number'] }),
    description: title.optional().meta({ description: 'What the value is.', examples: ['Our price in cents'] }),
    choices: z
      .array(identifier)
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Of a choice: the values that are possible.', examples: [['in_stock', 'sold_out']] }),
    required: z
      .boolean()
      .optional()
      .meta({
        description: 'false: a fact may leave the field out. Fields are required otherwise.',
        examples: [false],
      }),
  })
  .meta({ description: 'A field of a fact, by name.' });

export const factKind = z
  .strictObject({
    description: title.meta({ description: 'What happened.', examples: ['A competitor was seen at another price'] }),
    counts: z
      .enum(['first', 'last'])
      .optional()
      .meta({
        description: 'Which fact counts when a case has several of this kind, by happened_at. Without it the last one.',
        examples: ['first'],
      }),
    fields: z
      .record(identifier, field)
      .meta({ description: 'Fields by name. Every fact also has fact_id and happened_at.' }),
  })
  .meta({ description: 'A kind of fact that feeds report.' });

export const caseOf = z
  .strictObject({
    description: title.meta({ description: 'What one case is.', examples: ['One article on one day'] }),
    named_by: z
      .array(identifier)
      .min(1)
      .max(4)
      .meta({
        description:
          'The fields that name a case, which every kind of fact has. Facts with equal values belong to one case.',
        examples: [['article', 'day']],
      }),
    same_as: departmentName.optional().meta({
      description:
        'Whose cases these are, so that milestones about them belong to them: order for the orders of the shop, which one text names, or the department of your own whose cases they are. Without it the cases are its own.',
      examples: ['order'],
    }),
  })
  .meta({ description: "Of the company's own departments: what a case is." });

export const heardMilestone = z
  .strictObject({
    milestone: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,30}\/[a-z][a-z0-9_]{0,63}$/, 'a milestone is written DEPARTMENT/NAME')
      .meta({ description: 'The department that publishes it, and its name.', examples: ['delivery/delivered'] }),
    description: title.optional().meta({ description: 'What happened.', examples: ['The customer has the parcel'] }),
    counts: z
      .enum(['first', 'last'])
      .optional()
      .meta({
        description:
          'Which one counts when a case has several, one for each parcel, by happened_at. Without it the last one.',
        examples: ['first'],
      }),
  })
  .meta({ description: 'A milestone of another department that expressions read under this name.' });

const cel = (description: string, example: string) =>
  z
    .string()
    .min(1)
    .max(2_000)
    .meta({ description, examples: [example] });

export const publishedMilestone = z
  .strictObject({
    description: title.meta({ description: 'What happened.', examples: ['The order came back'] }),
    when: cel('CEL over the facts of the department, yes or no: whether it happened.', 'has(received)'),
    happened_at: cel('CEL, an instant: when it happened.', 'received.happened_at'),
    day: cel('CEL, a day that it carries.', 'received.day').optional(),
    text: cel('CEL, a text of 1 to 128 characters that it carries.', 'received.cause').optional(),
  })
  .meta({ description: 'A milestone that the department publishes about its cases, by name.' });

const notAccountable = z
  .strictObject({
    class: z.enum(['EXCLUDED', 'OTHERS']).meta({
      description: 'EXCLUDED takes hits and misses out; OTHERS: a miss for which another party answers.',
      examples: ['OTHERS'],
    }),
    reason: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'a reason is written in A-Z, 0-9 and _')
      .meta({ description: 'Name of the reason.', examples: ['SUPPLIER_RAISED_PRICE'] }),
    when: cel(
      'CEL, yes or no: the cases that it takes. The first entry that is true counts.',
      'has(price_seen.supplier_raised)',
    ),
    responsible: cel('CEL, a text: who answers.', '"supplier"'),
    rule: title.meta({
      description: 'The rule as a sentence for people.',
      examples: ['The supplier raised the price.'],
    }),
  })
  .meta({ description: 'A class other than ACCOUNTABLE, with who answers.' });

export const ownMetric = z
  .strictObject({
    title: title.meta({ description: 'Name of the metric for people.', examples: ['Price competitive'] }),
    question: title.meta({
      description: 'What is asked of a case.',
      examples: ['Was our price among the three lowest?'],
    }),
    misses_are: title.meta({ description: 'A miss, in the plural.', examples: ['articles that were too dear'] }),
    role: z
      .enum(['SCORED', 'BALANCING', 'DIAGNOSTIC'])
      .meta({ description: 'SCORED has a weight in the ruleset; the others stand beside it.', examples: ['SCORED'] }),
    counts: z
      .enum(['CASES', 'TALLY'])
      .optional()
      .meta({
        description:
          'CASES: every case is judged by the rules below. TALLY: the source judges itself and reports hits and misses, so there are no rules.',
        examples: ['CASES'],
      }),
    matures_after_days: z
      .int()
      .min(0)
      .max(400)
      .optional()
      .meta({
        description:
          'Civil days from the day of a case until it is judged at the latest; a period is complete so much later. Without it: 1.',
        examples: [14],
      }),
    population: cel('CEL, yes or no: whether the case is asked.', 'has(price_seen)').optional(),
    hit: cel('CEL, yes or no: whether the case is a hit.', 'price_seen.rank <= 3').optional(),
    due: cel('CEL, an instant: when the case is judged.', 'endOfDay(price_seen.day, "Europe/Berlin")').optional(),
    day: cel('CEL, a day: the day that the case belongs to.', 'price_seen.day').optional(),
    unit: cel('CEL, a text: the unit that the case belongs to.', '"category/" + price_seen.category').optional(),
    not_accountable: z
      .array(notAccountable)
      .max(20)
      .optional()
      .meta({ description: 'Cases for which the department does not answer, in the order in which they are tried.' }),
  })
  .meta({ description: 'A metric, with its rules as CEL expressions over the facts of a case.' });

export type OwnMetric = z.infer<typeof ownMetric>;
export type PublishedMilestone = z.infer<typeof publishedMilestone>;

/** The rules that a metric states if it counts cases, and none of which it states if its source reports tallies. */
export const RULE_NAMES = ['population', 'hit', 'due', 'day', 'unit'] as const;
