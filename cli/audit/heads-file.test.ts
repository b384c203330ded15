import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../command.js';
import { readHeads, writeHeads } from './heads-file.js';

const folder = mkdtempSync(join(tmpdir(), 'cx-heads-'));
afterAll(() => rmSync(folder, { recursive: true }));
const heads = { scoring: { position: '12', hash: 'ab'.repeat(32) } };

describe('the file of heads', () => {
  it('holds no heads before it is there', () => {
    expect(readHeads(join(folder, 'none.json'))).toEqual({});
  });

  it('is read as it was written, and only its owner may read it', () => {
    const file = join(folder, 'heads.json');
    writeHeads(file, heads);
    expect(readHeads(file)).toEqual(heads);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['no JSON', 'heads'],
    ['a list', '[1]'],
    ['a hash that is too short', JSON.stringify({ scoring: { position: '1', hash: 'ab' } })],
    ['a position that is no number', JSON.stringify({ scoring: { position: 'x', hash: 'ab'.repeat(32) } })],
    ['no head', JSON.stringify({ scoring: null })],
  ])('is refused when it holds %s', (_, text) => {
    const file = join(folder, 'wrong.json');
    writeFileSync(file, text);
    expect(() => readHeads(file)).toThrow(UsageError);
  });
});
