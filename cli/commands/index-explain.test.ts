import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveScoring } from '#services/scoring/fixtures/served.js';
import { runCx } from '#test/stack/run-cx.js';

/** One line of the table: how deep it stands, what it is, what it earns and costs in tenths of a point. */
interface Line {
  readonly depth: number;
  readonly label: string;
  readonly earns: string;
  readonly cost: number;
}

describe('cx explain', () => {
  let served: Awaited<ReturnType<typeof serveScoring>>;
  let stdout: string;
  beforeAll(async () => {
    served = await serveScoring();
    const words = ['explain', 'delivery', '2018-08', '--lines', '3'];
    ({ stdout } = await runCx(words, served.env));
  });
  afterAll(() => served.close());

  const lines = () =>
    stdout.split('\n').flatMap((line): Line[] => {
      const [, indent = '', label = '', earns = '', cost = ''] =
        /^( +)(\S.*?) {2,}(?:(\d+\.\d|-) {2,})?(\d+\.\d)(?: {2,}|$)/.exec(line) ?? [];
      return cost === '' ? [] : [{ depth: indent.length / 2 - 1, label, earns, cost: Math.round(Number(cost) * 10) }];
    });
  const below = (all: readonly Line[], parent: number, depth: number) => {
    const rest = all.slice(parent + 1);
    const end = rest.findIndex((line) => line.depth < depth);
    return rest.slice(0, end === -1 ? undefined : end).filter((line) => line.depth === depth);
  };

  it('prints costs that add up to the tenth: units to their metric, metrics to the department', () => {
    const all = lines();
    for (const [place, line] of all.entries()) {
      const children = below(all, place, line.depth + 1);
      if (children.length > 0) expect([line.label, sum(children)]).toEqual([line.label, line.cost]);
    }
    expect(all[0]).toEqual({ depth: 0, label: 'delivery', earns: '83.4', cost: 166 });
    expect(stdout).toContain('100 - 16.6 = 83.4.');
  });

  it('says of a unit what it earns of 100 by its own cases and what it costs, and never a negative number', () => {
    const unit = lines().find(({ label }) => label === 'area/sp');
    expect(unit?.cost).toBe(82); // 55 of the 90 late parcels, which cost 13.4 points
    expect(Number(unit?.earns)).toBeGreaterThan(0);
    expect(Number(unit?.earns)).toBeLessThanOrEqual(100);
    expect(stdout).not.toMatch(/ -\d/);
  });
});

function sum(lines: readonly Line[]): number {
  return lines.reduce((total, { cost }) => total + cost, 0);
}
