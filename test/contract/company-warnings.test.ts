import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCx } from '#test/stack/run-cx.js';
import { type DocumentServer, serveDocuments } from './document-server.js';
import { setScoringUp } from './scoring-bench.js';

setScoringUp();

const home = mkdtempSync(join(tmpdir(), 'cx-lost-'));
const folder = join(home, 'company');
const file = join(folder, 'departments.yaml');

describe('a version that loses facts that departments of the company have stored', () => {
  let server: DocumentServer;
  beforeAll(async () => {
    cpSync('docs/own-departments', folder, { recursive: true });
    server = await serveDocuments('2026-11-28T12:00:00Z');
  });
  afterAll(async () => {
    await server.close();
    rmSync(home, { recursive: true });
  });

  const cx = (...words: string[]) => runCx(['company', ...words], server.env);
  const words = [folder, '--reason', 'a test', '--after-first-day'];
  const propose = () => cx('propose', ...words);
  const publish = () => cx('publish', ...words, '--as', 'rules-publisher');

  it('is none while nothing is published', async () => {
    expect((await cx('diff', folder)).stdout).not.toContain('warning: ');
    for (const { code, stderr } of [await propose(), await publish()])
      expect([code, stderr]).toEqual([0, expect.not.stringContaining('warning: ')]);
  });

  it('is named by diff, propose and publish, and is published all the same', async () => {
    const text = readFileSync(file, 'utf8').replace('valid_from: 2026-01-01', 'valid_from: 2027-03-01');
    writeFileSync(
      file,
      text
        .replace('named_by: [article, day]', 'named_by: [article]')
        .replace('          in_stock:', '          available:')
        .replaceAll('asked_for.in_stock', 'asked_for.available'),
    );
    const warnings = [
      'warning: departments.product.case CASES_NAMED_ANEW: Facts that are reported from then on belong to new cases.',
      'warning: departments.product.facts.asked_for.fields.in_stock FIELD_DROPPED: ',
    ];
    const { stdout } = await cx('diff', folder);
    for (const warning of warnings) expect(stdout).toContain(warning);
    const { documents } = JSON.parse((await cx('diff', folder, '--json')).stdout);
    expect(documents.flatMap((one: { warnings?: { reason: string }[] }) => one.warnings ?? [])).toMatchObject([
      { reason: 'CASES_NAMED_ANEW' },
      { reason: 'FIELD_DROPPED' },
    ]);
    for (const { code, stderr } of [await propose(), await publish()]) {
      expect(code).toBe(0);
      for (const warning of warnings) expect(stderr).toContain(warning);
    }
    expect((await cx('diff', folder)).stdout).not.toContain('warning: ');
  });
});
