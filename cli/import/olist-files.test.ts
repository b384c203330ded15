import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factsOf, ZONE } from './olist-facts.js';
import { readOlistFiles } from './olist-files.js';

const FILE = 'olist_joined.csv.gz';
const home = mkdtempSync(join(tmpdir(), 'cx-files-'));
let lines: readonly string[];

beforeAll(() => {
  lines = gunzipSync(readFileSync(`data/olist/${FILE}`))
    .toString()
    .trimEnd()
    .split('\n')
    .slice(0, 40);
});
afterAll(() => rmSync(home, { recursive: true }));

/** A folder with one joined file of these bytes. */
function folderOf(name: string, bytes: string | Buffer): string {
  const folder = join(home, name);
  mkdirSync(folder);
  writeFileSync(join(folder, FILE), bytes);
  return folder;
}
const zipped = (name: string, changed: readonly string[]) => folderOf(name, gzipSync(`${changed.join('\n')}\n`));
/** The file with one cell changed: row 5, which is line 6. */
const withCell = (name: string, column: string, value: string) => {
  const [head = '', ...rows] = lines;
  const place = head.split(',').indexOf(column);
  const cells = (rows[4] ?? '').split(',').map((cell, at) => (at === place ? value : cell));
  return zipped(name, [head, ...rows.slice(0, 4), cells.join(','), ...rows.slice(5)]);
};
const read = (folder: string, skipBadRows = false) => readOlistFiles(folder, { zone: ZONE, skipBadRows });
const facts = async (folder: string) => factsOf(await read(folder));
const cut = (name: string) => gzipSync(lines.join('\n')).subarray(0, name.length + 800);

describe('a file of orders', () => {
  it('gives the same facts with its rows or its columns in another order', async () => {
    const straight = await facts(zipped('straight', lines));
    const [head = '', ...rows] = lines;
    expect(await facts(zipped('rows', [head, ...rows.toReversed()]))).toEqual(straight);
    const swapped = lines.map((line) => [...line.split(',').slice(1), line.split(',')[0]].join(','));
    expect(await facts(zipped('columns', swapped))).toEqual(straight);
  });

  it('gives the same facts with semicolons, tabs, CRLF, a byte order mark, and blank lines', async () => {
    const straight = await facts(zipped('commas', lines));
    const written = (name: string, text: string) => facts(folderOf(name, gzipSync(text)));
    expect(await written('semicolons', lines.join('\n').replaceAll(',', ';'))).toEqual(straight);
    expect(await written('tabs', lines.join('\n').replaceAll(',', '\t'))).toEqual(straight);
    expect(await written('windows', `\uFEFF${lines.join('\r\n')}\r\n\r\n;;;;\r\n`.replaceAll(',', ';'))).toEqual(
      straight,
    );
  });

  it.each([
    [
      'nothing',
      () => join(home, 'nowhere'),
      'olist_orders.csv: neither this file nor one with .gz is there; check the path',
    ],
    ['cut short', () => folderOf('cut', cut('cut')), 'the file is cut short; copy it again'],
    ['no gzip', () => folderOf('plain', lines.join('\n')), 'this is not a gzip file'],
    [
      'a column less',
      () =>
        zipped(
          'less',
          lines.map((line) => line.slice(line.indexOf(',') + 1)),
        ),
      'line 1: there is no column order_id; add it; the columns are order_status, ',
    ],
    [
      'a row cut short',
      () => zipped('ragged', [...lines, '2e7a8482,shipped,2016']),
      'line 41: the row has 3 cells, the header 14',
    ],
    [
      'a NUL byte',
      () => withCell('nul', 'customer_state', 'S\0P'),
      'line 6, customer_state: the cell holds a NUL byte',
    ],
    [
      'other bytes',
      () => folderOf('latin', gzipSync(Buffer.from(`${lines.join('\n')}\n`.replace(',RR,', ',R\xff,'), 'latin1'))),
      'line 2, customer_state: the cell is not UTF-8; save the file as UTF-8',
    ],
    [
      'a timestamp that is none',
      () => withCell('stamp', 'order_approved_at', '31/12/2017'),
      'line 6, order_approved_at: "31/12/2017" is not a timestamp; write 2018-03-02T14:10:00+01:00',
    ],
    [
      'a day that does not exist',
      () => withCell('day', 'order_estimated_delivery_date', '2017-02-30'),
      'line 6, order_estimated_delivery_date: "2017-02-30" is not a day; write 2018-03-02',
    ],
    ['no order', () => withCell('empty', 'order_id', ''), 'line 6, order_id: the cell is empty'],
    [
      'a score in words',
      () => withCell('score', 'review_scores', 'five'),
      'line 6, review_scores: "five" is not a whole number',
    ],
  ])('with %s is refused as a whole, and the sentence names the place', async (_, folder, sentence) => {
    await expect(read(folder())).rejects.toThrow(sentence);
  });

  it('can be read without its bad rows', async () => {
    const good = (await read(zipped('whole', lines))).orders.length;
    const { orders, skipped } = await read(withCell('skip', 'order_approved_at', 'soon'), true);
    expect([orders.length, skipped.map(({ line, column }) => [line, column])]).toEqual([
      good - 1,
      [[6, 'order_approved_at']],
    ]);
  });
});
