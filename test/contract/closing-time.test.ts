import { beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { FIRST } from '#services/scoring/fixtures/real-orders.js';
import { findSnapshot } from '#services/scoring/periods/store.js';
import { bonusServices } from '#services/scoring/run/bonus.js';
import { Random } from '#test/simulation/random.js';
import {
  AFTER_REVIEW,
  approve,
  BEGIN,
  clock,
  close,
  countNothing,
  fill,
  life,
  next,
  SOURCES,
  sealAll,
  serveClosing,
  snapshot,
} from './periods/closing-bench.js';
import { publishOlist } from './periods/published-olist.js';
import { type Counted, database, served, setScoringUpAsServed } from './scoring-bench.js';

/** Observations of the month: `npm run bench -- --closing 10000000` closes the month of a large retailer. */
const OBSERVATIONS = Number(process.env['CX_OBSERVATIONS'] ?? 20_000);
const UNITS = 200;
const CELLS = 200;
const HITS = 9;
const MISSES = 1;
const MONTH = '2018-03';
const MOST_SECONDS = 10;
const FROM = Date.parse('2018-03-01T12:00:00Z');
const SEALED_DAYS = 38;
const DAY_MS = 86_400_000;
const ACCEPT = { accepts: ['NOT_REVIEWED'], reason: 'The works council agreed to it.' };
const METRICS = { snapshotsTotal: { inc: () => {} }, recordBundlesTotal: { inc: () => {} } };

setScoringUpAsServed();
serveClosing(async () => {
  const rulesets = await publishOlist();
  const departments = () => BUILT_IN_SOURCES;
  return bonusServices({
    database: served,
    rulesets,
    clock,
    metrics: METRICS as never,
    departments,
    signer: undefined,
  });
});
beforeAll(countNothing);

describe(`a month of four departments, ${UNITS} units each and ${OBSERVATIONS} observations`, () => {
  it(`is closed with its records in less than ${MOST_SECONDS} seconds`, async () => {
    clock.at = BEGIN;
    const random = new Random(18);
    const perBatch = CELLS * (HITS + MISSES);
    const rounds = Math.ceil(OBSERVATIONS / perBatch / SOURCES.length);
    // Four fifths arrive within the month, the others in the week after it.
    for (let round = 0; round < rounds; round++)
      for (const source of SOURCES)
        await next(source, MONTH, 0, 0, FROM + (SEALED_DAYS * DAY_MS * round) / rounds, cellsOf(source, random));
    await fill(MONTH);
    const took: Record<string, string> = {};
    const timed = async (name: string, step: () => Promise<unknown>) => {
      const from = performance.now();
      await step();
      took[name] = `${((performance.now() - from) / 1_000).toFixed(1)} s`;
      return (performance.now() - from) / 1_000;
    };
    await timed('first version', () => snapshot(MONTH, 'mia', 'FIRST'));
    clock.at = AFTER_REVIEW;
    await sealAll(MONTH, AFTER_REVIEW - 3_600_000);
    await timed('version at the cut-off', () => snapshot(MONTH));
    await timed('period as it stands', () => life(MONTH));
    await timed('three approvals', async () => {
      for (const who of ['hanna', 'finn', 'fay']) await approve(MONTH, who, ACCEPT);
    });
    const seconds = await timed('close', () => close(MONTH, 'max'));
    console.log(`${OBSERVATIONS} observations: ${JSON.stringify(took)}`);
    expect((await findSnapshot(database, MONTH, undefined))?.content.state).toBe('CLOSED');
    expect(seconds).toBeLessThan(MOST_SECONDS);
  }, 1_800_000);
});

/** New cases in as many cells of the department: each metric, day and unit as likely as another. */
function cellsOf(source: string, random: Random): Counted[] {
  const metrics = FIRST.departments.get(source as 'ordering') ?? [];
  return Array.from({ length: CELLS }, (_, place): Counted => {
    const day = `${MONTH}-${String(random.below(31) + 1).padStart(2, '0')}`;
    const metric = metrics[place % metrics.length]?.metric ?? '';
    return { metric, unit: `unit/${random.below(UNITS)}`, day, hits: HITS, misses: MISSES };
  });
}
