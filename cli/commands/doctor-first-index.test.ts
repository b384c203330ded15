import { describe, expect, it } from 'vitest';
import { Index, MetricScore } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { BUILT_IN_DEPARTMENTS } from '#libs/domain/observation.js';
import { firstIndexFindings } from './doctor-first-index.js';

const NOW = ['2026-12', '2026-11'];

const index = (department: string, period: string, cases: number, { indexE4, waiting = 0n }: Partial<Made> = {}) =>
  Index.fromPartial({
    name: `departments/${department}/indexes/${period}`,
    indexE4,
    minimumCases: 100n,
    metrics: [
      MetricScore.fromPartial({ metric: 'metrics/arrived', accountable: { cases: BigInt(cases), waiting } }),
      MetricScore.fromPartial({ metric: 'metrics/enough', accountable: { cases: 100n } }),
    ],
  });

interface Made {
  readonly indexE4: bigint;
  readonly waiting: bigint;
}

const measured = (...departments: readonly string[]) =>
  departments.map((department) => index(department, '2026-12', 500, { indexE4: 800_000n }));
const others = (department: string) => measured(...BUILT_IN_DEPARTMENTS.filter((one) => one !== department));
const texts = (indexes: readonly Index[], months = NOW) =>
  firstIndexFindings(indexes, months).map(({ sign, text }) => `${sign} ${text}`);

describe('cx doctor, about the first index', () => {
  it('has nothing to add once every department has an index of any month', () => {
    expect(texts(measured(...BUILT_IN_DEPARTMENTS), ['2027-05'])).toEqual([]);
  });

  it('names a department of the company itself, which scoring lists', () => {
    expect(texts([...measured(...BUILT_IN_DEPARTMENTS), index('product', '2026-12', 23)], ['2026-12'])).toEqual([
      '!! until the first index: product has 23 of 100 cases of arrived in 2026-12',
    ]);
  });

  it('names the cases that are there and those that the ruleset asks for, metric by metric', () => {
    const indexes = [...others('delivery'), index('delivery', '2026-12', 23), index('delivery', '2026-11', 99)];
    expect(texts(indexes)).toEqual([
      '!! until the first index: delivery has 23 of 100 cases of arrived in 2026-12',
      '!! until the first index: delivery has 99 of 100 cases of arrived in 2026-11',
    ]);
  });

  it('names no metric that has as many cases as the ruleset asks for', () => {
    expect(
      texts([...others('delivery'), index('delivery', '2026-12', 100), index('delivery', '2026-11', 100)]),
    ).toEqual([]);
  });

  it('counts the cases that wait for a feed apart', () => {
    const waiting = index('support', '2026-12', 7, { waiting: 40n });
    expect(texts([...others('support'), waiting], ['2026-12'])).toEqual([
      '!! until the first index: support has 7 of 100 cases of arrived in 2026-12, and 40 that wait for a feed',
    ]);
  });

  it('names the months that no ruleset names, once for all departments, and the month with the most cases', () => {
    const old = BUILT_IN_DEPARTMENTS.flatMap((department) => [
      index(department, '2018-07', 9),
      index(department, '2018-08', 3),
    ]);
    expect(texts(old)).toEqual([
      '!! until the first index: no ruleset names 2026-12',
      '!! until the first index: no ruleset names 2026-11',
      ...BUILT_IN_DEPARTMENTS.map((one) => `!! until the first index: ${one} has 9 of 100 cases of arrived in 2018-07`),
    ]);
  });

  it('names the newest month when none has cases', () => {
    const empty = [index('support', '2018-07', 0), index('support', '2018-08', 0)];
    expect(texts([...others('support'), ...empty], ['2026-12'])).toEqual([
      '!! until the first index: support has 0 of 100 cases of arrived in 2018-08',
    ]);
  });
});
