import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readMap } from '#libs/maps/read-map.js';
import { dryRun } from './dry-run.js';
import { jsonOf } from './messages.js';
import { prepare } from './prepare.js';

const home = mkdtempSync(join(tmpdir(), 'cx-prepare-'));
afterAll(() => rmSync(home, { recursive: true }));

const read = readMap(`
map: two-files
zone: Europe/Berlin
tables:
  orders:
    columns: {order: id, at: {column: ordered, type: instant}}
    rows: {items: {table: items, where: {of: order}}}
  items:
    columns: {of: order_id, limit: {column: limit, type: instant}}
facts:
  - fact: ordering.released
    fact_id: "{order}/released"
    order_id: "{order}"
    happened_at: "{at}"
    fields: {hand_over_due_at: {latest: "{items.limit}"}, origin_unit: origin/a}
`);
if (read.kind === 'findings') throw new Error(JSON.stringify(read.findings));
const { map } = read;

const fileOf = (name: string, text: string) => {
  const file = join(home, name);
  writeFileSync(file, text);
  return file;
};
const orders = fileOf('orders.csv', 'id,ordered\na,2026-03-02 10:00\nb,2026-03-02 11:00\n');
const items = fileOf(
  'items.csv',
  'order_id;limit\na;2026-03-03 10:00\na;2026-03-04 10:00\nb;soon\nb;2026-03-05 10:00\n',
);

describe('two files that are joined by a key', () => {
  it('are told apart by their columns, whatever the order in which they are named', async () => {
    for (const words of [
      [orders, items],
      [items, orders],
      [`orders=${orders}`, `items=${items}`],
    ]) {
      const prepared = await prepare(words, map);
      const { first } = await dryRun(prepared, 10, () => {});
      const limits = first.map(
        (fact) => (jsonOf(fact) as { released: { handOverDueAt: string } }).released.handOverDueAt,
      );
      expect(limits).toEqual(['2026-03-04T09:00:00.000Z', '2026-03-05T09:00:00.000Z']);
    }
  });

  it('name the refused rows of the file that is joined, by line and column', async () => {
    const { refused } = await prepare([orders, items], map);
    expect(refused).toEqual([`${items}, line 4, limit: "soon" is not a timestamp; write 2018-03-02T14:10:00+01:00`]);
  });

  it('need both files', async () => {
    await expect(prepare([orders], map)).rejects.toThrow('The map joins items: name its file, too: items=FILE');
  });

  it('need a name for a file that could be of no table', async () => {
    const other = fileOf('other.csv', 'x,y\n1,2\n');
    await expect(prepare([other, items], map)).rejects.toThrow(`Say which table ${other} is: items=${other}`);
  });

  it('that end inside a quoted field are not joined at all', async () => {
    const cut = fileOf('cut.csv', 'order_id,limit\na,"2026-03-03');
    await expect(prepare([orders, `items=${cut}`], map)).rejects.toThrow('line 2: the file ends inside a quoted field');
  });
});
