import { describe, expect, it } from 'vitest';
import { realInput } from '../../fixtures/real-orders.js';
import { departmentIndex, type IndexInput } from './department-index.js';
import { type ClassCount, NOTHING_COUNTED } from './metric-counts.js';
import { rulingEffect } from './ruling-effect.js';

const METRIC = 'delivered_by_first_promise';
const full = realInput('delivery', '2018-08');
const before = full.counts.get(METRIC) ?? NOTHING_COUNTED;
const indexOf = (input: IndexInput) => {
  const { outcome } = departmentIndex(input);
  return outcome.kind === 'measured' ? outcome.indexE4 : undefined;
};
/** The same month if rulings had taken these cases out of the account. */
function ruled(...some: readonly ClassCount[]): IndexInput {
  const accountable = some.reduce(
    (left, { hits, cases }) => ({ hits: left.hits - hits, cases: left.cases - cases }),
    before.accountable,
  );
  const counts = { ...before, accountable, notAccountable: [...before.notAccountable, ...some] };
  return { ...full, counts: new Map(full.counts).set(METRIC, counts) };
}
const out: ClassCount = {
  ...{ class: 'EXCLUDED', reason: 'RULED_OUT', responsible: 'ruling/delivery', hits: 2n, cases: 9n },
};
const charged: ClassCount = {
  ...{ class: 'OTHERS', reason: 'RULED_TO_ANOTHER', responsible: 'partner/acme', hits: 0n, cases: 30n },
};

describe('what rulings took out of the account', () => {
  it('is nothing where nothing was ruled, whatever else is not accountable', () => {
    expect(before.notAccountable.length).toBeGreaterThan(0);
    expect(rulingEffect(full)).toBeUndefined();
  });

  it('is counted, and the index without it is the one that was before', () => {
    const input = ruled(out, charged);
    expect(indexOf(input)).toBeGreaterThan(indexOf(full) ?? 0n);
    expect(rulingEffect(input)).toEqual({
      takenOut: { hits: 2n, cases: 9n },
      chargedToOthers: 30n,
      indexWithoutE4: indexOf(full),
    });
  });

  it('is nothing for a ruling on what another party answered for: it was out of this account before', () => {
    const others: readonly ClassCount[] = [
      { class: 'EXCLUDED', reason: 'RULED_OUT', responsible: 'ruling/warehouse', hits: 0n, cases: 3n },
      { class: 'OTHERS', reason: 'RULED_BETWEEN_OTHERS', responsible: 'ordering', hits: 0n, cases: 3n },
    ];
    const counts = { ...before, notAccountable: [...before.notAccountable, ...others] };
    expect(rulingEffect({ ...full, counts: new Map(full.counts).set(METRIC, counts) })).toBeUndefined();
  });
});
