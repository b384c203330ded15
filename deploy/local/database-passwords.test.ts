import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { databasePasswords } from './database-passwords.js';

const folder = mkdtempSync(join(tmpdir(), 'cx-passwords-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the passwords of a data folder', () => {
  it('differ for each role, and are the same at the next start', () => {
    const first = databasePasswords(folder, ['cx', 'cx_scoring']);
    expect(first('cx')).not.toBe(first('cx_scoring'));
    const next = databasePasswords(folder, ['cx', 'cx_scoring']);
    expect([next('cx'), next('cx_scoring')]).toEqual([first('cx'), first('cx_scoring')]);
  });

  it('of a department that is new are added, and the others stay', () => {
    const before = databasePasswords(folder, ['cx']);
    const later = databasePasswords(folder, ['cx', 'cx_product']);
    expect(later('cx')).toBe(before('cx'));
    expect(later('cx_product')).toHaveLength(32);
  });

  it('stand in a file that only its owner may read', () => {
    const file = join(folder, 'database-passwords.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')))).toEqual(['cx', 'cx_scoring', 'cx_product']);
  });

  it('of an unknown role do not exist', () => {
    expect(() => databasePasswords(folder, [])('stranger')).toThrow('there is no password of stranger');
  });
});
