import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '#libs/postgres/database.js';
import {
  bytesOf,
  declared,
  documentsWith,
  freshSupport,
  report,
  settle,
  standingOf,
  supportProcess,
  takeDocuments,
  takenOut,
  versionsOf,
} from './cases/rejudging.js';

const first = { valid_from: '2018-01-01', limit: { minutes: 60 } };
const outage = {
  ...{ title: 'Outage', kind: 'outage', zone: 'Etc/UTC', from: '2018-03-01T12:00', until: '2018-03-01T18:00' },
  evidence: { reference: 'ticket 1', sentence: 'The operator confirms the outage.' },
  takes_out: [{ department: 'support' }],
};
const numbers = (from: number, until: number) => Array.from({ length: until - from }, (_, place) => from + place);
/** Of ten contacts five are answered after 10 minutes, four after 30, and one after 90. */
const minutes = (number: number) => [90, 30, 30, 30, 30][number % 10] ?? 10;

async function isUnderWay(database: Database): Promise<boolean> {
  return (await database.query('select 1 from rejudging')).length > 0;
}

let support: Awaited<ReturnType<typeof freshSupport>>;
const department = supportProcess();
beforeEach(async () => {
  support = await freshSupport();
});
afterEach(() => support.stop());

describe('documents that change', () => {
  it('for the future change no byte', async () => {
    const { database } = support;
    await takeDocuments(database, documentsWith(first));
    await report(database, department, numbers(0, 40), minutes);
    await settle(database, department);
    const before = await bytesOf(database);
    await takeDocuments(database, documentsWith(first, { valid_from: '2018-07-01', limit: { hours: 48 } }));
    expect(await settle(database, department)).toBe(40);
    expect(await bytesOf(database)).toBe(before);
  });

  it('for the past retract and record every affected verdict once, and leave the others', async () => {
    const { database } = support;
    await takeDocuments(database, documentsWith(first));
    await report(database, department, numbers(0, 144), minutes); // two days of contacts
    await settle(database, department);
    const corrected = documentsWith(first, { valid_from: '2018-03-02', limit: { minutes: 20 } });
    await takeDocuments(database, corrected);
    await takeDocuments(database, corrected);
    await settle(database, department);
    await settle(database, department);
    const found = (await versionsOf(database)).map(({ rows, ...one }) => ({ ...one, rows: Number(rows) }));
    // By 60 minutes the contacts of the last hour of a day count on the next one: 69 of them on 1 March.
    const of = (list: readonly number[], isHit: (number: number) => boolean) => list.filter(isHit).length;
    const moved = numbers(69, 144).filter((number) => number >= 71);
    const hits = of(moved, (number) => minutes(number) <= 20);
    const hitsBefore = of(moved, (number) => minutes(number) <= 60);
    expect(found.filter(({ definition }) => definition === 2)).toEqual([
      { definition: 2, version: 1, hits: 0, rules_position: 4, rows: moved.length - hits },
      { definition: 2, version: 1, hits: 1, rules_position: 4, rows: hits },
    ]);
    expect(found.filter(({ version }) => version === 2)).toEqual([
      { definition: 1, version: 2, hits: 0, rules_position: 4, rows: moved.length - hitsBefore },
      { definition: 1, version: 2, hits: 1, rules_position: 4, rows: hitsBefore },
    ]);
    expect(found.some(({ version }) => version > 2)).toBe(false);
  });

  it('and declare an event take its hits and misses out alike, once, and give them back when it is removed', async () => {
    const { database } = support;
    const before = documentsWith(first);
    await takeDocuments(database, before);
    await report(database, department, numbers(0, 72), minutes);
    await settle(database, department);
    const stood = await standingOf(database);
    await takeDocuments(database, [...before, declared(outage)]);
    await settle(database, department);
    // Contact n comes n times 20 minutes after midnight and is due an hour later: by noon and 18:00 those from 34 through 51.
    const out = numbers(34, 52);
    const hits = out.filter((number) => minutes(number) <= 60).length;
    expect(await takenOut(database)).toEqual([
      {
        reason: 'DECLARED_EVENT',
        responsible: 'event/outage',
        hits,
        misses: out.length - hits,
        position: before.length + 1,
      },
    ]);
    const [{ versions = 0n } = {}] = await database.query<{ versions: bigint }>(
      'select count(*) as versions from observation where version = 2',
    );
    expect(versions).toBe(BigInt(out.length));
    await takeDocuments(database, [...before, declared(outage), declared({}, 2)]);
    await settle(database, department);
    expect(await takenOut(database)).toEqual([]);
    expect(await standingOf(database)).toBe(stood);
  });

  it('that do not ask the metric any more retract what counts from that day on', async () => {
    const { database } = support;
    await takeDocuments(database, documentsWith(first));
    await report(database, department, numbers(0, 144), minutes);
    await settle(database, department);
    await takeDocuments(database, documentsWith(first, { valid_from: '2018-03-02', asked: false }));
    await settle(database, department);
    const [{ days } = { days: '' }] = await database.query<{ days: string }>(
      `select string_agg(distinct day::text, ' ') as days from observation as one where version = 1
       and not exists (select from observation as later where later.case_ref = one.case_ref and later.version = 2)`,
    );
    expect(days).toBe('2018-03-01');
  });
});

describe('a pass over all cases', () => {
  const before = documentsWith(first);
  const after = documentsWith(first, { valid_from: '2018-02-01', limit: { minutes: 20 } });

  /** What stands where the documents were there from the beginning. */
  async function expected(count: number): Promise<string> {
    const other = await freshSupport();
    try {
      await takeDocuments(other.database, after);
      await report(other.database, supportProcess(), numbers(0, count), minutes);
      await settle(other.database, supportProcess());
      return await standingOf(other.database);
    } finally {
      await other.stop();
    }
  }

  it('goes on where it was when its process is killed, and ends with the same hash', async () => {
    const { database, url } = support;
    await takeDocuments(database, before);
    await report(database, department, numbers(0, 1_700), minutes);
    await settle(database, department);
    await takeDocuments(database, after);
    const script = fileURLToPath(new URL('./cases/rejudging-process.ts', import.meta.url));
    const child = spawn('node_modules/.bin/tsx', [script, url], { stdio: 'inherit' });
    const ended = once(child, 'exit');
    for (;;) {
      const [row] = await database.query<{ begun: boolean }>('select after_ref is not null as begun from rejudging');
      if (row === undefined || row.begun) break;
      await pause(5); // a loop without a pause would take the time that the process needs
    }
    child.kill('SIGKILL');
    await ended;
    const [left] = await database.query<{ cases: bigint }>(
      'select count(*) as cases from case_file, rejudging where case_ref > after_ref',
    );
    expect(Number(left?.cases)).toBeGreaterThan(0);
    let judged = 0;
    // The database notices the end of the process a little later; until then its transaction has the pass.
    for (const rest = supportProcess(); await isUnderWay(database); ) judged += await settle(database, rest);
    expect(judged).toBeLessThan(1_700);
    expect(await standingOf(database)).toBe(await expected(1_700));
    expect((await versionsOf(database)).every(({ version, definition }) => version <= (definition === 1 ? 2 : 1))).toBe(
      true,
    );
  }, 180_000);

  it('is undone with its transaction when judging fails, and judges these cases the next time', async () => {
    const { database } = support;
    await takeDocuments(database, before);
    await report(database, department, numbers(0, 600), minutes);
    await settle(database, department);
    await takeDocuments(database, after);
    let calls = 0;
    const fails = async () => {
      calls += 1;
      throw new Error('no space left');
    };
    await expect(settle(database, department, { judge: fails })).rejects.toThrow('no space left');
    expect(calls).toBe(1);
    expect(await settle(database, department)).toBe(600);
    expect(await standingOf(database)).toBe(await expected(600));
  });

  it('begins anew when documents change while it is under way', async () => {
    const { database } = support;
    await takeDocuments(database, before);
    await report(database, department, numbers(0, 600), minutes);
    await takeDocuments(database, documentsWith(first, { valid_from: '2018-02-01', limit: { minutes: 5 } }));
    let asked = 0;
    await settle(database, department, { isStopping: () => ++asked > 1 });
    expect(await isUnderWay(database)).toBe(true);
    const third = documentsWith(
      first,
      { valid_from: '2018-02-01', limit: { minutes: 5 } },
      { valid_from: '2018-02-01' },
    );
    await takeDocuments(database, third);
    expect(await settle(database, department)).toBe(600);
    const standing = await database.query<{ definition: number }>(
      `select distinct on (case_ref) definition from observation order by case_ref, definition desc, version desc`,
    );
    expect(standing.every(({ definition }) => definition === 3)).toBe(true);
  });

  it('comes after every transaction that judged by the old documents, also one that opened a case', async () => {
    const { database } = support;
    await takeDocuments(database, before);
    let taking: Promise<unknown> = Promise.resolve();
    await report(database, department, [0], minutes, async () => {
      let isTaken = false;
      taking = takeDocuments(database, after).then(() => {
        isTaken = true;
      });
      const waits = async () => (await database.query('select 1 from pg_locks where not granted')).length > 0;
      while (!isTaken && !(await waits()));
      if (isTaken) await settle(database, supportProcess());
    });
    await taking;
    await settle(database, department);
    expect(await standingOf(database)).toBe(await expected(1));
  });

  it('leaves no verdict by the old documents, whatever two processes do while new ones arrive', async () => {
    const { database, url } = support;
    await takeDocuments(database, before);
    const other = new Database({ url, name: 'other-process' });
    const processes = [
      { database, department: supportProcess() },
      { database: other, department: supportProcess() },
    ];
    try {
      await report(database, department, numbers(0, 1_000), minutes);
      const work = processes.map(async (one, place) => {
        for (const chunk of numbers(0, 20)) {
          const from = 1_000 + (chunk * 2 + place) * 25;
          await report(one.database, one.department, numbers(from, from + 25), minutes);
          await settle(one.database, one.department);
        }
      });
      await takeDocuments(database, after);
      await Promise.all(work);
      for (const one of processes) await settle(one.database, one.department);
      expect(await standingOf(database)).toBe(await expected(2_000));
    } finally {
      await other.close();
    }
  });
});
