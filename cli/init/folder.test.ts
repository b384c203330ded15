import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { readCompany } from '#libs/documents/read-company.js';
import { questions } from './answers.js';
import { ask } from './ask.js';
import { FolderError, writeCompany } from './folder.js';

const home = mkdtempSync(join(tmpdir(), 'cx-init-'));
afterAll(() => rmSync(home, { recursive: true }));

const answers = { name: 'My shop', zone: 'Europe/Berlin', currency: 'EUR', departments: ['ordering', 'product'] };
const NOW = Date.parse('2027-03-05T12:00:00Z');

describe('a new folder', () => {
  const folder = join(home, 'new/shop');
  writeCompany(folder, answers, NOW);
  const env = readFileSync(join(folder, 'env'), 'utf8');

  it('has documents that pass the linter, schemas, a README and a list for git', () => {
    expect(readCompany(folder)).toMatchObject({ kind: 'documents' });
    expect(readdirSync(join(folder, 'schemas'))).toHaveLength(10);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain('| Ordering | `shop` | `placed`');
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toContain('\nenv\n');
    const { 'company.yaml': head } = { 'company.yaml': readFileSync(join(folder, 'company.yaml'), 'utf8') };
    expect(head).toMatch(/^# yaml-language-server: \$schema=schemas\/company\.json\n/);
  });

  it('has secrets that only its user may read, and other ones than any other folder', () => {
    expect(statSync(join(folder, 'env')).mode & 0o777).toBe(0o600);
    expect(env).toMatch(/^CX_INSTALLATION=[0-9a-f-]{36}$/m);
    expect(env).toMatch(/^CX_CASE_KEY=[0-9a-f]{64}$/m);
    expect(env).toMatch(/^CX_DATABASE_PASSWORD=[\w-]{32}$/m);
    const other = join(home, 'other');
    writeCompany(other, answers, NOW);
    const secrets = (text: string) => text.split('\n').filter((line) => /^CX_/.test(line));
    expect(secrets(readFileSync(join(other, 'env'), 'utf8')).filter((line) => env.includes(line))).toEqual([]);
  });

  it('is not written a second time: what is there stays as it is', () => {
    expect(() => writeCompany(folder, answers, NOW)).toThrow(FolderError);
    expect(readFileSync(join(folder, 'env'), 'utf8')).toBe(env);
  });

  it('is refused where a file stands', () => {
    writeFileSync(join(home, 'file'), '');
    expect(() => writeCompany(join(home, 'file'), answers, NOW)).toThrow(/cannot be written: EEXIST/);
    expect(() => writeCompany(join(home, 'file/below'), answers, NOW)).toThrow(/cannot be written: ENOTDIR/);
  });
});

describe('questions on a terminal', () => {
  const asked = async (typed: string) => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    input.end(typed);
    const given = await ask(questions('Europe/Vienna'), { input, output });
    return { given, printed: String(output.read()) };
  };

  it('are asked again until the answer is good; an empty line takes what is offered', async () => {
    const { given, printed } = await asked('My shop\n\nEURO\nEUR\n\n');
    expect(given).toEqual(['My shop', 'Europe/Vienna', 'EUR', 'ordering,warehouse,delivery,support,survey']);
    expect(printed).toContain('Time zone of the company [Europe/Vienna]: ');
    expect(printed).toContain('"EURO": ');
  });

  it('end without an answer when the input ends', async () => {
    expect((await asked('My shop\n')).given).toBeUndefined();
  });
});
