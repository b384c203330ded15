import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyFacts, createTables, writeFactFiles } from '#test/bench/self-written/copied.js';
import type { AnyFact } from '#test/bench/self-written/fact-tables.js';
import { type Figures, figuresByLines, figuresBySql, metricsOf } from '#test/bench/self-written/figures.js';
import { loadOf } from '#test/chaos/load.js';
import { linesOf } from '#test/e2e/counts.js';
import { olistRules } from '#test/rules/olist.js';
import { freshDatabase } from '#test/stack/database.js';

/** The SQL job that the bench compares with: it is another program that computes the same metrics of the same facts. */
describe('a SQL job over a table for each kind of fact', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let bySql: Figures;
  let byRules: Figures;

  beforeAll(async () => {
    const load = await loadOf(2_000, 1);
    const facts = load.generations.flat().flatMap((slice) => slice.facts);
    const files = writeFactFiles(facts.map(({ fact }) => fact as AnyFact));
    database = await freshDatabase('self_written');
    await createTables(database.url);
    await copyFacts(database.url, files);
    files.remove();
    bySql = await figuresBySql(database.url);
    byRules = figuresByLines(linesOf(load.evaluationsBy(olistRules)), metricsOf(bySql));
  });
  afterAll(() => database.drop());

  it('computes eleven metrics of four departments and the survey', () => {
    expect([...metricsOf(bySql)]).toHaveLength(11);
  });

  it('has the hits and cases of the rules, by month, class and who answers', () => {
    expect(Object.fromEntries(bySql)).toEqual(Object.fromEntries(byRules));
  });

  it('has cases that others answer for, and cases that are excluded', () => {
    const keys = [...bySql.keys()];
    for (const account of ['OTHERS warehouse', 'EXCLUDED customer', 'EXCLUDED unattributed'])
      expect(keys.filter((key) => key.endsWith(account)).length).toBeGreaterThan(0);
  });
});
