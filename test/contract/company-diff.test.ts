import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishByTwo } from '#cli/company/publish-by-two.js';
import { type Ended, runCx } from '#test/stack/run-cx.js';
import { type DocumentServer, serveDocuments } from './document-server.js';
import { setScoringUp } from './scoring-bench.js';

setScoringUp();

const home = mkdtempSync(join(tmpdir(), 'cx-diff-'));
const folder = join(home, 'company');
const ruleset = join(folder, 'ruleset.yaml');
const published = 'documents/ruleset/versions/1 (2018-first)';

describe('cx company diff', () => {
  let server: DocumentServer;

  beforeAll(async () => {
    cpSync('data/olist/company', folder, { recursive: true });
    server = await serveDocuments('2026-11-28T12:00:00Z');
  });
  afterAll(async () => {
    await server.close();
    rmSync(home, { recursive: true });
  });

  const diff = (...words: string[]): Promise<Ended> => runCx(['company', 'diff', folder, ...words], server.env);
  const change = (from: string, to: string) => {
    const text = readFileSync(ruleset, 'utf8');
    if (!text.includes(from)) throw new Error(`the ruleset does not say ${from}`);
    writeFileSync(ruleset, text.replace(from, to));
  };

  it('says that everything is new while nothing is published', async () => {
    const { code, stdout } = await diff();
    expect(code).toBe(0);
    expect(stdout).toContain(`${ruleset}: no ruleset is published yet, so everything in it is new.\n`);
    expect(JSON.parse((await diff('--json')).stdout).documents.at(-1)).toMatchObject({
      ...{ file: 'ruleset.yaml', kind: 'ruleset', published: '', result: 'NEW' },
      differences: [{ place: '', kind: 'ADDED', proposed: { ruleset: '2018-first' } }],
    });
  });

  it('says that a ruleset is the same when only its layout and comments differ', async () => {
    const options = { reason: 'first', allowAfterFirstDay: true };
    const all = (await publishByTwo(server.people, folder, options)) as readonly { kind: string; file: string }[];
    expect(all.map(({ kind, file }) => `${kind} ${file}`)).toEqual(
      ['company', 'departments', 'metrics', 'feeds', 'access', 'pay-plan', 'export-profiles', 'ruleset'].map(
        (kind) => `published ${kind}.yaml`,
      ),
    );
    change('ruleset: 2018-first\n', '# another comment\n\nruleset: "2018-first"\n');
    expect((await diff()).stdout).toContain(`${ruleset}: the same as ${published}.\n`);
  });

  it('says place by place what is published, what is proposed and what it means', async () => {
    change('ruleset: "2018-first"', 'ruleset: 2018-second');
    change('target_ppm: 985000', 'target_ppm: 984000');
    const { code, stdout } = await diff();
    expect(code).toBe(0);
    expect(stdout).toContain(`${ruleset}: differs from ${published} in 2 places.\n`);
    expect(stdout).toMatch(/^ {2}ruleset +2018-first -> 2018-second +Name of the ruleset\.$/m);
    expect(stdout).toMatch(
      /^ {2}departments\.delivery\[arrived_at_last\]\.target_ppm +98\.5 % -> 98\.4 % +Rate of hits that earns 80 points\.$/m,
    );
  });

  it('says which ruleset cannot be published under its name', async () => {
    change('ruleset: 2018-second', 'ruleset: 2018-first');
    expect((await diff()).stdout).toContain('in 1 place. To publish it, give the ruleset a new name.\n');
  });

  it('compares every kind of document', async () => {
    const { stdout } = await diff('--json');
    const all = JSON.parse(stdout).documents as { kind: string; result: string }[];
    expect(all.map(({ kind }) => kind).toSorted()).toEqual([
      'access',
      'company',
      'departments',
      'export-profiles',
      'feeds',
      'metrics',
      'pay-plan',
      'ruleset',
    ]);
    expect(all.map(({ kind, result }) => `${kind} ${result}`)).toContain('metrics SAME');
  });

  it('names in words the units that are counted in others than before', async () => {
    const file = join(folder, 'departments.yaml');
    const before = readFileSync(file, 'utf8');
    expect(before).toContain('unit: area/sp,');
    writeFileSync(file, before.replace('unit: area/sp,', 'unit: sp, of: area,'));
    const { stdout } = await diff();
    expect(stdout).toContain(
      'Cases of delivery that are reported in sp are counted in area/sp from 2016-09-01 on, and in sp before.',
    );
    writeFileSync(file, before);
    expect((await diff()).stdout).not.toContain('are counted in');
  });

  it('compares nothing in a folder with mistakes, and names them', async () => {
    change('weight_bp: 5000', 'weight_bp: 5001');
    const { code, stdout, stderr } = await diff();
    expect([code, stdout]).toEqual([3, expect.stringMatching(/ruleset\.yaml:\d+:\d+ WEIGHTS_WRONG: /)]);
    expect(stderr).toContain('Nothing was compared: 1 findings.');
  });
});
