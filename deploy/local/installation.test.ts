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
