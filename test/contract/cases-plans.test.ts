import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import { byteas, texts } from '#libs/postgres/array.js';
import { Database } from '#libs/postgres/database.js';
import { migrate } from '#libs/postgres/migrate.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { freshDatabase } from '#test/stack/database.js';

/** PostgreSQL knows nothing of a table that was just filled, and what it guesses of a thousand cases is all of them. */
describe('what is read of a thousand cases out of many, before any ANALYZE,', () => {
  const read = sqlFolder(new URL('../../libs/cases/judging/', import.meta.url).href, './sql/');
  const refs = Array.from({ length: 1_000 }, (_, place) => Buffer.alloc(16, place % 256));
  let filled: Awaited<ReturnType<typeof freshDatabase>>;
  let full: Database;

  beforeAll(async () => {
    filled = await freshDatabase('plans');
    full = new Database({ url: filled.url, name: 'test' });
    await migrate(full, [CASE_MIGRATIONS]);
    for (const table of ['case_file', 'fact', 'observation', 'due', 'published_milestone', 'inconsistency', 'member'])
      await full.execute(`alter table ${table} set (autovacuum_enabled = false)`);
    const ref = 'substring(sha256(n::text::bytea) for 16), n from generate_series(1, 20000) as n';
    await full.execute(`insert into case_file (case_ref, shard) select ref, 1 from (select ${ref}) as cases (ref, n)`);
    await full.execute(`insert into member (member_ref) select ref from (select ${ref}) as cases (ref, n)`);
    await full.execute(`insert into fact (case_ref, feed, fact_id, kind, happened_at, recorded_at, origin, body, body_sha256)
      select ref, 'acme', n, 'placed', now(), now(), 1, '', sha256(ref) from (select ${ref}) as cases (ref, n)`);
    await full.execute(`insert into observation (case_ref, metric, unit, version, definition, day, class, reason, responsible, origin, hits, misses, cause, judged_at)
      select ref, 'in_time', '', 1, 1, '2018-03-02', 1, '', '', 1, 1, 0, '', now() from (select ${ref}) as cases (ref, n)`);
    await full.execute(`insert into due (case_ref, metric, unit, definition, day, due_at, state)
      select ref, 'in_time', '', 1, '2018-03-02', now(), 1 from (select ${ref}) as cases (ref, n)`);
    await full.execute(`insert into published_milestone (case_ref, name, revision, withdrawn, content)
      select ref, 'promised', 1, false, '' from (select ${ref}) as cases (ref, n)`);
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
    ['read-cases', [byteas(refs)]],
    ['../../evidence/sql/facts-of-cases', [byteas(refs)]],
    ['../../evidence/sql/inconsistencies-of-cases', [byteas(refs)]],
    ['../../facts/sql/lock-members', [byteas(refs)]],
    ['../../facts/sql/find-known-facts', ['acme', texts(refs.map((_, place) => String(place)))]],
    ['../../facts/sql/find-openers', [byteas(refs), 'placed']],
  ] as const)('goes by an index: %s', async (name, values) => {
    const plan = await full.query<{ 'QUERY PLAN': string }>(`explain ${read(name).text}`, values);
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).not.toMatch(/Seq Scan/);
  });
});
