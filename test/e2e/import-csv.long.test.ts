import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { call } from '#libs/grpc/client.js';
import { client } from '#test/stack/client.js';
import { startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { runCx } from '#test/stack/run-cx.js';

const MAP = `
map: web-shop
zone: Europe/Berlin
tables:
  orders:
    decimal: comma
    columns:
      order: Bestellnummer
      ordered: {column: Bestellt am, type: instant, format: dd.MM.yyyy HH:mm}
      paid: {column: Bezahlt am, type: instant, format: dd.MM.yyyy HH:mm}
      promised: {column: Zugesagt, type: day, format: dd.MM.yyyy}
      country: {column: Land, lower_case: true}
      sent: {column: Versandt am, type: instant, format: dd.MM.yyyy HH:mm}
facts:
  - fact: ordering.placed
    fact_id: "{order}/placed"
    order_id: "{order}"
    happened_at: "{ordered}"
    fields: {promised_day: "{promised}", zone: "{zone}", destination_unit: "area/{country}"}
  - fact: ordering.payment_approved
    when: {paid: {filled: true}}
    fact_id: "{order}/paid"
    order_id: "{order}"
    happened_at: "{paid}"
  - fact: warehouse.handed_over
    when: {sent: {filled: true}}
    fact_id: "{order}/sent"
    order_id: "{order}"
    happened_at: "{sent}"
`;
const HEAD = 'Bestellnummer;Bestellt am;Bezahlt am;Zugesagt;Land;Versandt am';
const row = (order: string, promised = '06.03.2026') =>
  `${order};02.03.2026 10:15;02.03.2026 10:20;${promised};DE;03.03.2026 09:00`;
const rows = (count: number) => Array.from({ length: count }, (_, place) => row(`#${10_000 + place}`));

describe('cx import csv', () => {
  const home = mkdtempSync(join(tmpdir(), 'cx-import-'));
  const map = join(home, 'map.yaml');
  let installation: TestInstallation;
  let env: Record<string, string>;

  beforeAll(async () => {
    writeFileSync(map, MAP);
    installation = await startInstallation('');
    const pairs = Object.entries(installation.addresses).map((pair) => pair.join('='));
    env = { CX_ADDRESSES: pairs.join(), CX_DATA: installation.logDir };
    await runCx(['--help']); // builds the bundle
  });
  afterAll(async () => {
    await installation?.end();
    rmSync(home, { recursive: true });
  });

  const fileOf = (name: string, lines: readonly string[]) => {
    const file = join(home, name);
    writeFileSync(file, `\uFEFF${[HEAD, ...lines].join('\r\n')}\r\n`);
    return file;
  };
  const imported = async (file: string, ...words: string[]) => {
    const { code, stdout, stderr } = await runCx(['import', 'csv', file, '--map', map, ...words], env);
    return { code, says: stdout + stderr };
  };
  const feedOf = async (source: 'ordering' | 'warehouse') => {
    const facts = client(FactsServiceClient, installation.addresses[source], 'console');
    const { feeds } = await call(facts, 'listFeeds', {});
    facts.close();
    return feeds[0]?.completeThrough?.toISOString();
  };
  const factsIn = async (source: 'ordering' | 'warehouse') => {
    const facts = client(FactsServiceClient, installation.addresses[source], 'console');
    const status = await call(facts, 'getIntakeStatus', {});
    facts.close();
    return Number(status.facts);
  };

  it('sends the facts of a file, writes what is refused beside it, and takes that file when it is corrected', async () => {
    const file = fileOf('orders.csv', [row('#1'), row('#2', 'bald'), row('#3', '01.01.2020'), '#4;zu kurz', row('#5')]);
    const first = await imported(file, '--complete-through', '2026-04-01', '--zone', 'Europe/Berlin');
    expect([first.code, first.says]).toEqual([3, expect.stringContaining('5 rows: 3 refused')]);
    expect(first.says).toContain('line 3, Zugesagt: "bald" is not a day; write dd.MM.yyyy');
    expect(first.says).toMatch(/line 4: ordering refused #3\/placed: PROMISE_BEFORE_ORDER \(placed.promised_day\)/);
    expect(first.says).toContain('line 5: the row has 2 fields, the header 6; add what is missing');
    expect(first.says).toContain('No feed was declared complete');
    expect(await feedOf('ordering')).toBeUndefined();

    const refused = readFileSync(join(home, 'orders.refused.csv'), 'utf8');
    const [head, ...bad] = refused.trimEnd().split('\r\n');
    expect(head).toBe(`\uFEFFcx_reason;${HEAD}`);
    expect(bad.map((line) => line.slice(line.lastIndexOf(';#')))).toHaveLength(3);
    expect(refused).toContain(row('#2', 'bald'));

    const mended = refused
      .replaceAll(';bald;', ';06.03.2026;')
      .replace('01.01.2020', '06.03.2026')
      .replace(/^.*zu kurz\r\n/m, '');
    writeFileSync(join(home, 'mended.csv'), mended);
    expect(await imported(join(home, 'mended.csv'))).toMatchObject({
      code: 0,
      says: expect.stringMatching(/2 rows: 0 refused[\s\S]*6 facts: \d new, \d already known, 0 refused/),
    });
  });

  it('said twice changes nothing, and declares every department of the map complete when nothing is refused', async () => {
    const file = fileOf('twice.csv', rows(700));
    expect(await imported(file)).toMatchObject({ code: 0, says: expect.stringContaining('2,100 facts: 2,100 new') });
    const before = await factsIn('ordering');
    const again = await imported(file);
    expect([again.code, again.says]).toEqual([0, expect.stringContaining('2,100 facts: 0 new, 2,100 already known')]);
    expect(await factsIn('ordering')).toBe(before);
    expect([existsSync(join(home, 'twice.refused.csv')), existsSync(`${file}.cx-progress`)]).toEqual([false, false]);

    const declared = await imported(file, '--complete-through', '2026-04-01', '--zone', 'Europe/Berlin');
    expect([declared.code, declared.says]).toEqual([0, expect.not.stringContaining('No feed was declared')]);
    expect([await feedOf('ordering'), await feedOf('warehouse')]).toEqual(Array(2).fill('2026-03-31T22:00:00.000Z'));
  });

  it.each([
    ['SIGINT', 1],
    ['SIGKILL', null],
  ] as const)(
    'that gets %s goes on where it stopped, loses nothing, and keeps its refused rows',
    async (signal, code) => {
      const many = rows(3_000).map((line) => line.replace('#', `${signal}-`));
      many.splice(50, 0, row(`${signal}-bad`, 'bald'));
      const file = fileOf(`${signal}.csv`, many);
      const before = (await factsIn('ordering')) + (await factsIn('warehouse'));
      const process_ = spawn(process.execPath, ['cli/cx.mjs', 'import', 'csv', file, '--map', map], {
        env: { ...process.env, ...env },
        stdio: 'pipe',
      });
      let says = '';
      process_.stderr.on('data', (piece) => {
        says += piece;
      });
      const ended = new Promise<number | null>((resolve) => process_.on('exit', resolve));
      while (!existsSync(`${file}.cx-progress`) && process_.exitCode === null)
        await new Promise((next) => setTimeout(next, 20));
      process_.kill(signal);
      expect(await ended).toBe(code);
      if (signal === 'SIGINT') expect(says).toContain('Stopped. The same command goes on from here.');

      const rest = await imported(file);
      expect([rest.code, rest.says]).toEqual([
        3,
        expect.stringMatching(/went on behind row [\d,]+, which an earlier import has sent/),
      ]);
      expect((await factsIn('ordering')) + (await factsIn('warehouse')) - before).toBe(9_000);
      const refused = readFileSync(join(home, `${signal}.refused.csv`), 'utf8')
        .trimEnd()
        .split('\r\n');
      expect(refused).toHaveLength(2);
      expect(existsSync(`${file}.cx-progress`)).toBe(false);
    },
  );

  it('waits for a department that is killed meanwhile and comes back, and loses nothing', async () => {
    const file = fileOf(
      'killed.csv',
      rows(6_000).map((line) => line.replace('#', 'killed-')),
    );
    const before = (await factsIn('ordering')) + (await factsIn('warehouse'));
    const importing = imported(file);
    let isOver = false;
    void importing.finally(() => {
      isOver = true;
    });
    while (!existsSync(`${file}.cx-progress`) && !isOver) await new Promise((next) => setTimeout(next, 20));
    const ordering = installation.children.get('ordering');
    ordering?.kill();
    await ordering?.ended;
    await installation.restart('ordering');

    const { code, says } = await importing;
    expect([code, says]).toEqual([
      0,
      expect.stringMatching(/ordering at \S+ is away; what it has not answered is sent again/),
    ]);
    expect((await factsIn('ordering')) + (await factsIn('warehouse')) - before).toBe(18_000);
  });

  it('begins anew when the file or the map has changed since it stopped', async () => {
    const file = fileOf('changed.csv', rows(500));
    writeFileSync(
      `${file}.cx-progress`,
      JSON.stringify({ key: 'of another file', rows: 499, refusedBytes: 0, refusedRows: 0 }),
    );
    const { code, says } = await imported(file);
    expect([code, says]).toEqual([0, expect.stringContaining('500 rows: 0 refused')]);
  });

  it('that is cut short in a quoted field sends the rows before it and names the line', async () => {
    const file = fileOf('cut.csv', [row('#90001'), `"#90002;02.03.2026`]);
    const { code, says } = await imported(file);
    expect([code, says]).toEqual([
      1,
      expect.stringContaining('cut.csv, line 3: the file ends inside a quoted field of this row'),
    ]);
    expect(says).toContain('The rows before it were sent.');
  });

  it('reads nothing when its map has mistakes', async () => {
    const wrong = join(home, 'wrong.yaml');
    writeFileSync(wrong, MAP.replace('warehouse.handed_over', 'warehouse.handed').replace('"{sent}"', '"{send}"'));
    const { code, stdout, stderr } = await runCx(['import', 'csv', join(home, 'nowhere.csv'), '--map', wrong], env);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('wrong.yaml:25:5: there is no fact warehouse.handed; Did you mean warehouse.handed_over?');
    expect(stderr).toContain('Nothing was sent.');
  });

  it('under a name that a department does not know gets one sentence', async () => {
    const { code, says } = await imported(fileOf('caller.csv', rows(1)), '--caller', 'webshop');
    expect([code, says]).toEqual([1, expect.stringContaining('CALLER_NOT_ALLOWED')]);
  });
});
