import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCx } from '#test/stack/run-cx.js';
import { type DocumentServer, serveDocuments } from './document-server.js';
import { setScoringUp } from './scoring-bench.js';

setScoringUp();

const home = mkdtempSync(join(tmpdir(), 'cx-publish-'));
const folder = join(home, 'company');
const metrics = join(folder, 'metrics.yaml');

/** The tests are one story: two people publish a folder, then a change of one file. */
describe('cx company, typed by two people', () => {
  let server: DocumentServer;
  beforeAll(async () => {
    cpSync('data/olist/company', folder, { recursive: true });
    server = await serveDocuments('2026-11-28T12:00:00Z');
  });
  afterAll(async () => {
    await server.close();
    rmSync(home, { recursive: true });
  });

  const cx = (...words: string[]) => runCx(['company', ...words], server.env);
  const why = ['--reason', 'a test', '--after-first-day'];
  const another = ['--as', 'rules-publisher'];

  it('says that no proposal is open, and how to propose', async () => {
    const { code, stdout, stderr } = await cx('proposals');
    expect([code, stdout, stderr]).toEqual([0, '', expect.stringContaining('npx cx company propose DIR')]);
  });

  it('asks for a reason, except of a dry run, which stores nothing', async () => {
    expect((await cx('propose', folder)).code).toBe(2);
    const { code, stdout } = await cx('propose', folder, '--dry-run', '--after-first-day');
    expect([code, stdout]).toEqual([0, expect.stringContaining('would be documents/metrics/versions/1')]);
    expect((await cx('proposals', '--json')).stdout).toBe('[]\n');
  });

  it('publishes nothing of a folder that is not proposed, and says what to do', async () => {
    const { code, stderr } = await cx('publish', folder, ...why, ...another);
    expect(code).toBe(3);
    expect(stderr).toContain(`${folder}/company.yaml: NOT_PROPOSED: `);
    expect(stderr).toContain(`Propose it: npx cx company propose ${folder} --reason WHY`);
    expect(stderr).toContain('0 published, 0 unchanged, 8 refused.');
  });

  it('proposes a whole folder at once, and says how another person publishes it', async () => {
    const { code, stdout, stderr } = await cx('propose', folder, ...why);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}documents\/company\/proposals\/1 is to be documents\/company\/versions\/1 {3}Olist/m);
    expect(stderr).toContain(
      `Another person with the role rules_publisher publishes it: npx cx company publish ${folder} --reason WHY --as rules-publisher`,
    );
  });

  it('lists what waits, with its author and reason', async () => {
    const { stdout } = await cx('proposals', ...another);
    expect(stdout).toMatch(/^documents\/metrics\/proposals\/3 {3}from .* proposed by console at .*Z: a test/m);
    expect(stdout).toContain('no metrics is published yet, so everything in it is new.');
  });

  it('does not let the author publish, and lets another person', async () => {
    const own = await cx('publish', folder, ...why);
    expect(own).toMatchObject({ code: 3, stderr: expect.stringContaining('company.yaml: SAME_PERSON: ') });
    expect(own.stderr).toContain('--as rules-publisher');
    const { code, stdout } = await cx('publish', folder, ...why, ...another);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/ruleset\/versions\/1 .* proposed by console$/m)]);
    expect((await cx('history', 'company')).stdout).toContain('proposed by console, published by rules-publisher');
  });

  it('proposes one file, shows what it would change, and publishes it by the name of the proposal', async () => {
    writeFileSync(
      join(folder, 'departments.yaml'),
      `${readFileSync(join(folder, 'departments.yaml'), 'utf8')}# later\n`,
    );
    const text = readFileSync(metrics, 'utf8');
    const next = '\n    - { valid_from: 2098-01-01, grace: { civil_days: 3 } }';
    writeFileSync(metrics, text.replace(/( {2}arrived_at_last:\n(?: {4}-.*\n)*?) {4}(-.*)/, `$1    $2${next}`));
    const { stdout } = await cx('propose', metrics, ...why);
    expect(stdout).toMatch(/^ {2}documents\/metrics\/proposals\/9 is to be documents\/metrics\/versions\/2 /);
    const waiting = await cx('proposals', ...another);
    expect(waiting.stdout).toContain('differs from documents/metrics/versions/1:');
    expect(waiting.stdout).toMatch(/metrics\.arrived_at_last\[2098-01-01\] +new: /);
    const published = await cx(
      'publish',
      'documents/metrics/proposals/9',
      '--reason',
      'three days',
      ...another,
      '--json',
    );
    expect([published.code, JSON.parse(published.stdout)]).toEqual([
      0,
      [expect.objectContaining({ result: 'published', file: 'documents/metrics/proposals/9' })],
    ]);
    expect((await cx('proposals')).stdout).toBe('');
  });

  it('proposes nothing that is published already, and nothing of a folder with mistakes', async () => {
    const same = await cx('propose', metrics, ...why);
    expect([same.code, same.stdout]).toEqual([
      0,
      expect.stringMatching(/^ {2}unchanged: documents\/metrics\/versions\/2 /),
    ]);
    writeFileSync(metrics, 'metrics: 1\n');
    const { code, stderr } = await cx('propose', folder, ...why);
    expect([code, stderr]).toEqual([3, expect.stringContaining('Nothing was proposed: ')]);
  });
});
