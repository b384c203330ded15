import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METRIC_REFERENCES } from '#libs/catalogue/references.js';
import { suggestAnchors } from '#services/scoring/index/suggest/suggest-anchors.js';

const PAGE = readFileSync(new URL('suggested-anchors.md', import.meta.url), 'utf8');

/** The months of the example: hits, cases, rate and level in percent. */
const ROWS = [...PAGE.matchAll(/^\| 2018-\d\d \| (\d+) \| (\d+) \| ([\d.]+) % \| ([\d.]+) % \|$/gm)].map((row) =>
  row.slice(1).map(Number),
) as [number, number, number, number][];

const round = (value: number, digits: number) => value.toFixed(digits);

/** The example again, in floating point, by the formulas of the page and not by the code. */
function byHand() {
  const cases = ROWS.reduce((sum, [, n]) => sum + n, 0);
  const p = ROWS.reduce((sum, [hits]) => sum + hits, 0) / cases;
  const squares = ROWS.reduce((sum, [hits, n]) => sum + n * (hits / n - p) ** 2, 0);
  const chance = p * (1 - p);
  const v = (squares - (ROWS.length - 1) * chance) / (cases - ROWS.reduce((sum, [, n]) => sum + n * n, 0) / cases);
  const levels = ROWS.map(([hits, n]) => p + ((hits / n - p) * v) / (v + chance / n));
  const rising = levels.toSorted((a, b) => a - b);
  const n = cases / ROWS.length;
  const low = Math.floor((rising[0] ?? 0) * n) / n; // all months have the same cases: a sixth is more than a tenth
  const high = rising[4] ?? 0; // five sixths are more than three quarters
  const z = 1.96;
  const bound = (low + z ** 2 / 2 / n - z * Math.sqrt((low * (1 - low)) / n + z ** 2 / 4 / n ** 2)) / (1 + z ** 2 / n);
  const target = Math.floor(high * 1_000) / 1_000;
  const floor = Math.floor(Math.min(bound, high - (1 - high) / 2) * 1_000) / 1_000;
  const world = Math.ceil(Math.max((1 + high) / 2, rising.at(-1) ?? 0) * 1_000) / 1_000;
  const points = (80 * Math.sqrt((target * (1 - target)) / n)) / (target - floor);
  return {
    p,
    squares,
    chance,
    v,
    kept: v / (v + chance / n),
    levels,
    high,
    bound,
    anchors: [floor, target, world],
    points,
  };
}

describe('the example of suggested anchors', () => {
  it('has the rates and levels that its counts give', () => {
    const { levels } = byHand();
    expect(ROWS).toHaveLength(6);
    expect(ROWS.map(([, , rate, level]) => [rate, level])).toEqual(
      ROWS.map(([hits, n], place) => [(hits / n) * 100, Number(round((levels[place] ?? 0) * 100, 2))]),
    );
  });

  it('states the figures on the way', () => {
    const { p, squares, chance, v, kept, high, bound, points } = byHand();
    for (const figure of [
      `${round(p * 100, 2)} %`,
      `(rate − *p*)² is ${round(squares, 4)}; five times 0.9375 · 0.0625 is ${round(5 * chance, 4)}`,
      `${round(v, 7)}. Of a month's distance ${round(kept * 100, 2)} % are kept`,
      `The high level is ${round(high * 100, 2)} %`,
      `half of the misses at ${round(high * 100, 2)} % are ${round((1 - high) * 50, 2)} %; ${round((1 + high) * 50, 2)} % is rounded up`,
      `of 905 of 1,000 is ${round(bound * 100, 2)} %`,
      `would be ${round((high - (1 - high) / 2) * 100, 2)} %`,
      `${round(points, 1)} points`,
    ])
      expect(PAGE.replaceAll('\n  ', ' ')).toContain(figure);
  });

  it('ends with the anchors that the code suggests', () => {
    const { anchors } = byHand();
    const [floor, target, world] = anchors.map((one) => `${round(one * 100, 1)} %`);
    for (const line of [`**Floor** ${floor}`, `**Target** ${target}`, `**World class** ${world}`])
      expect(PAGE).toContain(line);
    const suggestion = suggestAnchors(ROWS.map(([hits, n]) => ({ hits: BigInt(hits), cases: BigInt(n) })));
    expect(suggestion).toMatchObject({
      anchors: {
        floorPpm: BigInt(Math.round((anchors[0] ?? 0) * 1_000_000)),
        targetPpm: BigInt(Math.round((anchors[1] ?? 0) * 1_000_000)),
        worldClassPpm: BigInt(Math.round((anchors[2] ?? 0) * 1_000_000)),
      },
    });
  });

  it('lists the references of the catalogue', () => {
    const percent = (ppm: number) => `${ppm / 10_000} %`;
    for (const { metric, targetPpm, worldClassPpm, source } of METRIC_REFERENCES)
      expect(PAGE).toContain(`| \`${metric}\` | ${percent(targetPpm)} | ${percent(worldClassPpm)} | ${source} |`);
    expect(PAGE.match(/^\| `[a-z_]+` \|/gm)).toHaveLength(METRIC_REFERENCES.length);
  });
});
