import { describe, expect, it } from 'vitest';
import { Luck } from './luck.js';

describe('luck', () => {
  it('is the same on every machine', () => {
    const luck = new Luck(7, 'K-20270105-0017');
    const answers = [luck.of('carrier', 1_000), luck.of('minute', 1_000_000), luck.inside('1').of('lost', 10_000)];
    expect(answers).toEqual(PINNED);
  });

  it('answers each question by itself, and each thing, and each seed', () => {
    const answers = [
      new Luck(1, 'a').of('x', 1_000_000),
      new Luck(1, 'a').of('y', 1_000_000),
      new Luck(1, 'b').of('x', 1_000_000),
      new Luck(2, 'a').of('x', 1_000_000),
    ];
    expect(new Set(answers).size).toBe(4);
  });

  it('is spread evenly over things whose names differ in one digit', () => {
    const hits = Array.from({ length: 10_000 }, (_, place) => new Luck(1, `K-${place}`).has('damage', 500)).filter(
      Boolean,
    );
    expect(hits.length).toBeGreaterThan(430);
    expect(hits.length).toBeLessThan(570);
  });

  it('picks each of a list by its share', () => {
    const from = [
      { name: 'often', share: 9 },
      { name: 'seldom', share: 1 },
      { name: 'never', share: 0 },
    ];
    const picked = Array.from({ length: 2_000 }, (_, place) => new Luck(3, String(place)).pick('which', from).name);
    const count = (name: string) => picked.filter((one) => one === name).length;
    expect(count('seldom')).toBeGreaterThan(140);
    expect(count('seldom')).toBeLessThan(260);
    expect(count('never')).toBe(0);
  });

  it('takes the least and the most of a span', () => {
    const found = Array.from({ length: 200 }, (_, place) => new Luck(1, String(place)).between('days', 2, 4));
    expect([Math.min(...found), Math.max(...found)]).toEqual([2, 4]);
    expect(new Luck(1, 'a').has('never', 0)).toBe(false);
    expect(new Luck(1, 'a').has('always', 10_000)).toBe(true);
  });
});

const PINNED = [942, 958_599, 6_167];
