import { describe, expect, it } from 'vitest';
import { reportsBetween } from '#deploy/simulator/world/simulate.js';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { figureOf } from '#libs/catalogue/readings.js';
import { BUILT_IN_DEPARTMENTS } from '#libs/domain/observation.js';
import { answersOf } from './answers.js';
import { judgeRetailer } from './judge-retailer.js';
import { WITHOUT_CASES } from './without-cases.js';
import { FIRST_DAY, world } from './worlds.js';

describe('a month of the simulated retailer', () => {
  const judged = judgeRetailer(reportsBetween(world(), FIRST_DAY, '2027-01-31'), {
    now: Date.parse('2027-06-01T00:00:00Z'), // the last complaint may be upheld outside for 90 days
  });

  it('is taken by every department without a refusal', () => {
    expect(judged.refused).toEqual([]);
  });

  it('contradicts itself nowhere: mistakes are withdrawn', () => {
    expect(judged.inconsistencies).toEqual([]);
  });

  it('gives every metric of the catalogue cases, hits and misses', () => {
    const counted = (id: string, what: 'hits' | 'misses') =>
      judged.verdicts.some((verdict) => verdict.metric === CATALOGUE.named(id)[0]?.recordedAs && verdict[what] > 0);
    const lacking = CATALOGUE.all.flatMap(({ id, counts }) => [
      ...(counted(id, 'hits') ? [] : [`${id} has no hit`]),
      ...(counted(id, 'misses') || counts === 'TALLY' ? [] : [`${id} has no miss`]),
    ]);
    expect(lacking.filter((one) => WITHOUT_CASES[one.split(' ')[0] ?? ''] === undefined)).toEqual([]);
  });

  it('is read of every metric: by its score where it has a weight, and beside an index where it has none', () => {
    const answers = answersOf(judged);
    const indexes = BUILT_IN_DEPARTMENTS.map((department) => answers.index(department, '2027-01'));
    const scored = new Set(indexes.flatMap(({ index }) => index.metrics).map(({ rule }) => rule.stated.id));
    const figures = indexes.flatMap(({ context }) => context).map(({ figure }) => figure);
    const unread = CATALOGUE.all.filter(
      ({ id }) => !scored.has(id) && !figures.some((figure) => figure.startsWith(figureOf(id))),
    );
    expect(unread.map(({ id }) => id)).toEqual([]);
    expect(figures).toEqual(
      expect.arrayContaining([
        ...['voucher_cost_late', 'return_link_hours_transport', 'handle_seconds_mean', 'agents_trained_rate'],
        ...['complaints_per_order', 'order_status_questions_per_order'],
      ]),
    );
  });

  it('waits for nothing in the end', () => {
    expect(judged.waiting).toEqual([]);
  });

  it.each(BUILT_IN_DEPARTMENTS)('%s stands near its target, and neither at 0 nor at 100', (department) => {
    const { outcome, metrics } = answersOf(judged).index(department, '2027-01').index;
    if (outcome.kind !== 'measured') throw new Error(outcome.reason);
    expect(Number(outcome.indexE4) / 10_000).toBeGreaterThan(65);
    expect(Number(outcome.indexE4) / 10_000).toBeLessThan(92);
    const flat = metrics.filter(({ score }) => score.kind === 'scored' && Number(score.scoreE4) === 0);
    expect(flat.map(({ rule }) => rule.metric)).toEqual([]);
  });
});
