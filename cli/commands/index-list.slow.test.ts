import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serveScoring } from '#services/scoring/fixtures/served.js';
import { parseRuleset } from '#services/scoring/rulesets/ruleset.js';
import { rulesetsOf } from '#services/scoring/rulesets/rulesets.js';
import { runCx } from '#test/stack/run-cx.js';

/** The real orders of 2018, whose periods the ruleset also names as quarters and as four-weekly pay periods. */
const text = readFileSync(new URL('../../data/olist/company/ruleset.yaml', import.meta.url), 'utf8').replace(
  'calendar:\n',
  `calendar:
  quarters: { first: 2018-Q1, last: 2018-Q2 }
  pay_periods: { first: 2018-P06, last: 2018-P08, year_begins: 2018-01-01, weeks: [4] }
`,
);

describe('cx index list', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serveScoring(rulesetsOf([parseRuleset(text)]));
  });
  afterAll(() => served.close());

  const cx = (...words: string[]) => runCx(words, served.env);
  const periods = async (...words: string[]) =>
    [...(await cx('index', 'list', 'delivery', ...words)).stdout.matchAll(/delivery +(\S+)/g)].map(([, name]) => name);

  it('lists months, or the kind of period that is asked for', async () => {
    expect(await periods('--from', '2018-07')).toEqual(['2018-07', '2018-08']);
    expect(await periods('--kind', 'quarter')).toEqual(['2018-Q1', '2018-Q2']);
    expect(await periods('--from', '2018-P07')).toEqual(['2018-P07', '2018-P08']);
    expect(await periods('--last', '2018-Q1')).toEqual(['2018-Q1']);
  });

  it('passes on why a kind of period is refused', async () => {
    const { stderr, code } = await cx('index', 'list', 'delivery', '--kind', 'fortnight');
    expect(stderr).toContain('kind = month, pay_period, week, quarter, year, twelve_months');
    expect(code).not.toBe(0);
  });

  it('shows one index of a quarter with what dates its cases', async () => {
    const { stdout } = await cx('index', 'get', 'delivery', '2018-Q2');
    expect(stdout).toContain('delivery 2018-Q2');
    expect(stdout).toContain('period = quarter of the promised day');
  });
});
