import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import { bigints, byteas, texts } from '#libs/postgres/array.js';
import { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { migratedDatabase } from '#test/stack/database.js';

/** PostgreSQL knows nothing of a table that was just filled, and what it guesses of a thousand cases is all of them. */
describe('what is read of a thousand cases out of many, before any ANALYZE,', () => {
  const read = sqlFolder(new URL('../../libs/cases/judging/', import.meta.url).href, './sql/');
  const refs = Array.from({ length: 1_000 }, (_, place) => Buffer.alloc(16, place % 256));
  let filled: Awaited<ReturnType<typeof migratedDatabase>>;
  let full: Database;

  beforeAll(async () => {
    filled = await migratedDatabase('plans', [CASE_MIGRATIONS]);
    full = new Database({ url: filled.url, name: 'test' });
    for (const table of ['case_file', 'fact', 'verdict', 'question', 'published', 'inconsistency', 'member'])
      await full.execute(`alter table ${table} set (autovacuum_enabled = false)`);
    const ref = 'substring(sha256(n::text::bytea) for 16), n from generate_series(1, 20000) as n';
    await full.execute(`insert into case_file (case_ref, shard) select ref, 1 from (select ${ref}) as cases (ref, n)`);
    await full.execute(`insert into member (member_ref) select ref from (select ${ref}) as cases (ref, n)`);
    await full.execute(`insert into fact (case_ref, feed, fact_id, kind, happened_at, recorded_at, origin, body, body_sha256)
      select ref, 'acme', n, 'placed', now(), now(), 1, '', sha256(ref) from (select ${ref}) as cases (ref, n)`);
    await full.execute(`insert into judged_metric (metric, definition) values ('in_time', 1)`);
    await full.execute(`insert into judged_unit (unit) values ('')`);
    await full.execute(
      `insert into finding (class, reason, responsible, origin, rules_position) values (1, '', '', 1, 0)`,
    );
    await full.execute(`insert into verdict (case_number, judged_at, day, unit_number, version, hits, misses, finding_number, metric_number, cause)
      select case_number, now(), '2018-03-02', 1, 1, 1, 0, 1, 1, '' from case_file`);
    await full.execute(`insert into question (case_number, due_at, day, unit_number, metric_number, state)
      select case_number, now(), '2018-03-02', 1, 1, 1 from case_file`);
    await full.execute(`insert into published (case_number, revision, withdrawn, name, content)
      select case_number, 1, false, 'promised', '' from case_file`);
    await full.execute(`insert into erased_case (case_ref, erased_at, commanded)
      select ref, now(), true from (select ${ref}) as cases (ref, n) where n % 10 = 0`);
    await full.execute(
      `insert into inconsistency (case_ref, inconsistency) select ref, '' from (select ${ref}) as cases (ref, n)`,
    );
  });

  afterAll(async () => {
    await full.close();
    await filled.drop();
  });

  it.each([
    ['lock-cases', [byteas(refs)]],
    ['read-cases', [byteas(refs), bigints(refs.map((_, place) => place))]],
    ['../../evidence/sql/facts-of-cases', [byteas(refs)]],
    ['../../evidence/sql/inconsistencies-of-cases', [byteas(refs)]],
    ['../../facts/sql/lock-members', [byteas(refs)]],
    ['../../facts/sql/find-known-facts', ['acme', texts(refs.map((_, place) => String(place)))]],
    ['../../facts/sql/find-openers', [byteas(refs), 'placed']],
  ] as const)('goes by an index: %s', async (name, values) => {
    const plan = await full.query<{ 'QUERY PLAN': string }>(`explain ${read(name).text}`, values);
    // The tables with the texts of numbers have a single row here.
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).not.toMatch(/Seq Scan on (?!judged_|finding)/);
  });
});
