import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { RefusedFile, refusedFileOf } from './refused-file.js';

const home = mkdtempSync(join(tmpdir(), 'cx-refused-'));
afterAll(() => rmSync(home, { recursive: true }));
const csv = { format: 'csv', separator: ';', encoding: 'utf-8' } as const;

describe('the file of refused rows', () => {
  it.each([
    ['orders.csv', 'orders.refused.csv'],
    ['a.b/orders.tsv.gz', 'a.b/orders.refused.tsv'],
    ['tickets.jsonl', 'tickets.refused.jsonl'],
    ['orders', 'orders.refused.csv'],
  ])('of %s is %s', (file, expected) => expect(refusedFileOf(file)).toBe(expected));

  it('has the columns of the file behind the reason, quoted where it is needed', () => {
    const file = new RefusedFile(join(home, 'a.csv'), ['id', 'text'], csv, 0);
    file.add(['1', 'a;"b"\nc'], 'line 2: no');
    file.add(['2'], 'line 4: short');
    file.close();
    expect(readFileSync(file.path, 'utf8')).toBe(
      '\uFEFFcx_reason;id;text\r\nline 2: no;1;"a;""b""\nc"\r\nline 4: short;2\r\n',
    );
  });

  it('has a new reason in place of the old one when it is imported itself', () => {
    const file = new RefusedFile(join(home, 'b.csv'), ['cx_reason', 'id'], csv, 0);
    file.add(['line 2: no', '1'], 'line 2: still no');
    file.close();
    expect(readFileSync(file.path, 'utf8')).toBe('\uFEFFcx_reason;id\r\nline 2: still no;1\r\n');
  });

  it('that cannot be written ends the import with a sentence that names it', () => {
    const file = new RefusedFile(join(home, 'no such folder/a.csv'), ['id'], csv, 0);
    expect(() => file.add(['1'], 'no')).toThrow(/no such folder\/a\.csv: cannot be written: ENOENT/);
  });

  it.each([
    ['windows-1252', 'latin1', '\x80 M\xfcller'],
    ['utf-16le', 'utf16le', '€ Müller'],
  ] as const)('keeps the encoding %s', (encoding, nodes, text) => {
    const file = new RefusedFile(join(home, 'c.csv'), ['name'], { ...csv, encoding }, 0);
    file.add(['€ Müller'], 'no');
    file.close();
    expect(readFileSync(file.path).toString(nodes)).toContain(`no;${text}\r\n`);
  });

  it('of an import that goes on keeps what belongs to the rows before, and nothing else', () => {
    const path = join(home, 'd.csv');
    const first = new RefusedFile(path, ['id'], csv, 0);
    first.add(['1'], 'no');
    const kept = first.bytes;
    first.add(['2'], 'written, but not saved as done');
    first.close();
    const second = new RefusedFile(path, ['id'], csv, kept);
    second.add(['2'], 'no');
    second.close();
    expect(readFileSync(path, 'utf8')).toBe('\uFEFFcx_reason;id\r\nno;1\r\nno;2\r\n');
  });

  it('of JSON lines has the reason inside each object, and the text of a line that is none', () => {
    const file = new RefusedFile(join(home, 'e.jsonl'), [], { ...csv, format: 'json_lines' }, 0);
    file.add(['{"id": 1}'], 'no');
    file.add(['{"id": 1'], 'not JSON');
    file.close();
    expect(readFileSync(file.path, 'utf8')).toBe(
      '{"id":1,"cx_reason":"no"}\n{"cx_reason":"not JSON","cx_line":"{\\"id\\": 1"}\n',
    );
  });

  it('is removed when nothing is refused any more', () => {
    const path = join(home, 'f.csv');
    const first = new RefusedFile(path, ['id'], csv, 0);
    first.add(['1'], 'no');
    first.close();
    new RefusedFile(path, ['id'], csv, 0).close();
    expect(() => readFileSync(path)).toThrow('ENOENT');
  });
});
