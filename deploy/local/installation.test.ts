import { mkdtempSync, rmSync, statSync } from 'node:fs';
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
    expect(openInstallation(dataDir, true).id).not.toBe(first.id);
  });

  it('keeps its case key from other users of the machine', () => {
    openInstallation(dataDir, false);
    expect(statSync(join(dataDir, 'installation.json')).mode & 0o777).toBe(0o600);
  });
});
