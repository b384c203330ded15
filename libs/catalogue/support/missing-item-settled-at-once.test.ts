import { describe, expect, it } from 'vitest';
import { at, contact, MINUTE, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { missingItemSettledAtOnce as metric } from './missing-item-settled-at-once.js';

const MISSED = at('2018-03-01T10:00');
const DUE = MISSED + 60 * MINUTE;
const settled = (settledAt: number, more: { isReturnRequired?: boolean; handedAt?: number } = {}) =>
  contact({
    missingItemAt: MISSED,
    missingItemSettled: { at: settledAt, isReturnRequired: more.isReturnRequired ?? false },
    handOffs:
      more.handedAt === undefined ? [] : [{ at: more.handedAt, toUnit: 'team/two', takenOverAt: more.handedAt }],
  });

describe('a missing item', () => {
  it.each([
    ['settled after exactly 60 minutes is a hit', settled(DUE), 'hit'],
    ['settled a millisecond later is a miss', settled(DUE + 1), 'miss'],
    ['that was never settled is a miss', contact({ missingItemAt: MISSED }), 'miss'],
    ['settled after a return is a miss', settled(DUE, { isReturnRequired: true }), 'miss'],
    ['settled by the next team is a miss', settled(DUE, { handedAt: DUE - 1 }), 'miss'],
    ['handed on as soon as it was reported is a miss', settled(DUE, { handedAt: MISSED }), 'miss'],
    ['of a contact that was handed on before is a hit', settled(DUE, { handedAt: MISSED - 1 }), 'hit'],
    ['of a contact that was handed on when it was settled is a hit', settled(DUE, { handedAt: DUE }), 'hit'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('is judged 60 minutes after the report', () => {
    expect(whereOf(metric, settled(DUE))).toEqual({ unit: 'team/one', day: '2018-03-01', dueAt: DUE });
    const ten = redefine(metric, { definition: 2, parameters: { limitMinutes: 10 } });
    expect(verdictOf(ten, settled(MISSED + 10 * MINUTE + 1))).toBe('miss');
  });

  it('is what is asked of, so a contact without one is not evaluated', () => {
    expect(verdictOf(metric, contact())).toBe('not evaluated');
  });
});
