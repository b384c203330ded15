import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ground } from '#libs/domain/contest.js';
import type { RulingOutcome } from '#libs/domain/ruling.js';
import { createMetrics } from '#libs/metrics/metrics.js';
import { contestCase } from '#services/scoring/contests/contest-case.js';
import { contestTerms } from '#services/scoring/contests/contest-terms.js';
import { citableOf } from '#services/scoring/contests/counted-case.js';
import { decideContest } from '#services/scoring/contests/decide-contest.js';
import { foreseeRuling } from '#services/scoring/contests/foresee.js';
import { findPrecedents, type PrecedentQuery } from '#services/scoring/contests/precedents.js';
import { RULESETS } from '#services/scoring/fixtures/real-orders.js';
import { RulingMetrics } from '#services/scoring/watch/ruling-metrics.js';
import { type Counted, database, scoringDoor, sealed, served, setScoringUpAsServed } from './scoring-bench.js';

setScoringUpAsServed();

const METRIC = 'delivered_by_first_promise';
const refs = Array.from({ length: 4 }, () => randomBytes(16));
const OPENED = Date.parse('2018-06-04T12:00:00Z');
const HOUR_MS = 3_600_000;
let newest: ReturnType<typeof sealed> | undefined;

const cell = (change: Partial<Counted>): Counted => ({ metric: METRIC, unit: 'area/be', day: '2018-05-10', ...change });
async function judged(...cells: readonly Counted[]): Promise<void> {
  newest = sealed('delivery', { cells, after: newest });
  await scoringDoor()('delivery', newest);
}
const contest = (place: number, ground: Ground, responsible: string) =>
  contestCase(
    served,
    {
      ...({ department: 'delivery', judgedBy: 'delivery', metric: METRIC, caseRef: refs[place] as Buffer } as const),
      ...{ day: '2018-05-10', ground, evidence: 'file 12', responsible, openedBy: 'dana', openedAt: OPENED },
      requestId: randomUUID(),
    },
    contestTerms(RULESETS),
  );
const rule = async (number: number, outcome: RulingOutcome, chargedTo: string, hours: number, replaces = 0) => {
  const on = { judgedBy: 'delivery', metric: METRIC, caseRef: refs[number - 1] as Buffer, day: '2018-05-10' } as const;
  const said = { reason: `reason ${number}`, evidence: 'file 13', cites: await citableOf(served, on) };
  const decidedAt = OPENED + hours * HOUR_MS;
  const request = { contest: number, requestId: randomUUID(), outcome, chargedTo, replaces, decidedAt };
  return decideContest(served, { ...request, ...said }, { name: 'rita', departments: [] });
};
const found = async (query: Partial<PrecedentQuery>) => {
  const { precedents, ...sums } = await findPrecedents(served, { below: 1_000, limit: 50, ...query });
  return { contests: precedents.map((one) => one.contest), ...sums };
};

beforeAll(async () => {
  await judged(cell({ hits: 5_000 }), ...refs.map((ref) => cell({ misses: 1, ref })));
  await contest(0, 'FAULT_OF_PARTNER', 'partner/acme');
  await contest(1, 'FAULT_OF_PARTNER', 'partner/acme');
  await contest(2, 'FORCE_MAJEURE', '');
  await contest(3, 'FAULT_OF_CUSTOMER', 'customer');
});

describe('what a ruling would do', () => {
  it('is what it does when the department has judged the case again', async () => {
    const asked = { contest: 3, chargedTo: '', now: OPENED };
    const { foreseen } = await foreseeRuling(served, RULESETS, asked);
    const [dismissed, out] = foreseen.map(({ departments }) => departments[0]);
    expect(foreseen).toHaveLength(2);
    expect(dismissed).toMatchObject({ department: 'delivery', indexIfE4: dismissed?.indexE4, misses: 1 });
    await rule(3, 'TAKEN_OUT', '', 3);
    const away = cell({ misses: 0, retractedMisses: 1, ref: refs[2] as Buffer });
    const ruled = { class: 'EXCLUDED', reason: 'RULED_OUT', responsible: 'ruling/delivery' } as const;
    await judged(away, cell({ ...ruled, misses: 1, ref: refs[2] as Buffer }));
    const after = await foreseeRuling(served, RULESETS, { ...asked, contest: 4, chargedTo: 'customer' });
    expect(after.foreseen[0]?.departments[0]?.indexE4).toBe(out?.indexIfE4);
    expect((await foreseeRuling(served, RULESETS, asked)).foreseen).toEqual([]);
  });
});

describe('precedents', () => {
  beforeAll(async () => {
    await rule(1, 'CHARGED', 'partner/acme', 1);
    const { ruling = 0 } = await rule(2, 'TAKEN_OUT', '', 2);
    await rule(2, 'DISMISSED', '', 8, ruling);
  });

  it('are the rulings that hold, newest first, with how many were upheld and how old the contests were', async () => {
    expect(await found({})).toEqual({ contests: [2, 1, 3], rulings: 3, upheld: 2, medianAgeSeconds: 3 * 3_600 });
    expect(await found({ limit: 1 })).toMatchObject({ contests: [2], rulings: 3 });
    expect(await found({ below: 2 })).toMatchObject({ contests: [3], rulings: 3 });
  });

  it('are found by ground, metric, kind of party and days', async () => {
    expect(await found({ ground: 'FORCE_MAJEURE' })).toMatchObject({ contests: [3], upheld: 1 });
    expect(await found({ metric: 'payment_approved_in_time' })).toEqual({
      ...{ contests: [], rulings: 0, upheld: 0, medianAgeSeconds: 0 },
    });
    expect(await found({ partyKind: 'PARTNER' })).toMatchObject({ contests: [2, 1] });
    expect(await found({ partyKind: 'NONE' })).toMatchObject({ contests: [3] });
    expect(await found({ partyKind: 'DEPARTMENT' })).toMatchObject({ contests: [] });
    expect(await found({ days: { firstDay: '2018-05-01', lastDay: '2018-05-31' } })).toMatchObject({ rulings: 3 });
    expect(await found({ days: { firstDay: '2018-06-01', lastDay: '2018-06-30' } })).toMatchObject({ rulings: 0 });
  });

  it('say why, and cite the verdicts of the case', async () => {
    const { precedents } = await findPrecedents(served, { below: 1_000, limit: 50 });
    const [newestRuling] = precedents;
    expect(newestRuling).toMatchObject({
      reason: 'reason 2',
      outcome: 'DISMISSED',
      isOverdue: false,
      responsible: 'partner/acme',
    });
    expect(newestRuling?.cites).toEqual(['observations/delivery/1/1/1']);
    const [kept] = await database.query<{ n: bigint }>('select count(*) as n from decision where cites = $${}$$');
    expect(kept?.n).toBe(0n);
  });
});

describe('the gauges of rulings', () => {
  it('show the share of upheld contests by metric, of rulings that hold, and half of the ages', async () => {
    const metrics = createMetrics('scoring', { withProcess: false });
    const gauges = new RulingMetrics(metrics);
    const series = async (name: string) => {
      const { text } = await metrics.exposition();
      return text.split('\n').filter((line) => line.startsWith(name));
    };
    await gauges.refresh(served);
    const [upheld = '', ...others] = await series('cx_contests_upheld_ratio{');
    expect(others).toEqual([]);
    expect(upheld).toMatch(`cx_contests_upheld_ratio{metric="${METRIC}"}`);
    // Contests 1 and 3; contest 2 was taken out, and then dismissed.
    expect(Number(upheld.split(' ')[1])).toBeCloseTo(2 / 3);
    expect(await series('cx_contest_time_to_ruling_seconds ')).toEqual([
      `cx_contest_time_to_ruling_seconds ${3 * 3_600}`,
    ]);
    await gauges.refresh({ query: async () => [] });
    expect(await series('cx_contests_upheld_ratio{')).toEqual([]);
    expect(await series('cx_contest_time_to_ruling_seconds ')).toEqual([]);
  });
});
