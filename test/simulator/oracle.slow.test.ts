import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Report } from '#deploy/simulator/world/reporting.js';
import { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { OrderFact } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { ContactFact } from '#libs/contracts/cx/support/v1/support.js';
import { SurveyFact } from '#libs/contracts/cx/survey/v1/survey.js';
import { ParcelFact } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import { type JudgedRetailer, judgeRetailer } from './judge-retailer.js';
import { fifteenDays } from './worlds.js';

const run = promisify(execFile);
const MESSAGES = {
  ordering: OrderFact,
  warehouse: ParcelFact,
  delivery: DeliveryFact,
  support: ContactFact,
  survey: SurveyFact,
};

describe('an independent count of the simulated retailer', () => {
  it('in another language, from the facts and the definitions alone, gives the same by month, unit, class and reason', async () => {
    const reports = fifteenDays(['address-feed-broken', 'flash-sale', 'tickets-closed-early']);
    const theirs = await linesOfOracle(reports);
    const metrics = new Set(theirs.map((line) => line.split('\t')[0]));
    expect(metrics.size).toBe(15);
    const ours = linesOf(judgeRetailer(reports, { now: Date.parse('2027-05-01T00:00:00Z') }), metrics);
    const known = new Set(theirs);
    expect(ours.filter((line) => !known.has(line)).slice(0, 5)).toEqual([]);
    expect(ours).toEqual(theirs);
  }, 240_000);
});

async function linesOfOracle(reports: readonly Report[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cx-retailer-'));
  try {
    const file = join(folder, 'facts.jsonl');
    const lines = reports.map(({ to, feed, fact }) =>
      JSON.stringify({ to, feed, fact: MESSAGES[to].toJSON(fact as never) }),
    );
    writeFileSync(file, lines.join('\n'));
    const { stdout } = await run('python3', ['test/oracle/retailer.py', file], { maxBuffer: 1 << 28 });
    return stdout.split('\n').filter((line) => line !== '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function linesOf({ verdicts }: JudgedRetailer, metrics: ReadonlySet<string | undefined>): string[] {
  const counts = new Map<string, { hits: number; misses: number }>();
  for (const { metric, unit, day, class: group, reason, responsible, hits, misses } of verdicts) {
    const name = NAMES[metric] ?? metric;
    if (!metrics.has(name)) continue;
    const cell = [name, unit, day.slice(0, 7), group, reason, responsible].join('\t');
    const before = counts.get(cell) ?? { hits: 0, misses: 0 };
    counts.set(cell, { hits: before.hits + hits, misses: before.misses + misses });
  }
  const lines = [...counts].map(([cell, { hits, misses }]) => ({
    cell: cell.split('\t'),
    text: `${cell}\t${hits}\t${misses}`,
  }));
  return lines.sort((a, b) => compared(a.cell, b.cell)).map(({ text }) => text);
}

/** Names by which metrics are recorded, where people call them otherwise. */
const NAMES: Readonly<Record<string, string>> = {
  solved_without_second_contact_in_7_days: 'solved_without_second_contact',
  first_response_within_60_minutes: 'first_response_in_time',
};

function compared(a: readonly string[], b: readonly string[]): number {
  for (const [place, one] of a.entries()) {
    const other = b[place] ?? '';
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}
