import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openRows } from '#cli/import/files/read-rows.js';
import { mappedRows } from '#cli/import/mapped/map-rows.js';
import { messageOf, sourceOf } from '#cli/import/mapped/messages.js';
import { openMap } from '#cli/import/mapped/open-map.js';
import { prepare } from '#cli/import/mapped/prepare.js';
import { factsOf, ZONE } from '#cli/import/olist-facts.js';
import { readOlistFiles } from '#cli/import/olist-files.js';
import { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { OrderFact } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { SurveyFact } from '#libs/contracts/cx/survey/v1/survey.js';
import { ParcelFact } from '#libs/contracts/cx/warehouse/v1/warehouse.js';

const MESSAGES = { ordering: OrderFact, warehouse: ParcelFact, delivery: DeliveryFact, survey: SurveyFact } as const;

/** The bytes of a fact as its department stores and hashes them. */
function line(to: string, fact: object): string {
  const { encode } = MESSAGES[to as keyof typeof MESSAGES] as unknown as {
    encode(one: object): { finish(): Uint8Array };
  };
  return `${to} ${Buffer.from(encode(fact).finish()).toString('hex')}`;
}

async function mapped(map: string, words: readonly string[]): Promise<string[]> {
  const { files, joined } = await prepare(words, openMap(`data/olist/import/${map}.yaml`, undefined).map);
  const lines: string[] = [];
  for (const { file, form, table } of files) {
    const { items } = await openRows(file, form, table.columns);
    for await (const portion of mappedRows(items, table, joined)) {
      for (const item of portion) {
        if (item.kind !== 'mapped') throw new Error(`line ${item.line} is refused`);
        lines.push(...item.facts.map((fact) => line(sourceOf(fact), messageOf(fact))));
      }
    }
  }
  return lines.sort();
}

async function imported(folder: string): Promise<string[]> {
  const facts = factsOf(await readOlistFiles(folder, { zone: ZONE }));
  return facts.map(({ to, fact }) => line(to, fact)).sort();
}

/** Sorted lines that only one of two lists has: the first three, which say enough. */
const onlyIn = (lines: readonly string[], others: readonly string[]) => {
  const known = new Set(others);
  return lines.filter((one) => !known.has(one)).slice(0, 3);
};

describe('the maps of the real orders', () => {
  const home = mkdtempSync(join(tmpdir(), 'cx-olist-'));
  afterAll(() => rmSync(home, { recursive: true }));

  it('make the facts of the importer of the marketplace out of the joined file, to the last byte', async () => {
    const before = await imported('data/olist');
    const now = await mapped('olist-joined', ['data/olist/olist_joined.csv.gz']);
    expect([onlyIn(before, now), onlyIn(now, before), now.length]).toEqual([[], [], before.length]);
  }, 240_000);

  it('make them out of the six files that the marketplace publishes, too', async () => {
    const { zone: _, skipped: __, ...files } = await readOlistFiles('data/olist', { zone: ZONE });
    const some = new Set(files.orders.slice(0, 4_000).map(({ order_id }) => order_id));
    const names = { items: 'order_items', payments: 'order_payments', reviews: 'order_reviews' } as const;
    const words: string[] = [];
    for (const [table, rows] of Object.entries(files) as [string, readonly Record<string, string>[]][]) {
      const kept = rows.filter((row) => row['order_id'] === undefined || some.has(row['order_id']));
      const head = Object.keys(kept[0] ?? {});
      const text = [head.join(), ...kept.map((row) => head.map((name) => row[name]).join())].join('\n');
      const file = join(home, `olist_${names[table as keyof typeof names] ?? table}.csv`);
      writeFileSync(file, `${text}\n`);
      words.push(`${table}=${file}`);
    }
    const before = await imported(home);
    const now = await mapped('olist', words);
    expect([onlyIn(before, now), onlyIn(now, before), now.length]).toEqual([[], [], before.length]);
    expect(now.length).toBeGreaterThan(20_000);
  }, 240_000);
});
