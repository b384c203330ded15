import { randomUUID } from 'node:crypto';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokers } from '#test/stack/installation.js';
import { runCx } from '#test/stack/run-cx.js';
import { freePortBase, type RunningStart, startDirectly } from '#test/stack/run-start.js';
import { type BerlinFile, berlinShop } from './berlin-exports.js';

/** In the afternoon, more than six hours after the exports. */
const NOW = Date.parse('2027-03-20T15:00:00+01:00');
const TODAY = '2027-03-20';
/** Every export was made at seven in the morning, and has everything before. */
const THROUGH = '2027-03-20T06:00:00.000Z';
/** Who reports a file, as docs/example-company/feeds.yaml names it, and the map by which it is read. */
const REPORTS: readonly (readonly [BerlinFile, string, string])[] = [
  ['orders', 'shop', 'orders'],
  ['parcels', 'shop', 'parcels'],
  ['handovers-berlin', 'warehouse-berlin', 'handovers'],
  ['handovers-leipzig', 'warehouse-leipzig', 'handovers'],
  ['tracking', 'tracking', 'tracking'],
  ['prices', 'price-watch', 'prices'],
];

/**
 * A web shop in Berlin that the product has never heard of: five ways to pay, two warehouses, three carriers, orders of one to four
 * parcels, a help desk with opening hours, and a department of its own. What it types is docs/your-company.md. It is 20 March 2027.
 */
describe.skipIf(brokers() === '')('a web shop in Berlin', () => {
  const home = mkdtempSync(join(tmpdir(), 'cx-berlin-'));
  const folder = join(home, 'laden');
  const clock = {
    NODE_OPTIONS: `--import=${new URL('../stack/shifted-clock.mjs', import.meta.url)}`,
    CLOCK_SHIFT_MS: String(NOW - Date.now()),
  };
  const shop = berlinShop('2027-02-01', TODAY, (day) => (day < '2027-03-01' ? 10 : 22));
  const topic = `tickets-${randomUUID()}`;
  let started: RunningStart;

  const cx = (...words: string[]) => runCx(words, { ...clock, CX_DATA: join(folder, '.cx'), KAFKA_BROKERS: brokers() });
  const index = async (department: string, period: string) =>
    JSON.parse((await cx('index', 'get', department, period, '--json')).stdout) as Record<string, unknown>;
  const departments = ['ordering', 'warehouse', 'delivery', 'support', 'product'];

  beforeAll(async () => {
    chmodSync(home, 0o755); // as root, PostgreSQL runs as another user
    for (const [name, text] of Object.entries(shop.files)) writeFileSync(join(home, `${name}.csv`), text);
    const kafka = new Kafka({ brokers: [brokers()], logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 2 }], waitForLeaders: true });
    await admin.disconnect();
    const producer = kafka.producer();
    await producer.connect();
    const messages = shop.tickets.map((ticket) => ({ key: String(ticket['id']), value: JSON.stringify(ticket) }));
    await producer.send({ topic, messages });
    await producer.disconnect();
  });
  afterAll(() => {
    started?.child.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  });

  it('writes down its company, its departments, limits, weights and feeds', async () => {
    const answers = ['--name', 'Laden', '--zone', 'Europe/Berlin', '--currency', 'EUR'];
    const made = await cx('init', folder, ...answers, '--departments', departments.slice(0, 4).join(','));
    expect(made).toMatchObject({ code: 0, stderr: expect.stringContaining('npx cx company lint') });
    cpSync('docs/example-company', folder, { recursive: true });
    expect(await cx('company', 'lint', folder)).toMatchObject({ code: 0 });
  });

  it('has 400 orders of this month, of one to four parcels, paid in five ways', () => {
    const rows = shop.files.orders.split('\r\n').filter((row) => row.startsWith('#202703'));
    expect(rows.length).toBeGreaterThanOrEqual(400);
    expect(new Set(rows.map((row) => row.split(';')[2])).size).toBe(5);
    const numbers = shop.files.parcels.match(/(?<=\/P)\d/g);
    expect([...new Set(numbers)].toSorted()).toEqual(['1', '2', '3', '4']);
  });

  it('starts by its own rules', async () => {
    const base = await freePortBase();
    started = startDirectly(['--company', folder], { ...clock, CX_PORT_BASE: String(base), KAFKA_BROKERS: brokers() });
    await started.until(/Ready in \d+ s/);
    expect(started.printed()).toContain(
      'Published: company, departments, metrics, feeds, access, events, pay-plan, export-profiles, webhooks.',
    );
    expect(started.printed()).not.toContain('Not published');
  });

  it.each(REPORTS)('imports %s from a CSV file with semicolons', async (file, caller, map) => {
    const { code, stdout, stderr } = await cx(
      ...['import', 'csv', join(home, `${file}.csv`), '--map', `docs/example-import/berlin/${map}.yaml`],
      ...['--caller', caller, '--origin', 'reported', '--complete-through', THROUGH],
    );
    expect([code, stdout.match(/\d+ refused/)?.[0] ?? '', stderr.match(/error.*/i)]).toEqual([0, '0 refused', null]);
  });

  it('feeds its tickets from its own Kafka topic', async () => {
    const { code, stdout, stderr } = await cx(
      ...['feed', 'kafka', '--topic', topic, '--map', 'docs/example-import/berlin/tickets.yaml', '--group', 'cx'],
      ...['--caller', 'tickets', '--until-end'],
    );
    expect([code, `${stdout}${stderr}`]).toEqual([0, expect.stringContaining(`${shop.tickets.length} records`)]);
    const complete = ['--caller', 'tickets', '--through', THROUGH];
    expect(await cx('feed', 'complete', 'support', ...complete)).toMatchObject({
      code: 0,
      stdout: `support/tickets is complete through ${THROUGH}\n`,
    });
  });

  it.each(departments)('%s has an index of this month, which is open', async (department) => {
    await expect
      .poll(() => index(department, '2027-03'), { timeout: 20_000, interval: 1_000 })
      .toMatchObject({ state: 'INDEX_STATE_OPEN', lowerE4: expect.any(String), upperE4: expect.any(String) });
  });

  it.each(['ordering', 'support'])('%s says what the index can still become', async (department) => {
    const { boundLowerE4, indexE4, boundUpperE4 } = await index(department, '2027-03');
    expect(Number(boundLowerE4)).toBeLessThan(Number(indexE4));
    expect(Number(indexE4)).toBeLessThan(Number(boundUpperE4));
  });

  it.each(departments)('%s has an index of the month before, which is complete', async (department) => {
    await expect
      .poll(() => index(department, '2027-02'), { timeout: 20_000, interval: 1_000 })
      .toMatchObject({ state: 'INDEX_STATE_COMPLETE', indexE4: expect.any(String) });
  });

  it('shows the limit by which a case was judged: four working hours, or three minutes by telephone', async () => {
    const { stdout } = await cx('cases', 'first_response_in_time', '2027-02', '--miss', '--limit', '40');
    expect(stdout).toContain('4 working hours');
    expect(stdout).toContain('3 minutes');
    expect(stdout).toContain('metrics 1, company 1');
  });

  it('is explained, and doctor finds nothing wrong', async () => {
    expect((await cx('explain', 'support', '2027-02')).stdout).toContain('first_response');
    const { code, stdout } = await cx('doctor');
    expect([code, stdout]).toEqual([0, expect.stringContaining('=> nothing is lost, late or quarantined')]);
  });

  it('changes a limit of the past in the open: every department judges again, and the index says so', async () => {
    const misses = async () => {
      const { metrics } = (await index('support', '2027-03')) as { metrics: { accountable: { hits: string } }[] };
      return metrics[0]?.accountable.hits;
    };
    const before = await misses();
    const file = join(folder, 'company.yaml');
    const closed = readFileSync(file, 'utf8')
      .replace(/^valid_from: .*$/m, 'valid_from: 2027-03-01')
      .replace('- { day: 2027-03-08,', '- { day: 2027-03-09, title: Strike }\n      - { day: 2027-03-08,');
    writeFileSync(file, closed);
    const words = [folder, '--reason', 'the help desk was on strike'];
    expect((await cx('company', 'propose', ...words)).code).toBe(3);
    expect((await cx('company', 'propose', ...words, '--after-first-day')).code).toBe(0);
    const publish = ['company', 'publish', ...words, '--after-first-day'];
    expect(await cx(...publish)).toMatchObject({ code: 3, stderr: expect.stringContaining('SAME_PERSON') });
    expect((await cx(...publish, '--as', 'rules-publisher')).code).toBe(0);
    await expect.poll(misses, { timeout: 30_000, interval: 1_000 }).not.toBe(before);
    expect((await cx('company', 'history', 'company')).stdout).toContain('the help desk was on strike');
  });
});
