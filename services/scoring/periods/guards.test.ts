import { describe, expect, it } from 'vitest';
import { guardsOf, maturedAt, type PeriodFacts } from './guards.js';

const zone = 'America/Sao_Paulo';
const matured = maturedAt({ lastDay: '2018-08-31', maturesAfterDays: 14, zone });

/** August 2018 as it stands when everything is well, the instant it matures. */
const well: PeriodFacts = {
  now: matured,
  firstDay: '2018-08-01',
  lastDay: '2018-08-31',
  zone,
  maturesAfterDays: 14,
  ruleset: '2018-first',
  feeds: [
    { source: 'ordering', feed: 'shop', completeThrough: matured },
    { source: 'delivery', feed: 'carrier-acme', completeThrough: matured },
  ],
  sources: ['ordering', 'delivery'],
  waiting: [],
  missingBatches: 0n,
  quarantinedBatches: 0n,
  batches: 2_914n,
  minimumCoverageBp: 8_000n,
  coverage: [{ department: 'delivery', coverageBp: 8_000n }],
};

const unmet = (facts: PeriodFacts) =>
  guardsOf(facts)
    .filter((guard) => !guard.met)
    .map((guard) => guard.reason);

describe('the guards of a snapshot', () => {
  it('let a matured, complete month through', () => expect(unmet(well)).toEqual([]));

  it('wait two weeks after the last day, to the midnight of the company zone', () => {
    expect(new Date(matured).toISOString()).toBe('2018-09-15T03:00:00.000Z');
    expect(unmet({ ...well, now: matured - 1 })).toEqual(['NOT_MATURED']);
  });

  it.each<[string, Partial<PeriodFacts>, string[]]>([
    ['a month that is not over', { now: Date.UTC(2018, 8, 1, 2, 59) }, ['PERIOD_NOT_OVER', 'NOT_MATURED']],
    ['a missing batch', { missingBatches: 1n }, ['BATCHES_MISSING']],
    ['a batch in quarantine', { quarantinedBatches: 1n }, ['BATCHES_QUARANTINED']],
    [
      'a month that no ruleset names',
      { ruleset: undefined, sources: [], coverage: [] },
      ['FEED_NOT_COMPLETE', 'RULESET_NOT_BOUND', 'COVERAGE_TOO_LOW'],
    ],
    [
      'a department measured by less than the minimum',
      { coverage: [{ department: 'delivery', coverageBp: 7_999n }] },
      ['COVERAGE_TOO_LOW'],
    ],
    ['cases that still wait', { waiting: [{ cases: 3n, waitsFor: 'ordering' }] }, ['FEED_NOT_COMPLETE']],
    ['a source that never had a feed', { sources: ['ordering', 'delivery', 'support'] }, ['FEED_NOT_COMPLETE']],
  ])('refuse %s', (_, change, reasons) => expect(unmet({ ...well, ...change })).toEqual(reasons));

  it('name the feed that is silent', () => {
    const feeds = [well.feeds[0]!, { source: 'delivery' as const, feed: 'carrier-acme', completeThrough: matured - 1 }];
    const refused = guardsOf({ ...well, feeds }).find((guard) => !guard.met);
    expect(refused?.reason).toBe('FEED_NOT_COMPLETE');
    expect(refused?.detail).toContain('delivery/carrier-acme is complete through 2018-09-15T02:59:59.999Z');
  });
});
