import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCases } from '#libs/cases/judging/load-cases.js';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import { milestoneChanges } from '#libs/cases/milestones/outgoing-milestones.js';
import { Database } from '#libs/postgres/database.js';
import { migrate } from '#libs/postgres/migrate.js';
import { freshDatabase } from '#test/stack/database.js';

/** A department that was installed before verdicts had numbers for texts keeps everything (migration 0018). */
describe('a database of a department from before migration 0018', () => {
  let folder: string;
  let database: Database;
  let drop: () => Promise<void>;
  const ref = (place: number) => Buffer.alloc(16, place);
  const PROMISED = { name: 'promised', unit: 'method/card', happenedAt: 1_520_000_000_000, promisedDay: '2018-03-09' };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cx-migrations-'));
    for (const file of readdirSync(CASE_MIGRATIONS.folder).filter((name) => name < '0018'))
      copyFileSync(new URL(file, CASE_MIGRATIONS.folder), join(folder, file));
    const fresh = await freshDatabase('before_numbers');
    drop = fresh.drop;
    database = new Database({ url: fresh.url, name: 'before_numbers' });
    await migrate(database, [{ name: 'cases', folder: pathToFileURL(`${folder}/`) }]);
    for (const place of [1, 2, 3])
      await database.execute('insert into case_file (case_ref, shard) values ($1, 1)', [ref(place)]);
  });
  afterEach(async () => {
    await database.close();
    await drop();
    rmSync(folder, { recursive: true });
  });

  const stored = async () => ({
    observation: await database.query(
      'select * from observation order by case_ref, metric, definition, unit, part, version',
    ),
    due: await database.query('select * from due order by case_ref, metric, definition, unit, part'),
    counts: await database.query(
      'select what, sum(amount)::bigint as amount from intake_count group by what order by what',
    ),
  });

  async function fill(): Promise<void> {
    const verdicts = [
      [1, '', 'in_time', 1, 'area/sp', 1, 1, '', '', 1, 0, 'acme/1', 0],
      [1, '', 'in_time', 1, 'area/sp', 2, 1, '', '', 1, 0, 'acme/2', 4],
      [1, '', 'in_time', 1, 'area/sp', 3, 3, 'HANDED_OVER_LATE', 'warehouse', 0, 1, 'acme/2', 4],
      [1, '1Z', 'in_time', 2, 'area/sp', 1, 2, 'CHANGED', 'customer', 1, 0, 'sweep', 4],
      [2, '', 'days', 1, '', 1, 1, '', '', 70_000, 0, 'FEED_SILENT', 0],
    ] as const;
    for (const [place, part, metric, definition, unit, version, ...rest] of verdicts) {
      const [class_, reason, responsible, hits, misses, cause, position] = rest;
      await database.execute(
        `insert into observation values ($1, $2, $3, $4, $5, $6, '2018-03-02', $7, $8, $9, 1, $10, $11, $12, '2018-03-03T12:00:00.123Z', $13)`,
        [
          ref(place),
          part,
          metric,
          definition,
          unit,
          version,
          class_,
          reason,
          responsible,
          hits,
          misses,
          cause,
          position,
        ],
      );
    }
    for (const [place, part, metric, unit, state, asKnown] of [
      [2, '', 'in_time', 'area/rj', 1, 1],
      [2, '1Z', 'in_time', 'area/rj', 2, 3],
      [3, '', 'answered', 'team/a', 4, 4],
    ])
      await database.execute(
        `insert into due values ($1, $2, $3, 1, $4, '2018-03-02', '2018-03-03T03:00:00Z', $5, $6)`,
        [ref(Number(place)), part, metric, unit, state, asKnown],
      );
    await database.execute('insert into published_milestone values ($1, $2, $3, 2, false, $4)', [
      ...[ref(1), '', 'promised'],
      JSON.stringify({ milestone: PROMISED, origin: 'REPORTED' }),
    ]);
  }

  it('has the same verdicts, open questions and counts after it', async () => {
    await fill();
    const before = await stored();
    expect(await migrate(database, [CASE_MIGRATIONS])).toEqual(['cases/0018_breaking_numbers']);
    expect(await stored()).toEqual(before);
    expect([before.observation.length, before.due.length]).toEqual([5, 3]);
  });

  it('goes on where a case stood: with its versions, and with what was published', async () => {
    await fill();
    await migrate(database, [CASE_MIGRATIONS]);
    const [one, two] = await database.transaction((tx) => loadCases(tx, [{ ref: ref(1) }, { ref: ref(2) }]));
    expect(one?.standing.map(({ definition, version, responsible }) => [definition, version, responsible])).toEqual([
      [1, 3, 'warehouse'],
      [2, 1, 'customer'],
    ]);
    expect(two?.due.map(({ part, state }) => [part, state]).sort()).toEqual([
      ['', 'MAY_GO_SILENT'],
      ['1Z', 'WAITS'],
    ]);
    const changes = (wanted: readonly (typeof PROMISED)[]) =>
      milestoneChanges('ordering', one?.published ?? [], wanted, 'REPORTED');
    expect(changes([PROMISED])).toEqual([]);
    expect(changes([])).toMatchObject([{ milestone: PROMISED, published: { revision: 3, withdrawn: true } }]);
  });

  it('stays as it is where a verdict would be lost, because nothing is known of its case', async () => {
    await fill();
    await database.execute('update observation set case_ref = $1 where case_ref = $2', [ref(9), ref(2)]);
    const before = await stored();
    await expect(migrate(database, [CASE_MIGRATIONS])).rejects.toThrow('belong to cases that are not in case_file');
    expect(await stored()).toEqual(before);
  });
});
