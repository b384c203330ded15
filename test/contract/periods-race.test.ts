import { beforeAll, describe, expect, it } from 'vitest';
import type { Source } from '#libs/domain/observation.js';
import { isInPeriod, nextPeriod, type Period, parsePeriod } from '#libs/domain/period.js';
import { dumpLines, dumpSha256 } from '#services/scoring/counts/dump.js';
import { FIRST, FIRST_TEXT } from '#services/scoring/fixtures/real-orders.js';
import { findSnapshot } from '#services/scoring/periods/store.js';
import { parseRuleset } from '#services/scoring/rulesets/ruleset.js';
import { rulesetsOf } from '#services/scoring/rulesets/rulesets.js';
import { Recount } from '#services/scoring/verify/recount.js';
import {
  AFTER_REVIEW,
  approve,
  clock,
  close,
  countNothing,
  fill,
  life,
  next,
  SOURCES,
  serveClosing,
  snapshot,
  withoutRecords,
} from './periods/closing-bench.js';
import { database, setScoringUpAsServed } from './scoring-bench.js';

/** How many periods are closed: npm run test:long closes 1,000. */
const CLOSES = Number(process.env['CX_CLOSES'] ?? 9);
const CUT_OFF = Date.parse('2018-12-18T02:00:00Z');

/** So many periods one after the other. */
function following(first: string, count: number): Period[] {
  const found: Period[] = [];
  for (let next = parsePeriod(first); next !== undefined && found.length < count; next = nextPeriod(next))
    found.push(next);
  return found;
}

/** All weeks from 2000 on that are over, and what is missing in months. */
const WEEKS = following('2000-W01', Math.min(CLOSES, 980));
const MONTHS = following('2000-01', Math.max(1, CLOSES - WEEKS.length));
const PERIODS = [...WEEKS, ...MONTHS].slice(0, CLOSES);
const NAMES = PERIODS.map(({ name }) => name);
const calendar = (key: string, periods: readonly Period[]) =>
  `  ${key}: { first: ${periods[0]?.name}, last: ${periods.at(-1)?.name} }\n`;
const RULESET = parseRuleset(
  FIRST_TEXT.replace(/^closing:.*$/m, '').replace(
    /^calendar:\n(?: .*\n)+/m,
    `calendar:\n${calendar('weeks', WEEKS)}${calendar('months', MONTHS)}`,
  ),
);

setScoringUpAsServed();
serveClosing(() => withoutRecords(rulesetsOf([RULESET])));
beforeAll(countNothing);

describe('periods that are closed while batches arrive', () => {
  it('are the archive at their cut, by hash, whatever arrives before, in between and after', async () => {
    for (const name of NAMES) await fill(name);
    for (const name of NAMES) await snapshot(name, 'mia', 'FIRST');
    clock.at = AFTER_REVIEW;
    let isOver = false;
    let batches = 0;
    const intake = (async () => {
      // Batches of every period at once; the first rounds are sealed before the cut-off.
      for (let round = 0; !isOver; round++)
        for (const source of SOURCES) {
          const name = NAMES[round % NAMES.length] ?? '';
          const passing = passingCell(source, name, Math.floor(round / NAMES.length));
          await next(source, name, 9, 1, CUT_OFF - 5_000 + batches * 250, [passing]);
          batches += 1;
        }
    })();
    while (batches < 60) await new Promise((resume) => setTimeout(resume, 20));
    for (const name of NAMES) {
      await snapshot(name);
      for (const who of ['hanna', 'finn']) await approve(name, who);
      await close(name, 'max');
    }
    isOver = true;
    await intake;
    const atCutOff = await archiveAtCutOff();
    for (const [place, name] of NAMES.entries()) {
      const closed = await findSnapshot(database, name, undefined);
      expect([name, closed?.content.state, closed?.content.countsSha256]).toEqual([name, 'CLOSED', atCutOff[place]]);
    }
    const arrivals = (await life(NAMES[0] ?? '')).arrivals;
    expect(arrivals.reduce((sum, { l3, l4 }) => sum + l3 + l4, 0n)).toBeGreaterThan(0n);
    console.log(`${CLOSES} periods were closed while ${batches} batches arrived`);
  }, 3_000_000);
});

/**
 * A cell that every second batch of a period empties: some have no counts when the period is closed, and had some at the cut-off. No
 * department answers for it, so it moves no index.
 */
function passingCell(source: Source, name: string, time: number) {
  const [metric = ''] = (FIRST.departments.get(source as 'ordering') ?? []).map((rule) => rule.metric);
  const day = parsePeriod(name)?.firstDay ?? '';
  const cell = {
    metric,
    unit: 'passing',
    day,
    class: 'EXCLUDED',
    reason: 'RULED_OUT',
    responsible: `ruling/${source}`,
  } as const;
  return { ...cell, ...(time % 2 === 0 ? { misses: 1 } : { retractedMisses: 1 }) };
}

/**
 * The hash of the counts of each period by the archive alone: of each shard all batches through the first one that was sealed at or after the
 * cut-off.
 */
async function archiveAtCutOff(): Promise<readonly string[]> {
  const archive = await database.query<{ shard_id: number; sealed_at: Date; bytes: Buffer }>(
    'select shard_id, sealed_at, bytes from batch_archive order by shard_id, number',
  );
  const recount = new Recount();
  const ended = new Set<number>();
  for (const { shard_id, sealed_at, bytes } of archive) {
    if (!ended.has(shard_id)) recount.add(bytes);
    if (sealed_at.getTime() >= CUT_OFF) ended.add(shard_id);
  }
  const rows = recount.rows();
  return PERIODS.map((period) => dumpSha256(dumpLines(rows.filter(({ day }) => isInPeriod(day, period)))));
}
