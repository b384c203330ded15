import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../command.js';
import { BundleWriter } from './bundle-writer.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cx-bundle-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the files of a bundle', () => {
  it('are written as their pieces arrive, and are whole with the manifest', () => {
    const writer = new BundleWriter(join(folder, 'new'));
    writer.write('records/delivery.json', Buffer.from('{"a"'));
    writer.write('records/delivery.json', Buffer.from(':"b"}'));
    writer.write('manifest.json', Buffer.from('{}'));
    expect(writer.end()).toEqual({ files: 2, bytes: 11 });
    expect(readFileSync(join(folder, 'new/records/delivery.json'), 'utf8')).toBe('{"a":"b"}');
  });

  it('are not whole without the manifest, which the server sends last', () => {
    const writer = new BundleWriter(folder);
    writer.write('root.json', Buffer.from('{}'));
    expect(() => writer.end()).toThrow('not whole');
  });

  it('never replace files that lie there', () => {
    const writer = new BundleWriter(folder);
    writer.write('root.json', Buffer.from('{}'));
    expect(() => new BundleWriter(folder)).toThrow(UsageError);
  });

  it.each(['../root.json', '/tmp/root.json', 'records/../../root.json', 'a/b/c.json', 'root.sh', 'batches/..bin'])(
    'have no name like %s, whatever the server sends',
    (path) => {
      expect(() => new BundleWriter(folder).write(path, Buffer.from('x'))).toThrow('the server sent a file');
      expect(existsSync(join(folder, '..', 'root.json'))).toBe(false);
    },
  );
});
