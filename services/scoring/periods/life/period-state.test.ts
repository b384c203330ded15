import { describe, expect, it } from 'vitest';
import { CxError } from '#libs/domain/error.js';
import { parsePeriod } from '#libs/domain/period.js';
import {
  aHistory,
  at,
  aVersion,
  CLOSING,
  FINANCE,
  FIRST_MADE,
  HR,
  REVIEW_ENDS,
  windowsIn,
} from '../../fixtures/period-life.js';
import type { History } from './history.js';
import { ALLOWED, COMMANDS, PERIOD_STATES, type PeriodState, stateOf } from './period-state.js';
import { requireAllowed } from './read-life.js';

const NOTHING = aHistory([]);
const APPROVED = aHistory(CLOSING, [HR, FINANCE]);
const CLOSED = aHistory(CLOSING, [HR, FINANCE, { kind: 'CLOSED', by: 'finn' }]);
const VOIDED = aHistory(CLOSING, [
  { kind: 'VOID_ASKED', by: 'hanna' },
  { kind: 'VOIDED', by: 'finn' },
]);
const SEPTEMBER = at('2018-09-05 09:00');

const state = (history: History, now: number) => stateOf(history, windowsIn(history), now);

/** A history and an instant for each state. */
const REACHED: Readonly<Record<PeriodState, readonly [History, number]>> = {
  ANNOUNCED: [NOTHING, at('2018-06-30 21:59')],
  OPEN: [NOTHING, at('2018-07-31 21:59')],
  COLLECTING: [NOTHING, at('2018-07-31 22:00')],
  PROVISIONAL: [aHistory([aVersion(1)]), REVIEW_ENDS - 1],
  IN_REVIEW: [aHistory([aVersion(1)]), REVIEW_ENDS],
  APPROVED: [APPROVED, SEPTEMBER],
  CLOSED: [CLOSED, SEPTEMBER],
  FINAL: [CLOSED, at('2019-10-31 23:00')],
  VOIDED: [VOIDED, SEPTEMBER],
  ADJUSTED: [{ ...CLOSED, isAdjusted: true }, SEPTEMBER],
};
const STATES = PERIOD_STATES.words.map((one) => [one, ...REACHED[one]] as const);

describe('the state of a period', () => {
  it.each(STATES)('%s is reached by the clock and by what people did', (name, history, now) =>
    expect(state(history, now)).toBe(name),
  );

  it('changes at midnight of the company, to the millisecond', () => {
    expect(state(NOTHING, at('2018-06-30 22:00'))).toBe('OPEN');
    expect(state(CLOSED, at('2019-10-31 22:59'))).toBe('CLOSED');
  });

  it('does not leave CLOSED, whatever is added to it', () => {
    const after = aHistory(CLOSING, [
      HR,
      FINANCE,
      { kind: 'CLOSED', by: 'finn' },
      { kind: 'WITHDRAWN', by: 'finn', withdraws: 2 },
    ]);
    expect(state({ ...after, versions: [...CLOSING, aVersion(3)] }, SEPTEMBER)).toBe('CLOSED');
  });

  it('is FINAL after the long stop, adjusted or not', () =>
    expect(state({ ...CLOSED, isAdjusted: true }, at('2019-10-31 23:00'))).toBe('FINAL'));

  it('goes back to IN_REVIEW when an approval is withdrawn or a newer version differs', () => {
    const withdrawn = aHistory(CLOSING, [HR, FINANCE, { kind: 'WITHDRAWN', by: 'finn', withdraws: 2 }]);
    expect(state(withdrawn, SEPTEMBER)).toBe('IN_REVIEW');
    const newer = aVersion(3, { createdAt: SEPTEMBER, cutOffAt: REVIEW_ENDS });
    expect(state(aHistory([...CLOSING, newer], [HR, FINANCE]), SEPTEMBER)).toBe('IN_REVIEW');
  });

  it('is not APPROVED by approvals of a version that does not end at the cut-off', () => {
    const early = [aVersion(1), aVersion(2, { createdAt: FIRST_MADE + 1 })];
    expect(state(aHistory(early, [HR, FINANCE]), SEPTEMBER)).toBe('IN_REVIEW');
  });

  it('stays when one person asks to void it', () =>
    expect(state(aHistory(CLOSING, [{ kind: 'VOID_ASKED', by: 'hanna' }]), SEPTEMBER)).toBe('IN_REVIEW'));
});

/** Of every state and command what becomes of it; this is the table that HR signs. */
const TABLE: Readonly<Record<PeriodState, string>> = {
  //           SNAPSHOT APPROVE WITHDRAW CLOSE VOID HOLD RELEASE
  ANNOUNCED: '     no      no       no    no  yes   no      no',
  OPEN: '          no      no       no    no  yes  yes     yes',
  COLLECTING: '   yes      no       no    no  yes  yes     yes',
  PROVISIONAL: '  yes      no       no    no  yes  yes     yes',
  IN_REVIEW: '    yes     yes      yes    no  yes  yes     yes',
  APPROVED: '     yes     yes      yes   yes  yes  yes     yes',
  CLOSED: '      over    over     over  over over over    over',
  FINAL: '       over    over     over  over over over    over',
  VOIDED: '      over    over     over  over over over    over',
  ADJUSTED: '    over    over     over  over over over    over',
};
const CELLS = PERIOD_STATES.words.flatMap((one) =>
  TABLE[one]
    .trim()
    .split(/ +/)
    .map((answer, place) => [one, COMMANDS[place] as (typeof COMMANDS)[number], answer] as const),
);

describe('every state and every command', () => {
  it('is in the table', () => expect(CELLS.length).toBe(PERIOD_STATES.words.length * COMMANDS.length));

  it.each(CELLS)('%s and %s: %s', (one, command, answer) => {
    const reason = { yes: undefined, no: 'PERIOD_STATE_WRONG', over: 'PERIOD_CLOSED' }[answer as 'yes' | 'no' | 'over'];
    const period = parsePeriod('2018-07');
    if (period === undefined) throw new Error('no period');
    let refused: unknown;
    try {
      requireAllowed({ state: one, period }, command);
    } catch (error) {
      refused = error instanceof CxError ? error.reason : error;
    }
    expect(refused).toBe(reason);
    expect(ALLOWED[one].includes(command)).toBe(answer === 'yes');
  });
});
