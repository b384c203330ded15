import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { encoded } from './encoding.js';
import { formOf } from './file-form.js';
import { openRows } from './read-rows.js';

const home = mkdtempSync(join(tmpdir(), 'cx-rows-'));
afterAll(() => rmSync(home, { recursive: true }));
const columns = [
  { name: 'id', optional: false },
  { name: 'name', optional: false },
];

/** What a file with these bytes is read as: "line: cells", and what is wrong with it. */
async function read(bytes: string | Uint8Array, form: Parameters<typeof formOf>[1] = {}, name = 'file.csv') {
  const file = join(home, name);
  writeFileSync(file, bytes);
  const found = await formOf(file, form);
  const { items } = await openRows(file, found, columns);
  const lines: string[] = [];
  for await (const portion of items)
    for (const item of portion)
      lines.push(`${item.line}: ${item.kind === 'row' ? item.cells.join('|') : `${item.kind}, ${item.problem}`}`);
  return { words: found.words, lines };
}

const TEXT = 'id;name\r\n1;Müller\r\n\r\n2;"Groß; klein"\r\n3;"two\r\nlines"\r\n4;€\r\n';
const ROWS = ['2: 1|Müller', '4: 2|Groß; klein', '5: 3|two\nlines', '7: 4|€'];

describe('a file', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT), {}, 'UTF-8'],
    ['UTF-8 with a mark', encoded(TEXT, 'utf-8', true), {}, 'UTF-8'],
    ['UTF-16, little end first', encoded(TEXT, 'utf-16le', true), {}, 'UTF-16'],
    ['UTF-16, big end first', encoded(TEXT, 'utf-16be', true), {}, 'UTF-16'],
    ['UTF-16 without a mark, when said', encoded(TEXT, 'utf-16le', false), { encoding: 'utf-16' }, 'UTF-16'],
    ['Windows-1252, when said', encoded(TEXT, 'windows-1252', true), { encoding: 'windows-1252' }, 'Windows-1252'],
  ] as const)('of %s is read, with the line of each row', async (_, bytes, form, name) => {
    expect(await read(bytes, form)).toEqual({ words: `CSV, ${name}, semicolon (detected)`, lines: ROWS });
  });

  it.each([
    ['comma', ','],
    ['semicolon', ';'],
    ['tab', '\t'],
    ['pipe', '|'],
  ] as const)('with %s between its fields is read, and so is one for which that is said', async (separator, sign) => {
    const text = `${['id', 'name'].join(sign)}\n1${sign}a b\n`;
    expect(await read(text)).toEqual({ words: `CSV, UTF-8, ${separator} (detected)`, lines: ['2: 1|a b'] });
    expect((await read(text, { separator })).words).toBe(`CSV, UTF-8, ${separator}`);
  });

  it('may name its separator in a first line, as spreadsheets write it', async () => {
    expect((await read('sep=;\r\nid;name\r\n1;a,b,c\r\n')).lines).toEqual(['3: 1|a,b,c']);
  });

  it('may be gzip, have the line breaks of old computers, no break at its end, and columns that no map names', async () => {
    expect((await read(gzipSync('x,name,id\r9,a,1\r8,b,2'), {}, 'file.csv.gz')).lines).toEqual(['2: 1|a', '3: 2|b']);
  });

  it('refuses a row with too few or too many fields by itself', async () => {
    expect((await read('id,name\n1,a\n2\n3,b,c\n4,d\n')).lines).toEqual([
      '2: 1|a',
      '3: bad, the row has 1 fields, the header 2',
      '4: bad, the row has 3 fields, the header 2',
      '5: 4|d',
    ]);
  });

  it('refuses a row with a quote inside a field that is not quoted by itself', async () => {
    expect((await read('id,name\n1,a "b" c\n2,d\n')).lines).toEqual([
      '2: bad, a quote stands inside a field that is not quoted',
      '3: 2|d',
    ]);
  });

  it('ends where its quotes do not match', async () => {
    expect((await read('id,name\n1,a\n2,"b"c\n3,d\n')).lines).toEqual([
      '2: 1|a',
      '3: broken, a quote of this row does not match',
    ]);
  });

  it('that was cut in the middle of a quoted field is named with the line of that row', async () => {
    const whole = Array.from({ length: 3_000 }, (_, place) => `${place},"some text"`).join('\n');
    const { lines } = await read(`id,name\n${whole}\n9,"cut sho`);
    expect([lines.length, lines.at(-1)]).toEqual([
      3_001,
      '3002: broken, the file ends inside a quoted field of this row',
    ]);
  });

  it('with a quote that is never closed does not fill the memory', async () => {
    const { lines } = await read(`id,name\n1,a\n2,"${'b,c\n'.repeat(2_000_000)}`);
    expect(lines).toEqual(['2: 1|a', '3: broken, a quote of this row does not match']);
  });

  it.each([
    ['', 'line 1: the file is empty; write the names of the columns first'],
    ['id,name,id\n1,a,2\n', 'line 1, id: the column stands there twice; remove or rename one'],
    ['id,nmae\n1,a\n', 'line 1, name: there is no such column; the file has "nmae": write that in the map'],
    ['id,text\n1,a\n', 'line 1, name: there is no such column; the file has id, text'],
    ['id,"name\n1,a\n', 'the file ends inside a quoted field of this row'],
  ])('with the text %j is refused: %s', async (text, sentence) => {
    await expect(read(text)).rejects.toThrow(sentence);
  });

  it.each([
    [() => read('id,name\n1,a\n', {}, 'x.gz'), 'this is not a gzip file, or it is damaged'],
    [
      () => read(gzipSync('id,name\n1,a\n'.repeat(9_999)).subarray(0, 200), {}, 'y.gz'),
      'the file is cut short; copy it again',
    ],
    [() => formOf(join(home, 'nowhere.csv'), {}), 'there is no such file; check the path'],
    [() => formOf(home, {}), 'this is a folder; name a file'],
  ])('that cannot be read at all gets one sentence', async (reading, sentence) => {
    await expect(reading()).rejects.toThrow(sentence);
  });

  it('of JSON lines is read by paths, and a line that is no object is refused by itself', async () => {
    const text = '{"id": 1, "name": "a"}\n\n[2]\n{"id": 3, "name": null}\n{"id": 4, "na';
    expect(await read(text, {}, 'file.jsonl')).toEqual({
      words: 'JSON lines, UTF-8',
      lines: ['1: 1|a', '3: bad, the line is a JSON array', '4: 3|', '5: bad, the line is not JSON'],
    });
  });
});
