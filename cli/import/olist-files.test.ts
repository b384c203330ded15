import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factsOf } from './olist-facts.js';
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
const facts = async (folder: string) => factsOf(await readOlistFiles(folder));
const cut = (name: string) => gzipSync(lines.join('\n')).subarray(0, name.length + 800);

describe('a file of orders', () => {
  it('says the same with its rows or its columns in another order', async () => {
    const straight = await facts(zipped('straight', lines));
    const [head = '', ...rows] = lines;
    expect(await facts(zipped('rows', [head, ...rows.toReversed()]))).toEqual(straight);
    const swapped = lines.map((line) => [...line.split(',').slice(1), line.split(',')[0]].join(','));
    expect(await facts(zipped('columns', swapped))).toEqual(straight);
  });

  it.each([
    ['nothing', () => join(home, 'nowhere'), 'olist_orders.csv (or .gz) is not there'],
    ['cut short', () => folderOf('cut', cut('cut')), 'the file is cut short'],
    ['no gzip', () => folderOf('plain', lines.join('\n')), 'this is not a gzip file'],
    [
      'a column less',
      () =>
        zipped(
          'less',
          lines.map((line) => line.slice(line.indexOf(',') + 1)),
        ),
      'line 1: there is no column order_id',
    ],
    ['a row cut short', () => zipped('ragged', [...lines, '2e7a8482,shipped,2016']), 'line 41'],
    ['a NUL byte', () => withCell('nul', 'customer_state', 'S\0P'), 'line 6, customer_state: a NUL byte'],
    [
      'other bytes',
      () => folderOf('latin', gzipSync(Buffer.from(`${lines.join('\n')}\n`.replace(',RR,', ',R\xff,'), 'latin1'))),
      'line 2, customer_state: not UTF-8',
    ],
    [
      'a stamp that is none',
      () => withCell('stamp', 'order_approved_at', '31/12/2017'),
      'line 6, order_approved_at: "31/12/2017" is no stamp',
    ],
    [
      'a day that does not exist',
      () => withCell('day', 'order_estimated_delivery_date', '2017-02-30'),
      '"2017-02-30" is no stamp',
    ],
    ['no order', () => withCell('empty', 'order_id', ''), 'line 6, order_id: it is empty'],
    [
      'a score in words',
      () => withCell('score', 'review_scores', 'five'),
      'line 6, review_scores: "five" is no whole number',
    ],
  ])('with %s is refused as a whole, and the sentence says where', async (_, folder, says) => {
    await expect(readOlistFiles(folder())).rejects.toThrow(says);
  });
});
