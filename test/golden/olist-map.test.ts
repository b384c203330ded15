import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
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

describe('the map of the real orders', () => {
  it('makes the facts of the importer of the marketplace, to the last byte', async () => {
    const imported = factsOf(await readOlistFiles('data/olist', { zone: ZONE })).map(({ to, fact }) => line(to, fact));
    const { map } = openMap('data/olist/import/olist-joined.yaml', undefined);
    const { files, joined } = await prepare(['data/olist/olist_joined.csv.gz'], map);
    const mapped: string[] = [];
    for (const { file, form, table } of files) {
      const { items } = await openRows(file, form, table.columns);
      for await (const portion of mappedRows(items, table, joined)) {
        for (const item of portion) {
          if (item.kind !== 'mapped') throw new Error(`line ${item.line} is refused`);
          mapped.push(...item.facts.map((fact) => line(sourceOf(fact), messageOf(fact))));
        }
      }
    }
    expect(mapped.length).toBe(imported.length);
    const known = new Set(imported);
    const others = mapped.filter((one) => !known.has(one));
    expect(others.slice(0, 3)).toEqual([]);
    const hash = (lines: string[]) => createHash('sha256').update(lines.sort().join('\n')).digest('hex');
    expect(hash(mapped)).toBe(hash(imported));
  }, 120_000);
});
