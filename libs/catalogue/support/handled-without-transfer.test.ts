import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, contact, MINUTE, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { handledWithoutTransfer as metric } from './handled-without-transfer.js';

const RECEIVED = at('2018-03-01T10:00');
const DUE = at('2018-03-08T10:00');
const handedAt = (...instants: number[]) =>
  contact({ handOffs: instants.map((one) => ({ at: one, toUnit: 'team/two', takenOverAt: one })) });

describe('a contact', () => {
  it.each([
    ['that was never handed on is a hit', [], 'hit'],
    ['that was handed on at once is a miss', [RECEIVED], 'miss'],
    ['that was handed on after exactly seven days is a miss', [DUE], 'miss'],
    ['that was handed on a millisecond later is a hit', [DUE + 1], 'hit'],
    ['that was handed on early and late is a miss', [RECEIVED, DUE + 1], 'miss'],
  ])('%s', (_, instants, verdict) => {
    expect(verdictOf(metric, handedAt(...instants))).toBe(verdict);
  });

  it('counts on its own day and in the unit that took it, and is judged seven days later', () => {
    expect(whereOf(metric, handedAt(RECEIVED))).toEqual({ unit: 'team/one', day: '2018-03-01', dueAt: DUE });
    const one = redefine(metric, { definition: 2, parameters: { limitCivilDays: 1 } });
    expect(whereOf(one, contact()).dueAt).toBe(at('2018-03-02T10:00'));
  });

  it('matures as many days later as the limit has', () => {
    const limit = { kind: 'civil', days: 3 } as const;
    const stated = { text: { limit: '3 days' }, limits: { limit }, hasExceptions: false, mostDays: 3 };
    expect(metric.words?.(stated)).toMatchObject({ judged: '3 days after the contact', maturesAfterDays: 3 });
  });

  it('is never judged better because it was handed on once more', () => {
    const instants = fc.array(fc.nat(14 * 24 * 60).map((minutes) => RECEIVED + minutes * MINUTE));
    fc.assert(
      fc.property(instants, fc.nat(14 * 24 * 60), (some, more) => {
        const isHitWithMore = verdictOf(metric, handedAt(...some, RECEIVED + more * MINUTE)) === 'hit';
        expect(!isHitWithMore || verdictOf(metric, handedAt(...some)) === 'hit').toBe(true);
      }),
    );
  });
});
