import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProgramOf, SERVICES, type ServiceName } from '#deploy/local/services.js';
import { Feed, loadOf } from '#test/chaos/load.js';
import { exportedLines, linesOf, untilCounted } from '#test/e2e/counts.js';
import { olistRules } from '#test/rules/olist.js';
import { Random } from '#test/simulation/random.js';
import { brokers } from '#test/stack/installation.js';
import { until } from '#test/stack/until.js';
import { hooksFile } from './hooks.js';
import { readOn } from './readers.js';
import { RollingInstallation } from './rolling.js';
import { operate } from './scripts.js';
import { laterVersion, PREVIOUS, presentVersion, type Version, versionAt } from './versions.js';

/** Only added, as migrations are: the older version goes on inserting facts into a table that has another column. */
const ADDED = {
  name: 'note',
  sql: 'alter table fact add column note text; create table note (id integer primary key)',
};

/** Readers before the sources that they read. */
const ORDER: readonly ServiceName[] = ['scoring', 'delivery', 'warehouse', 'ordering', 'support', 'survey'];
const CUT_OFF = /RST_STREAM with code 0|14 UNAVAILABLE: Connection dropped/;
/** For which both versions of a service take calls. */
const BESIDE_MS = 1_000;

/** Two versions on the same databases, one with more migrations, while feeds report and readers ask. */
describe('a rolling upgrade', () => {
  let rolling: RollingInstallation;
  let older: Version;
  let newer: Version;
  let share = 0;
  let replacedInAll = 0;

  beforeAll(async () => {
    older = PREVIOUS === undefined ? await presentVersion() : await versionAt(PREVIOUS);
    newer = await laterVersion(ADDED);
    rolling = await RollingInstallation.open({ kafkaBrokers: brokers() });
    await rolling.startAll(older.programOf, older.company);
  });
  afterAll(async () => {
    await rolling?.end();
    older?.remove();
    newer?.remove();
  });

  /** What an orchestrator does: the new process beside the old one, then both behind the load balancer, then the new one alone. */
  const replaceBy = (programOf: ProgramOf) => async (name: ServiceName) => {
    await rolling.start(name, programOf);
    await until(() => rolling.isReady(name), 60);
    rolling.lead(name);
    await pause(BESIDE_MS);
    await rolling.retire(name);
  };
  /** The script of deploy/operate, to that version; `through` is the share of the facts that is sent when it ends. */
  const roll = async (programOf: ProgramOf, order: readonly ServiceName[], through: number) => {
    const replace = replaceBy(programOf);
    const from = share;
    let replaced = 0;
    const hooks = await hooksFile({
      migrate: async (name) => (await rolling.migrate(name as ServiceName, programOf)).code === 0,
      replace: async (name) => {
        await replace(name as ServiceName);
        replaced += 1;
        replacedInAll += 1;
        share = from + ((through - from) * replaced) / order.length;
        return true;
      },
      is_ready: (name) => rolling.isReady(name as ServiceName),
    });
    try {
      return await operate('upgrade.sh', [hooks.file, ...order]);
    } finally {
      hooks.close();
    }
  };

  it('to the next version and back under load loses nothing, counts nothing twice and fails hardly a call of a reader', async () => {
    const load = await loadOf(400, 2);
    const feed = new Feed([rolling.addresses], load.generations.flat(), new Random(20), () => share);
    const sending = feed.run();
    const readers = readOn(rolling.addresses);

    share = 0.15;
    const up = await roll(newer.programOf, ORDER, 0.55);
    expect([up.code, up.stderr]).toEqual([0, '']);
    expect(up.stdout.trim().split('\n')).toHaveLength(2 * ORDER.length);
    expect(await applied()).toContain('note');

    const down = await roll(older.programOf, ORDER.toReversed(), 0.95);
    if (newer.breaking.every((name) => older.breaking.includes(name))) {
      expect([down.code, down.stderr]).toEqual([0, '']);
      expect(await applied()).toContain('note'); // the tables stay as the newer version left them
      const again = await roll(newer.programOf, ORDER, 1);
      expect(again.code).toBe(0);
    } else {
      // From a version before a breaking migration there is no way back; nothing was replaced, and the newer version serves on.
      expect([down.code, down.stderr]).toEqual([1, expect.stringContaining('MIGRATION_FAILED')]);
    }
    share = 2;
    await sending;

    await untilCounted(rolling.addresses);
    expect(await exportedLines(rolling.addresses)).toEqual(linesOf(load.evaluationsBy(olistRules)));
    const { calls, failed } = await readers.end();
    console.log(
      `${load.facts} facts, ${replacedInAll} processes replaced; of ${calls} calls of readers, ${failed.length} failed`,
    );
    // A call that is on its way while the old process closes its connection is cut off, and the caller repeats it.
    expect(failed.filter((error) => !CUT_OFF.test(error))).toEqual([]);
    expect(failed.length).toBeLessThanOrEqual(3 * ORDER.length);
    for (const name of SERVICES) {
      expect([name, await pending(name)]).toEqual([name, 0]);
    }
  });

  it('stops before any process is replaced when a migration fails', async () => {
    const before = rolling.newest('delivery');
    const broken = await laterVersion(ADDED, { name: 'broken', sql: 'create table broken (id nonsense)' });
    try {
      const { code, stdout, stderr } = await roll(broken.programOf, ['delivery', 'ordering'], 2);
      expect([code, stdout, stderr]).toEqual([
        1,
        '',
        'MIGRATION_FAILED: delivery: its tables stay as they were; no process was replaced\n',
      ]);
      expect(rolling.newest('delivery')).toBe(before);
      expect(await rolling.isReady('delivery')).toBe(true);
    } finally {
      broken.remove();
    }
  });

  it('over a breaking migration keeps this version out of the database, with a sentence', async () => {
    const running = rolling.newest('survey');
    const later = await laterVersion(ADDED, { name: 'breaking_new-ages', sql: 'create table new_ages (id integer)' });
    try {
      expect((await rolling.migrate('survey', later.programOf)).code).toBe(0);
      const sentence =
        /too old for the database: a newer one applied cases\/\d{4}_breaking_new-ages, .*start the newer version/;
      const { text, status } = (await running?.readiness()) ?? { text: '', status: 0 };
      expect([status, text]).toEqual([503, expect.stringMatching(sentence)]);
      const { code, stdout } = await rolling.migrate('survey', newer.programOf);
      expect([code, stdout]).toEqual([2, expect.stringMatching(sentence)]);
      const started = await rolling.start('survey', newer.programOf);
      expect(await started.ended).toMatch(/ended \(2\).*too old for the database/);
    } finally {
      later.remove();
    }
  });

  const rowsOf = async (name: ServiceName, query: string) => {
    const database = new pg.Client({ connectionString: rolling.databaseUrl(name) });
    await database.connect();
    const { rows } = await database.query<Record<string, unknown>>(query).finally(() => database.end());
    return rows;
  };
  /** The names of the migrations of delivery's cases, without their numbers. */
  const applied = async () =>
    (await rowsOf('delivery', `select substr(name, 6) as name from migration where set_name = 'cases'`)).map(
      (row) => row['name'],
    );
  /** Batches in quarantine, without those of the installations of other tests, which share the topics of Kafka. */
  const pending = async (name: ServiceName) =>
    (await rowsOf(name, `select from quarantine where redriven_at is null and not void and reason <> 'FOREIGN'`))
      .length;
});
