import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linksOf, passedAt, returnJourneyFrom, returnSuspicionsOf } from './return-journey.js';

const app = { unit: 'channel/app', zone: 'Europe/Berlin' };
const site = { unit: 'site/returns', zone: 'Europe/Berlin' };
const step = (name: string, happenedAt: number) => ({
  ...{ name: `return_${name}`, happenedAt },
  ...(name === 'announced' ? app : name === 'received' ? site : {}),
});
const whole = ['announced', 'posted', 'received', 'inspected', 'refunded'].map((name, place) => step(name, place));
const inOrder = (known: typeof whole) => known.toSorted((a, b) => a.happenedAt - b.happenedAt);

describe('the account of a return', () => {
  it('is made of the first fact of each step, and stands where the goods arrived', () => {
    const journey = returnJourneyFrom([...whole, ...whole.map((fact) => ({ ...fact, happenedAt: 9 }))]);
    expect(journey).toMatchObject({ ...site, at: { return_announced: 0, return_posted: 1, return_refunded: 4 } });
  });

  it('stands where the label was issued until the goods arrive, and is not there before either is known', () => {
    expect(returnJourneyFrom([step('announced', 0), step('posted', 1)])).toMatchObject(app);
    expect(returnJourneyFrom([step('posted', 1), step('inspected', 2), step('refunded', 3)])).toBeUndefined();
  });

  it('does not change by a repeat, and its steps do not depend on the order in which they are reported', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(whole), fc.nat(4), (some, place) => {
        const journey = returnJourneyFrom(inOrder(some));
        expect(returnJourneyFrom(inOrder([...some, ...some.slice(place)]))).toEqual(journey);
      }),
    );
  });
});

describe('a step that was not reported', () => {
  it('was over when a later one was', () => {
    const journey = returnJourneyFrom([step('announced', 0), step('inspected', 3)])!;
    expect(['return_posted', 'return_received'].map((one) => passedAt(journey, one as never))).toEqual([3, 3]);
    expect(passedAt(journey, 'return_refunded')).toBeUndefined();
  });

  it('leaves its two links out, because it is not known how they share the time', () => {
    const without = whole.filter(({ name }) => name !== 'return_received');
    expect(linksOf(returnJourneyFrom(without)).map(({ name }) => name)).toEqual(['label_to_post', 'refund']);
  });
});

describe('the links of a return', () => {
  it('are four, from the label to the refund, and add up to the whole way', () => {
    const links = linksOf(returnJourneyFrom(whole));
    expect(links.map(({ name }) => name)).toEqual(['label_to_post', 'transport', 'inspection', 'refund']);
    expect(links.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(4);
  });

  it('are none before the refund', () => {
    expect(linksOf(returnJourneyFrom(whole.slice(0, 4)))).toEqual([]);
    expect(linksOf(undefined)).toEqual([]);
  });

  it('are never shorter than nothing, whatever the order of the instants', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 5, maxLength: 5 }), (instants) => {
        const known = inOrder(whole.map((fact, place) => ({ ...fact, happenedAt: instants[place] ?? 0 })));
        for (const { from, to } of linksOf(returnJourneyFrom(known))) expect(to).toBeGreaterThanOrEqual(from);
      }),
    );
  });
});

describe('steps of a return in an order that cannot be', () => {
  it.each([
    ['posted before the label', [step('announced', 2), step('posted', 1)], ['RETURN_POSTED_BEFORE_ANNOUNCED']],
    ['received before it was posted', [step('posted', 2), step('received', 1)], ['RETURN_RECEIVED_BEFORE_POSTED']],
    ['refunded before the inspection', whole.with(4, step('refunded', 2)), ['RETURN_REFUNDED_BEFORE_INSPECTED']],
    ['posted and received at one instant', [step('posted', 1), step('received', 1)], []],
    ['in order', whole, []],
  ])('%s', (_, known, flags) => {
    expect(returnSuspicionsOf(returnJourneyFrom(inOrder(known))!)).toEqual(flags);
  });
});
