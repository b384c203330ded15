import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, dayOf } from '#libs/domain/time.js';
import { runCx } from '#test/stack/run-cx.js';
import { freePortBase, type RunningStart, startDirectly } from '#test/stack/run-start.js';

const ZONE = 'Europe/Berlin';
const ORDERS = 150;

/** docs/your-company.md, step by step: a shop that has never been here measures the month at hand. */
describe('a company of its own', () => {
  const home = mkdtempSync(join(tmpdir(), 'cx-own-'));
  const folder = join(home, 'acme');
  const file = join(home, 'orders.csv');
  const cx = (...words: string[]) => runCx(words, { CX_DATA: join(folder, '.cx') });
  // Ordered the day before yesterday, so that the payment was due yesterday: that day decides about the month.
  const today = dayOf(Date.now(), ZONE);
  const month = addDays(today, -1).slice(0, 7);
  let base: number;
  let started: RunningStart;

  beforeAll(async () => {
    chmodSync(home, 0o755); // as root, PostgreSQL runs as another user
    base = await freePortBase();
    const [ordered, promised] = [-2, 3].map((days) => addDays(today, days).split('-').reverse().join('.'));
    const rows = Array.from({ length: ORDERS }, (_, place) =>
      [`#${place}`, `${ordered} 10:15`, `${ordered} 10:16`, 'PayPal', 'DE', promised, 'bezahlt'].join(';'),
    );
    const head = 'Bestellnummer;Bestellt am;Bezahlt am;Zahlart;Land;Zugesagt;Status';
    writeFileSync(file, `${[head, ...rows].join('\r\n')}\r\n`);
  });
  afterAll(() => {
    started?.child.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  });

  it('is written down, and its documents are in order', async () => {
    const departments = ['--departments', 'ordering,warehouse,delivery'];
    const made = await runCx(['init', folder, '--name', 'Acme', '--zone', ZONE, '--currency', 'EUR', ...departments]);
    expect([made.code, made.stderr]).toEqual([0, expect.any(String)]);
    expect((await runCx(['company', 'lint', folder])).code).toBe(0);
  });

  it('starts with its own rules, and without the orders of the demonstration', async () => {
    started = startDirectly(['--company', folder], { CX_PORT_BASE: String(base), KAFKA_BROKERS: 'none' });
    await started.until(/Ready in \d+ s/);
    expect(started.printed()).toMatch(
      /Rules: \d{4}-first, from \d{4}-\d\d-01; periods that had begun .* never payable/,
    );
    expect(started.printed()).not.toContain('Replaying');
    const { stdout } = await cx('company', 'history');
    expect(stdout).toMatch(/documents\/ruleset\/versions\/1 +\d{4}-first .* published by npm start/);
    expect((await cx('doctor')).stdout).toContain('no feed reports to ordering');
  });

  it('imports the orders of this month, and counts what its feed is complete for', async () => {
    const send = (...words: string[]) => {
      const map = ['--map', 'docs/example-import/my-shop.yaml', '--zone', ZONE];
      return cx('import', 'csv', file, ...map, '--origin', 'reported', ...words);
    };
    const index = async () => JSON.parse((await cx('index', 'get', 'ordering', month, '--json')).stdout);
    const payments = async () => {
      const metrics: { metric: string; accountable: object }[] = (await index()).metrics;
      return metrics.find(({ metric }) => metric === 'metrics/payment_approved_in_time')?.accountable;
    };
    expect((await send()).code).toBe(0);
    await expect.poll(payments, { timeout: 30_000 }).toEqual({ waiting: String(ORDERS) });
    expect((await send('--complete-through', today)).code).toBe(0);
    await expect.poll(payments, { timeout: 30_000 }).toEqual({ hits: String(ORDERS), cases: String(ORDERS) });
    expect(await index()).toMatchObject({ ruleset: expect.stringMatching(/^\d{4}-first$/), origin: 'ORIGIN_REPORTED' });
  });

  it('publishes its next rules before they begin, and cannot change those that hold', async () => {
    const first = readFileSync(join(folder, 'ruleset.yaml'), 'utf8');
    const next = `${Number(month.slice(0, 4)) + 1}`;
    const second = first
      .replace(/^ruleset: .*$/m, `ruleset: ${next}-second`)
      .replace(/months: \{ first: .* \}/, `months: { first: ${next}-12 }`)
      .replaceAll('floor_ppm: 800000', 'floor_ppm: 820000');
    writeFileSync(join(folder, `ruleset-${next}.yaml`), second);
    const compared = await cx('company', 'diff', folder);
    expect([compared.code, compared.stdout]).toEqual([
      0,
      expect.stringMatching(/delivered_by_first_promise\]\.floor_ppm +80 % -> 82 % /),
    ]);
    const shadow = await cx('company', 'shadow', folder);
    expect([shadow.code, shadow.stdout]).toEqual([
      0,
      expect.stringContaining(`${next}-second beside the rulesets in force`),
    ]);
    const checked = await cx('company', 'propose', folder, '--dry-run');
    expect([checked.code, checked.stdout]).toEqual([
      0,
      expect.stringContaining(`would be documents/ruleset/versions/2   ${next}-second`),
    ]);
    const reason = ['--reason', 'better anchors'];
    const publish = ['company', 'publish', folder, ...reason];
    expect(await cx(...publish, '--as', 'rules-publisher')).toMatchObject({
      ...{ code: 3, stderr: expect.stringContaining('NOT_PROPOSED') },
    });
    const proposed = await cx('company', 'propose', folder, ...reason);
    expect([proposed.code, proposed.stderr]).toEqual([
      0,
      expect.stringContaining(`npx cx company publish ${folder} --reason WHY --as rules-publisher`),
    ]);
    const { stdout } = await cx('company', 'proposals', '--as', 'rules-publisher');
    expect(stdout).toContain('proposed by you');
    expect(stdout).toMatch(/delivered_by_first_promise\]\.floor_ppm +80 % -> 82 % /);
    expect(await cx(...publish)).toMatchObject({ code: 3, stderr: expect.stringContaining('SAME_PERSON') });
    expect((await cx(...publish, '--as', 'rules-publisher')).code).toBe(0);
    expect((await cx('company', 'history')).stdout).toMatch(
      /versions\/2 .* proposed by you, published by rules-publisher .* better anchors/,
    );

    writeFileSync(join(folder, 'ruleset.yaml'), first.replaceAll('target_ppm: 950000', 'target_ppm: 940000'));
    const changed = await cx('company', 'propose', folder, '--reason', 'easier');
    expect([changed.code, changed.stderr]).toEqual([3, expect.stringContaining('DOCUMENT_NAME_USED')]);
  });

  it('never gets the orders of the demonstration into its data', async () => {
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
    const wrong = startDirectly(['--data', join(folder, '.cx')], { CX_PORT_BASE: String(base), KAFKA_BROKERS: 'none' });
    expect(await wrong.ended).toBe(1);
    expect(wrong.printed()).toContain('This folder holds the data of a company');
  });
});
