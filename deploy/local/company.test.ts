import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeCompany } from '#cli/init/folder.js';
import { readCompanyFolder } from './company.js';
import { readOptions } from './options.js';
import { startCommand } from './printed-commands.js';

describe('npm start -- --company', () => {
  let top = '';
  let folder = '';
  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), 'cx-company-'));
    folder = join(top, 'acme');
    const departments = ['ordering', 'warehouse', 'delivery'];
    writeCompany(folder, { name: 'Acme', zone: 'Europe/Berlin', currency: 'EUR', departments }, Date.UTC(2026, 10, 28));
  });
  afterEach(() => rmSync(top, { recursive: true, force: true }));

  it('takes the installation from env, as cx init writes it', () => {
    expect(readCompanyFolder(folder).installation).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      caseKey: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    rmSync(join(folder, 'env'));
    expect(readCompanyFolder(folder)).toEqual({ installation: {}, own: [] });
  });

  it('finds the departments of its own, each of which is a process', () => {
    expect(readCompanyFolder('docs/own-departments').own).toEqual(['product', 'it', 'returns']);
  });

  it('starts nothing by documents with a mistake, and names each with its place', () => {
    writeFileSync(join(folder, 'feeds.yaml'), 'feeds: 1\n');
    expect(() => readCompanyFolder(folder)).toThrow(/acme have mistakes:\nfeeds\.yaml:1:\d+ [A-Z_]+: .* Do: /);
  });

  it('keeps everything beside the documents, and replays nothing', () => {
    const options = readOptions(['--company', 'acme'], { INIT_CWD: top });
    expect(options).toMatchObject({
      company: folder,
      dataDir: join(folder, '.cx'),
      replay: false,
      isDefaultFolder: false,
    });
    expect(startCommand(options)).toBe(`npm start -- --company ${folder}`);
    const elsewhere = readOptions(['--company', 'acme', '--data', 'data'], { INIT_CWD: top });
    expect(startCommand(elsewhere)).toBe(`npm start -- --company ${folder} --data ${join(top, 'data')}`);
    expect(() => readOptions(['--company', ''], {})).toThrow('Form: --company DIR');
  });
});
