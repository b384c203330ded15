import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { fingerprint, type ImportKey, keyText, ProgressFile } from './progress-file.js';

const home = mkdtempSync(join(tmpdir(), 'cx-progress-'));
afterAll(() => rmSync(home, { recursive: true }));

const KEY: ImportKey = {
  files: ['a'],
  map: 'm',
  zone: 'Europe/Berlin',
  origin: 2,
  to: { ordering: '127.0.0.1:7101 as shop' },
};
const SAVED = { rows: 10, refusedBytes: 0, refusedRows: 1 };

describe('how far an import is', () => {
  const file = join(home, 'orders.csv');

  it('is known to the next import of the same file, map and destination', () => {
    new ProgressFile(file, keyText(KEY)).write(SAVED);
    expect(new ProgressFile(file, keyText({ ...KEY })).read()).toEqual(SAVED);
  });

  it.each([
    ['another content of the file', { ...KEY, files: ['b'] }],
    ['another content of a file that is joined', { ...KEY, files: ['a', 'b'] }],
    ['another map', { ...KEY, map: 'n' }],
    ['another zone', { ...KEY, zone: undefined }],
    ['another origin', { ...KEY, origin: 1 }],
    ['another department or caller', { ...KEY, to: { ordering: '127.0.0.1:7101 as other' } }],
  ])('is not known for %s', (_, key) => {
    expect(new ProgressFile(file, keyText(key)).read()).toBeUndefined();
  });

  it('is forgotten when it is damaged or removed', () => {
    const progress = new ProgressFile(file, keyText(KEY));
    writeFileSync(progress.path, '{"key": "');
    expect(progress.read()).toBeUndefined();
    progress.remove();
    expect(progress.read()).toBeUndefined();
  });

  it('that cannot be saved ends the import with a sentence that names the file', () => {
    const progress = new ProgressFile(join(home, 'no such folder/orders.csv'), keyText(KEY));
    expect(() => progress.write(SAVED)).toThrow(
      /no such folder\/orders\.csv\.cx-progress: cannot be written: ENOENT.*; free space or allow it, then/,
    );
  });

  it('is keyed by the bytes of the file, and shown by its lines', async () => {
    writeFileSync(file, 'id\n1\n2\n');
    expect(await fingerprint(file)).toMatchObject({ lines: 3, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('is shown by the lines inside a gzip file, as far as they can be read', async () => {
    const zipped = gzipSync(Array.from({ length: 9_999 }, (_, row) => `${row},${Math.sin(row)}\n`).join(''));
    writeFileSync(`${file}.gz`, zipped);
    expect((await fingerprint(`${file}.gz`)).lines).toBe(9_999);
    writeFileSync(`${file}.gz`, zipped.subarray(0, zipped.length / 2));
    expect((await fingerprint(`${file}.gz`)).lines).toBeLessThan(9_999);
    writeFileSync(`${file}.gz`, 'id\n1\n');
    expect((await fingerprint(`${file}.gz`)).lines).toBe(0);
  });
});
