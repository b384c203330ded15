import { z } from 'zod';
import { isCurrency } from '#libs/domain/currency.js';
import { GATE_KINDS, OUTCOMES, ROUNDINGS, STEPS, UNDER_SPENDS, UNMEASURED } from '#libs/payout/plan.js';
import { day, departmentName, name, rule, title } from '../fields.js';

/** The document `pay-plan`: how indexes become money. */

const MOST_MINOR = 1_000_000_000_000_000;

const planName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a plan is named in a-z, 0-9 and -');
const factor = z.int().min(0).max(10_000_000);
const minor = z.int().min(0).max(MOST_MINOR);

const knot = z
  .strictObject({
    index_e4: z
      .int()
      .min(0)
      .max(1_000_000)
      .meta({ description: 'Index in ten-thousandths of a point, 0 to 1,000,000.', examples: [850_000] }),
    factor_ppm: factor.meta({
      description: 'What is paid from this index on, in parts per million of the target amount.',
      examples: [1_000_000],
    }),
  })
  .meta({ description: 'One knot.' });

const curve = z.strictObject({
  kind: z.enum(['PIECEWISE_LINEAR', 'STEP']).meta({
    description: 'PIECEWISE_LINEAR is straight between two knots. STEP pays the factor of the lower knot.',
    examples: ['PIECEWISE_LINEAR'],
  }),
  knots: z.array(knot).min(1).max(100).meta({
    description:
      'Where the curve begins to rise or to stay. The first knot stands at 0, each later one at a greater index, and after the last one the curve is flat.',
  }),
});

const gate = z
  .strictObject({
    kind: z.enum(GATE_KINDS).meta({
      description:
        'What is compared. MIN_VOLUME: accountable cases of the weighed metric that has the fewest, at least. DATA_COMPLETENESS: coverage in basis points, at least. SELF_REPORT_SHARE: share of the weights that the department reports about itself, in basis points, at most. COMPANY: the company index in ten-thousandths of a point, at least; no call states it yet, so this gate always passes.',
      examples: ['MIN_VOLUME'],
    }),
    limit: z
      .int()
      .min(0)
      .max(1_000_000_000)
      .meta({ description: 'In the unit of the kind.', examples: [2000] }),
    outcome: z.enum(OUTCOMES).meta({
      description:
        'What happens to a department that does not meet it. Gates about data never pay ZERO, because missing data is the risk of the employer. HOLD reserves the most that the department can be paid.',
      examples: ['NOT_SCORED_PAY_TARGET'],
    }),
  })
  .meta({ description: 'A condition for being paid by the curve.' });

const pool = z
  .strictObject({
    entity: title.meta({ description: 'The legal entity that pays, for people.', examples: ['Beispielladen GmbH'] }),
    currency: z
      .string()
      .refine(isCurrency, rule('CURRENCY_UNKNOWN', 'this is no currency', 'Write a code of ISO 4217 such as EUR.'))
      .meta({ description: 'Currency of the pool and of all its payees, ISO 4217.', examples: ['EUR'] }),
    amount_minor: minor.optional().meta({
      description:
        'The most that is paid for a period, in minor units: 28000000 are 280,000.00 EUR. Without it the pool pays what the roster asks for.',
      examples: [28_000_000],
    }),
    under_spend: z.enum(UNDER_SPENDS).meta({
      description:
        'What happens to what is left. RETURN: it stays with the entity. CARRY: the entity adds it to a later pool. REDISTRIBUTE: one factor above 1 shares it out.',
      examples: ['RETURN'],
    }),
    targets_minor: z
      .record(departmentName, minor.meta({ description: 'Of this department.', examples: [12_000_000] }))
      .optional()
      .meta({
        description:
          'Sum of the target amounts of the payees of a department, in minor units, for checks and simulations. The amounts of payees come from the roster.',
        examples: [{ warehouse: 12_000_000, delivery: 9_000_000 }],
      }),
  })
  .meta({ description: 'A sum of money of one entity in one currency.' });

/** What the linter finds about a plan that a company may want all the same. */
export const ACCEPTABLE = [
  'CURVE_FALLS',
  'CURVE_CLIFF',
  'CURVE_DEAD_ZONE',
  'CURVE_SATURATES_EARLY',
  'EVENT_MOVES_PAY',
  'GATE_NOT_MEASURED',
  'POOL_BELOW_TARGETS',
] as const;

const acceptance = z
  .strictObject({
    finding: z.enum(ACCEPTABLE).meta({ description: 'The reason of the finding.', examples: ['CURVE_DEAD_ZONE'] }),
    because: z
      .string()
      .min(20)
      .max(500)
      .regex(/^\S[^\p{Cc}]*$/u, 'a sentence is one line and does not begin with a blank')
      .meta({
        description: 'Why the company wants it all the same: a sentence of 20 to 500 characters.',
        examples: ['Below 60 points customers are served so badly that no bonus is due.'],
      }),
  })
  .meta({ description: 'A finding that the company accepts.' });

const steps = z
  .array(z.enum(STEPS))
  .refine((written) => written.join() === STEPS.join(), {
    ...rule('STEPS_OUT_OF_ORDER', 'an amount is made in one order', `Write [${STEPS.join(', ')}].`),
  })
  .meta({
    description: 'The order in which an amount is made. There is one; a plan states it so that it is part of its hash.',
    examples: [[...STEPS]],
  });

export const payPlanDocument = z
  .strictObject({
    plan: planName.meta({ description: 'Name of the plan.', examples: ['2027-first'] }),
    valid_from: day.meta({
      description:
        'First day of the first period that is paid by this plan. A plan that is published after that day has begun is never payable in a period that had begun by then.',
      examples: ['2027-01-01'],
    }),
    steps,
    curve: curve.meta({ description: 'What is paid for an index.' }),
    improvement: curve.optional().meta({
      description:
        'What is paid for the points that a department gained since the same period of the year before, if that is more. The knots state points gained.',
    }),
    gates: z.array(gate).max(20).meta({
      description:
        'A hold by any gate comes first, then the first gate in this order that replaces the factor, then a cap.',
    }),
    unmeasured: z.enum(UNMEASURED).meta({
      description: 'What a department without an index is paid; never nothing.',
      examples: ['NOT_SCORED_PAY_TARGET'],
    }),
    floor_ppm: factor.meta({ description: 'The least factor that a scored department is paid.', examples: [0] }),
    cap_ppm: factor.meta({ description: 'The greatest factor that the curves pay.', examples: [1_500_000] }),
    hold_harmless: z
      .strictObject({
        through: day.meta({
          description: 'Last day of the last period that is protected.',
          examples: ['2027-06-30'],
        }),
        curve: curve.meta({ description: 'The curve of the plan before.' }),
      })
      .optional()
      .meta({ description: 'While it holds, a department is paid the better of this plan and the plan before.' }),
    minimum_eligible_days: z
      .int()
      .min(0)
      .max(366)
      .meta({
        description: 'Calendar days with a share of work in the period; a payee with fewer is paid nothing.',
        examples: [0],
      }),
    rounding: z.enum(ROUNDINGS).meta({
      description:
        'How an amount becomes minor units while its pool suffices. When the pool binds, the largest remainders get the last units.',
      examples: ['HALF_UP'],
    }),
    pools: z.record(name, pool).meta({ description: 'Every pool by name; one for each entity and currency.' }),
    accepts: z
      .array(acceptance)
      .max(20)
      .optional()
      .meta({ description: 'Findings of the linter that the company accepts, with a reason for its people.' }),
  })
  .meta({
    title: 'pay-plan',
    description: 'How indexes become money: payout curve, gates, floor and cap, proration, pools and rounding.',
  });

export type PayPlanDocument = z.infer<typeof payPlanDocument>;
