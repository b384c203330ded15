import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serveScoring } from '#services/scoring/fixtures/served.js';
import { runCx } from '#test/stack/run-cx.js';

describe('cx bonus simulate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-simulate-'));
  const plan = 'data/olist/company/pay-plan.yaml';
  let scoring: Served;
  beforeAll(async () => {
    scoring = await serveScoring();
  });
  afterAll(async () => {
    await scoring.close();
    rmSync(folder, { recursive: true });
  });
  const cx = (...words: string[]) => runCx(['bonus', 'simulate', ...words], scoring.env);

  it('shows months and departments with index, factor and amount, and that it is a simulation', async () => {
    const { code, stdout } = await cx('--plan', plan);
    expect(code).toBe(0);
    expect(stdout).toContain('br-brl, Olist: 100,000.00 BRL a period; return what is left');
    expect(stdout).toMatch(/^ {2}period +ordering +paid +warehouse +paid +delivery +paid +support +paid +scale +all$/m);
    expect(stdout.match(/^ {2}20\d\d-\d\d /gm)).toHaveLength(12);
    expect(stdout).toMatch(/^ {2}2018-08 +\d/m);
    expect(stdout).toContain('SIMULATION');
  });

  it('never pays more than the pool, and pays all of it where it scales', async () => {
    const { stdout } = await cx('--plan', plan, '--json');
    const { periods } = JSON.parse(stdout) as {
      periods: { period: string; pools: { scale: string; paid: string }[] }[];
    };
    const pools = periods.flatMap(({ pools }) => pools);
    expect(pools).toHaveLength(12);
    for (const { scale, paid } of pools) {
      expect(Number(paid)).toBeLessThanOrEqual(100_000);
      if (scale !== '1') expect(paid).toBe('100000.00');
    }
  });

  it('shows fewer months, and those until an earlier one', async () => {
    const { stdout } = await cx('--plan', plan, '--last', '2', '--to', '2018-06');
    expect(stdout.match(/^ {2}20\d\d-\d\d /gm)).toEqual(['  2018-05 ', '  2018-06 ']);
  });

  it('holds a department back that reports too much of its index itself', async () => {
    const draft = join(folder, 'gates.yaml');
    const gate = (limit: number) => `gates:\n  - { kind: SELF_REPORT_SHARE, limit: ${limit}, outcome: HOLD }\n`;
    const held = async (limit: number) => {
      writeFileSync(draft, readFileSync(plan, 'utf8').replace(/^gates:\n(?: .*\n)+/m, gate(limit)));
      const { stdout } = await cx('--plan', draft, '--json');
      const { periods } = JSON.parse(stdout) as {
        periods: { departments: { department: string; outcome?: string }[] }[];
      };
      return periods.at(-1)?.departments.flatMap(({ department, outcome }) => (outcome === 'HOLD' ? department : []));
    };
    // The facts of every metric that is weighed here come from the department itself.
    expect(await held(9_999)).toEqual(['ordering', 'warehouse', 'delivery', 'support']);
    expect(await held(10_000)).toEqual([]);
  });

  it('prints what the linter finds in a draft, after what it would pay', async () => {
    const draft = join(folder, 'draft.yaml');
    writeFileSync(draft, readFileSync(plan, 'utf8').replace('index_e4: 850000', 'index_e4: 760000'));
    const { code, stdout } = await cx('--plan', draft);
    expect(code).toBe(3);
    expect(stdout).toContain(`${draft}:12:7 CURVE_CLIFF: `);
    expect(stdout).toContain('br-brl, Olist');
  });

  it('computes nothing with a curve that has a gap, and says where the gap is', async () => {
    const draft = join(folder, 'gap.yaml');
    writeFileSync(draft, readFileSync(plan, 'utf8').replace('    - { index_e4: 0, factor_ppm: 0 }\n', ''));
    const { code, stdout } = await cx('--plan', draft);
    expect([code, stdout]).toEqual([3, expect.stringContaining('CURVE_GAP: From 0 to 60 points')]);
    expect(stdout).not.toContain('br-brl, Olist');
  });

  it('asks for a plan that exists, and for a month', async () => {
    expect((await cx()).code).toBe(2);
    expect((await cx('--plan', join(folder, 'none.yaml'))).stderr).toContain('cannot be read');
    expect((await cx('--plan', plan, '--to', '2018')).stderr).toContain('--to takes a month');
  });
});
