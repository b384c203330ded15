import { beforeAll, describe, expect, it } from 'vitest';
import { dumpLines, dumpSha256 } from '#services/scoring/counts/dump.js';
import { findSnapshot } from '#services/scoring/periods/store.js';
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
} from './periods/closing-bench.js';
import { database, setScoringUpAsServed } from './scoring-bench.js';

setScoringUpAsServed();
serveClosing();
beforeAll(countNothing);

/** The rulesets of the real orders name nineteen months. */
const MONTHS = ['2017-02', '2017-03', '2017-04', '2017-05', '2017-06', '2017-07', '2017-08', '2017-09', '2017-10'];
const CUT_OFF = Date.parse('2018-12-18T02:00:00Z');

describe('months that are closed while batches arrive', () => {
  it('are the archive at their cut, by hash, whatever arrives before, in between and after', async () => {
    for (const month of MONTHS) await fill(month);
    for (const month of MONTHS) await snapshot(month, 'mia', 'FIRST');
    clock.at = AFTER_REVIEW;
    let isOver = false;
    let batches = 0;
    const intake = (async () => {
      // Batches of every month at once; the first rounds are sealed before the cut-off.
      for (let round = 0; !isOver; round++)
        for (const source of SOURCES) {
          await next(source, MONTHS[round % MONTHS.length] ?? '', 9, 1, CUT_OFF - 5_000 + batches * 250);
          batches += 1;
        }
    })();
    while (batches < 60) await new Promise((resume) => setTimeout(resume, 20));
    for (const month of MONTHS) {
      await snapshot(month);
      for (const who of ['hanna', 'finn']) await approve(month, who);
      await close(month, 'max');
    }
    isOver = true;
    await intake;
    for (const month of MONTHS) {
      const closed = await findSnapshot(database, month, undefined);
      expect([month, closed?.content.state, closed?.content.countsSha256]).toEqual([
        month,
        'CLOSED',
        await atCutOff(month),
      ]);
    }
    const late = (await life(MONTHS[0] ?? '')).arrivals.reduce((sum, { l3, l4 }) => sum + l3 + l4, 0n);
    expect(late).toBeGreaterThan(0n);
  }, 240_000);
});

/** The counts of a month by the archive alone: of each shard all batches through the first one that was sealed at or after the cut-off. */
async function atCutOff(month: string): Promise<string> {
  const rows = await database.query<{ shard_id: number; sealed_at: Date; bytes: Buffer }>(
    'select shard_id, sealed_at, bytes from batch_archive order by shard_id, number',
  );
  const recount = new Recount();
  const ended = new Set<number>();
  for (const { shard_id, sealed_at, bytes } of rows) {
    if (!ended.has(shard_id)) recount.add(bytes);
    if (sealed_at.getTime() >= CUT_OFF) ended.add(shard_id);
  }
  return dumpSha256(dumpLines(recount.rows().filter(({ day }) => day.startsWith(month))));
}
