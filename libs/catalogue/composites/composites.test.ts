import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../catalogue.js';
import { complaintAgeing } from './complaint-ageing.js';
import { type CasesOf, type Composite, figuresOf } from './composite.js';
import { COMPOSITES } from './composites.js';
import { lastTouch } from './last-touch.js';
import { complaintsPerOrder, orderStatusQuestionsPerOrder } from './per-order.js';
import { perfectOrder } from './perfect-order.js';

const rate = (hits: number, cases: number): CasesOf => ({ hits: BigInt(hits), cases: BigInt(cases) });
const read = (composite: Composite, counts: readonly CasesOf[]) =>
  figuresOf(composite, (metric) => counts[composite.metrics.indexOf(metric)]);
/** The figures in percent. */
const percent = (composite: Composite, ...counts: readonly CasesOf[]) =>
  read(composite, counts).map(({ numerator, denominator }) => Number((1_000_000n * numerator) / denominator) / 10_000);
const rates = fc.nat(900).chain((hits) => fc.integer({ min: hits || 1, max: 1_000 }).map((cases) => rate(hits, cases)));

describe('complaint ageing', () => {
  it.each([
    ['is 0 when nothing ages', [rate(9, 9), rate(5, 5), rate(9, 9), rate(9, 9)], 0],
    ['is 100 % when everything does', [rate(0, 9), rate(0, 5), rate(0, 9), rate(0, 9)], 100],
    // 0.1 x 40 % + 0.3 x 20 % + 0.5 x 10 % + 0.1 x 0 %
    ['weighs its four shares', [rate(6, 10), rate(4, 5), rate(9, 10), rate(7, 7)], 15],
  ])('%s', (_, counts, value) => {
    expect(percent(complaintAgeing, ...counts)).toEqual([value]);
  });
});

describe('the perfect order', () => {
  it('is the product of its rates, and at least what no two failures together leave', () => {
    const parts = [rate(95, 100), rate(95, 100), rate(95, 100), rate(95, 100), rate(10, 10)];
    expect(percent(perfectOrder, ...parts)).toEqual([81.4506, 80]); // 0.95 to the power of 4
  });

  it('is never less than nothing', () => {
    expect(percent(perfectOrder, ...Array.from({ length: 5 }, () => rate(1, 2)))).toEqual([3.125, 0]);
  });

  it('by its product is never below what it is at least', () => {
    fc.assert(
      fc.property(fc.tuple(rates, rates, rates, rates, rates), (counts) => {
        const [product, least] = read(perfectOrder, counts);
        expect(product!.numerator).toBeGreaterThanOrEqual(least!.numerator);
      }),
    );
  });
});

describe('the last touch', () => {
  it('counts all touches together', () => {
    expect(percent(lastTouch, rate(90, 100), rate(10, 10), rate(0, 5), rate(4, 5))).toEqual([86.6666]); // 104 of 120
  });
});

describe.each([complaintsPerOrder, orderStatusQuestionsPerOrder])('$id', (composite) => {
  it('is contacts by orders: 5 of 200 contacts on 1,000 orders, of which 990 were kept, are half a percent', () => {
    expect(percent(composite, rate(195, 200), rate(990, 1_000))).toEqual([0.5]);
  });

  it('is not lowered by contacts about other things, nor raised by orders that were not kept', () => {
    expect(percent(composite, rate(395, 400), rate(990, 1_000))).toEqual([0.5]);
    expect(percent(composite, rate(195, 200), rate(0, 1_000))).toEqual([0.5]);
  });

  it('can be more than one for each order', () => {
    expect(percent(composite, rate(0, 9), rate(3, 3))).toEqual([300]);
  });
});

describe.each(COMPOSITES.map((composite) => [composite.id, composite] as const))('%s', (_, composite) => {
  const all = composite.metrics.map(() => rate(1, 2));

  it('is made of metrics of the catalogue that count cases', () => {
    const found = composite.metrics.map((metric) => CATALOGUE.named(metric)[0]);
    expect(found.map((metric) => [metric?.id, metric?.counts])).toEqual(
      composite.metrics.map((metric) => [metric, 'CASES']),
    );
  });

  it('is not there while one of its metrics has no cases', () => {
    for (const place of all.keys()) expect(read(composite, all.with(place, rate(0, 0)))).toEqual([]);
  });

  it('is never below 0, and a share is never above 1', () => {
    const isShare = composite !== complaintsPerOrder && composite !== orderStatusQuestionsPerOrder;
    fc.assert(
      fc.property(fc.array(rates, { minLength: all.length, maxLength: all.length }), (counts) => {
        for (const { numerator, denominator } of read(composite, counts)) {
          expect(numerator >= 0n && (!isShare || numerator <= denominator)).toBe(true);
        }
      }),
    );
  });

  it('is moved one way by one more hit, whichever metric has it', () => {
    const better = composite.of === 'support' ? -1n : 1n;
    fc.assert(
      fc.property(fc.array(rates, { minLength: all.length, maxLength: all.length }), fc.nat(), (counts, at) => {
        const place = at % all.length;
        const { hits, cases } = counts[place]!;
        fc.pre(hits < cases);
        const more = read(composite, counts.with(place, { hits: hits + 1n, cases }));
        for (const [one, figure] of read(composite, counts).entries()) {
          expect(better * (more[one]!.numerator - figure.numerator)).toBeGreaterThanOrEqual(0n);
        }
      }),
    );
  });

  it('of the company lets no department compute one rate of another: each has two metrics in it, or none', () => {
    if (composite.of !== 'company') return;
    const sources = composite.metrics.map((metric) => CATALOGUE.named(metric)[0]!.source);
    for (const source of sources) expect(sources.filter((one) => one === source).length).toBeGreaterThanOrEqual(2);
  });
});
