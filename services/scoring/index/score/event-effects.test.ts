import { describe, expect, it } from 'vitest';
import { realInput } from '../../fixtures/real-orders.js';
import { departmentIndex, type IndexInput } from './department-index.js';
import { eventEffects } from './event-effects.js';
import { type ClassCount, NOTHING_COUNTED } from './metric-counts.js';

const METRIC = 'delivered_by_first_promise';
const full = realInput('delivery', '2018-08');
const before = full.counts.get(METRIC) ?? NOTHING_COUNTED;
const indexOf = (input: IndexInput) => {
  const { outcome } = departmentIndex(input);
  return outcome.kind === 'measured' ? outcome.indexE4 : undefined;
};

/** The same month if events had taken these cases out. */
function takenOut(
  ...some: readonly { readonly event: string; readonly hits: bigint; readonly cases: bigint }[]
): IndexInput {
  const taken = some.map(
    ({ event, hits, cases }): ClassCount => ({
      ...{ class: 'EXCLUDED', reason: 'DECLARED_EVENT', responsible: event },
      ...{ hits, cases },
    }),
  );
  const accountable = some.reduce(
    (left, { hits, cases }) => ({ hits: left.hits - hits, cases: left.cases - cases }),
    before.accountable,
  );
  const counts = { ...before, accountable, notAccountable: [...before.notAccountable, ...taken] };
  return { ...full, counts: new Map(full.counts).set(METRIC, counts) };
}

describe('what an event took out', () => {
  it('is nothing where none was declared, whatever else is not accountable', () => {
    expect(before.notAccountable.length).toBeGreaterThan(0);
    expect(eventEffects(full)).toEqual([]);
  });

  it('is counted, and the index without it is the one that was before', () => {
    const input = takenOut({ event: 'event/strike', hits: 20n, cases: 90n });
    expect(indexOf(input)).toBeGreaterThan(indexOf(full) ?? 0n);
    expect(eventEffects(input)).toEqual([
      { event: 'event/strike', takenOut: { hits: 20n, cases: 90n }, indexWithoutE4: indexOf(full) },
    ]);
  });

  it('of two events is shown apart, each without the one and with the other', () => {
    const strike = { event: 'event/strike', hits: 20n, cases: 90n };
    const ice = { event: 'event/ice', hits: 5n, cases: 10n };
    const effects = eventEffects(takenOut(strike, ice));
    expect(effects.map(({ event }) => event)).toEqual(['event/ice', 'event/strike']);
    expect(effects.map(({ indexWithoutE4 }) => indexWithoutE4)).toEqual([
      indexOf(takenOut(strike)),
      indexOf(takenOut(ice)),
    ]);
  });

  it('leaves what customers lived as it was', () => {
    const lived = (input: IndexInput) => {
      const { outcome } = departmentIndex(input);
      return outcome.kind === 'measured' ? outcome.lived.indexE4 : undefined;
    };
    expect(lived(takenOut({ event: 'event/strike', hits: 20n, cases: 90n }))).toBe(lived(full));
  });

  it('can leave too few cases for an index; without it there is one', () => {
    const { hits, cases } = before.accountable;
    const input = takenOut({ event: 'event/strike', hits: hits - 50n, cases: cases - 60n });
    expect(indexOf({ ...input, minimumCoverageBp: 8_000n })).toBeUndefined();
    expect(eventEffects({ ...input, minimumCoverageBp: 8_000n })[0]?.indexWithoutE4).toBe(indexOf(full));
  });
});
