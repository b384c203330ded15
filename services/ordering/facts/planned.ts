import { type Objection, objectionToChoice, objectionToNumber } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { enumWords, inWords } from '#libs/domain/enum-words.js';

interface PlannedValue {
  readonly stages: readonly { readonly stage: number; readonly minutes: number }[];
  readonly bufferMinutes: number;
  /** Parts per million; unset when not known. */
  readonly onTimeOddsPpm?: number | undefined;
}

/** What an order goes through, by its number in the contract. */
export const ORDER_STAGES = enumWords('order stage', {
  PAYMENT: 1,
  RELEASE: 2,
  PICK: 3,
  PACK: 4,
  HAND_OVER: 5,
  LINE_HAUL: 6,
  LAST_MILE: 7,
});

const TEN_YEARS = { from: 0, to: 5_270_400 };

/** The promise was made by a plan. It binds: the first report counts. */
export const planned = factKind({
  counts: 'first',
  check: ({ stages, bufferMinutes, onTimeOddsPpm }: PlannedValue) =>
    objectionToStages(stages) ??
    objectionToNumber(bufferMinutes, TEN_YEARS, 'planned.buffer_minutes') ??
    objectionToNumber(onTimeOddsPpm ?? 0, { from: 0, to: 1_000_000 }, 'planned.on_time_odds_ppm'),
  read: ({ onTimeOddsPpm }, happenedAt) => ({
    ...{ name: 'planned' as const, happenedAt },
    ...(onTimeOddsPpm === undefined ? {} : { onTimeOddsPpm }),
  }),
  describe: ({ stages, bufferMinutes, onTimeOddsPpm }) =>
    [
      ...stages.map(({ stage, minutes }) => `${inWords(ORDER_STAGES.wordOf(stage))} ${minutes} min`),
      `buffer ${bufferMinutes} min`,
      ...(onTimeOddsPpm === undefined ? [] : [`kept by ${onTimeOddsPpm} of 1,000,000 such orders`]),
    ].join(', '),
});

function objectionToStages(stages: PlannedValue['stages']): Objection | undefined {
  for (const [place, { stage, minutes }] of stages.entries()) {
    const field = `planned.stages[${place}]`;
    const wrong =
      objectionToChoice(stage, ORDER_STAGES, `${field}.stage`) ??
      objectionToNumber(minutes, TEN_YEARS, `${field}.minutes`);
    if (wrong !== undefined) return wrong;
    if (stages.slice(0, place).some((earlier) => earlier.stage === stage)) {
      const detail = `the plan has the stage ${inWords(ORDER_STAGES.wordOf(stage))} twice`;
      return { reason: 'STAGE_TWICE', field: `${field}.stage`, detail };
    }
  }
  return undefined;
}
