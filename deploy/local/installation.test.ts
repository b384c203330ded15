import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openInstallation } from './installation.js';

describe('an installation', () => {
  let dataDir = '';
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'cx-installation-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('is the same one at the next start', () => {
    const first = openInstallation(dataDir, false);
    expect(openInstallation(dataDir, false)).toEqual({ ...first, isNew: false });
  });

  it('of a company takes the id and the key of its env, once, and stays that of a company', () => {
    const env = { id: '5f0c2a9e-8d7b-4a57-9a3c-1f0e6f4f7a11', caseKey: '01'.repeat(32) };
    expect(openInstallation(dataDir, false, env)).toEqual({ ...env, isCompanys: true, isNew: true });
    expect(openInstallation(dataDir, false)).toEqual({ ...env, isCompanys: true, isNew: false });
  });

  it('of a company without env gets an id and a key of its own', () => {
    expect(openInstallation(dataDir, false, {})).toMatchObject({
      isCompanys: true,
      caseKey: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('is another one after --fresh', () => {
    const first = openInstallation(dataDir, false);
    mkdirSync(join(dataDir, 'kafka'));
    expect(openInstallation(dataDir, true).id).not.toBe(first.id);
    expect(readdirSync(dataDir)).toEqual(['installation.json']);
  });

  it('keeps its lock at --fresh, because the folder is in use', () => {
    openInstallation(dataDir, false);
    writeFileSync(join(dataDir, 'running.json'), '{}');
    openInstallation(dataDir, true);
    expect(readdirSync(dataDir)).toEqual(['installation.json', 'running.json']);
  });

  it('does not delete a folder of other files at --fresh', () => {
    writeFileSync(join(dataDir, 'thesis.doc'), '');
    expect(() => openInstallation(dataDir, true)).toThrow('--fresh deletes nothing');
    expect(readdirSync(dataDir)).toEqual(['thesis.doc']);
  });

  it('keeps its case key from other users of the machine', () => {
    openInstallation(dataDir, false);
    expect(statSync(join(dataDir, 'installation.json')).mode & 0o777).toBe(0o600);
  });
});
