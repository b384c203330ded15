import { z } from 'zod';
import { name } from '../fields.js';

/** How a period is closed, as the law of the company: a ruleset states it, so it holds for the periods that the ruleset names. */

const days = (least: number, most: number) => z.int().min(least).max(most).optional();

export const closingDocument = z
  .strictObject({
    calendar: name.optional().meta({
      description: 'Calendar of company.yaml that says what a working day is. Left out: Monday to Friday.',
      examples: ['helpdesk'],
    }),
    notice_days: days(1, 365).meta({
      description: 'How many days before a period its ruleset is published, 1 to 365. Left out: 14.',
      examples: [14],
    }),
    grace_working_days: days(0, 30).meta({
      description: 'Working days after a period in which late reports still come, 0 to 30. Left out: 5.',
      examples: [5],
    }),
    review_working_days: days(0, 60).meta({
      description:
        'Working days in which departments look at a provisional result and contest it, 0 to 60. With 0 the result is not payable unless three people say so. Left out: 10.',
      examples: [10],
    }),
    decision_days: days(1, 60).meta({
      description:
        'Days after the review in which contests are decided and the period is closed, 1 to 60. Left out: 14.',
      examples: [14],
    }),
    hearing_working_days: days(1, 30).meta({
      description:
        'Working days in which a department that is to answer for a contested case says what it has to say, before anyone rules so, 1 to 30. Left out: 5.',
      examples: [5],
    }),
    decision_working_days: days(1, 60).meta({
      description:
        'Working days in which a contest is decided, 1 to 60: after it was opened, after the window of the other department, and after the grace of its period. Later it counts as upheld. Left out: 10.',
      examples: [10],
    }),
    rulings_settle_minutes: z
      .int()
      .min(0)
      .max(1_440)
      .optional()
      .meta({
        description:
          'Minutes after a ruling on a contest in time before which a result does not end, 0 to 1,440: until then the department has judged the case again. Left out: 60.',
        examples: [60],
      }),
    long_stop_months: z
      .int()
      .min(3)
      .max(60)
      .optional()
      .meta({
        description:
          'Months after a period from which nothing changes it any more, 3 to 60; of one that is closed later, decision_days after its close. Left out: 15.',
        examples: [15],
      }),
    second_restatement_months: z
      .int()
      .min(2)
      .max(24)
      .optional()
      .meta({
        description:
          'Months after a period with which the second run of its corrections goes, 2 to 24; the first one goes with the next period. Left out: 3.',
        examples: [3],
      }),
    last_restatement_months: z
      .int()
      .min(3)
      .max(60)
      .optional()
      .meta({
        description: 'Months after a period with which the last run of its corrections goes, 3 to 60. Left out: 12.',
        examples: [12],
      }),
    material_e4: z
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .meta({
        description:
          'A later version that moves the index of a department by this much, in ten-thousandths of a point, gives it another review. Left out: 10,000, which is one point.',
        examples: [10_000],
      }),
  })
  .optional()
  .meta({
    description:
      'How a period is closed: notice, grace, review, decisions, long stop. Left out: the values named with each.',
  });

export type ClosingDocument = NonNullable<z.infer<typeof closingDocument>>;

/** What a ruleset states about closing, nothing left out. */
export interface Closing {
  /** Of the company; undefined for Monday to Friday. */
  readonly calendar: string | undefined;
  readonly noticeDays: number;
  readonly graceWorkingDays: number;
  readonly reviewWorkingDays: number;
  readonly decisionDays: number;
  readonly hearingWorkingDays: number;
  readonly rulingsSettleMinutes: number;
  readonly decisionWorkingDays: number;
  readonly longStopMonths: number;
  /** Of the second and of the last run of corrections; the first goes with the next period. */
  readonly restatementMonths: readonly [number, number];
  readonly materialE4: bigint;
}

/** What is left out has its default. */
export function closingOf(document: ClosingDocument = {}): Closing {
  return {
    calendar: document.calendar,
    noticeDays: document.notice_days ?? 14,
    graceWorkingDays: document.grace_working_days ?? 5,
    reviewWorkingDays: document.review_working_days ?? 10,
    decisionDays: document.decision_days ?? 14,
    hearingWorkingDays: document.hearing_working_days ?? 5,
    rulingsSettleMinutes: document.rulings_settle_minutes ?? 60,
    decisionWorkingDays: document.decision_working_days ?? 10,
    longStopMonths: document.long_stop_months ?? 15,
    restatementMonths: [document.second_restatement_months ?? 3, document.last_restatement_months ?? 12],
    materialE4: BigInt(document.material_e4 ?? 10_000),
  };
}
