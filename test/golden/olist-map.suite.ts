import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { OrderFact } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { SurveyFact } from '#libs/contracts/cx/survey/v1/survey.js';
import { ParcelFact } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import { eachOrder, type TimedFact, timed } from '#test/real-orders/facts.js';
import { SEPARATED, separated } from '#test/real-orders/separated-files.js';

const FILE = 'data/olist/olist_joined.csv.gz';
const MESSAGES = { ordering: OrderFact, warehouse: ParcelFact, delivery: DeliveryFact, survey: SurveyFact } as const;

/** The bytes of a fact as its department stores and hashes them. */
function line({ to, fact }: TimedFact): string {
  const { encode } = MESSAGES[to] as unknown as { encode(one: object): { finish(): Uint8Array } };
  return `${to} ${Buffer.from(encode(fact).finish()).toString('hex')}`;
}
const sha256Of = (lines: readonly string[]) => createHash('sha256').update(lines.join('\n')).digest('hex');

/** Sorted lines that only one of two lists has: the first three, which say enough. */
const onlyIn = (lines: readonly string[], others: readonly string[]) => {
  const known = new Set(others);
  return lines.filter((one) => !known.has(one)).slice(0, 3);
};

/** @param facts  of all orders, from the joined file */
export const describeMaps = (facts: () => readonly TimedFact[]) =>
  describe('the maps of the real orders', () => {
    const home = mkdtempSync(join(tmpdir(), 'cx-olist-'));
    afterAll(() => rmSync(home, { recursive: true }));

    it('make the facts that the former importer of the marketplace made of the joined file, to the last byte', () => {
      const lines = facts().map(line);
      expect([lines.length, sha256Of(lines)]).toEqual([
        119_063,
        'a1a84005567091e6dbd14f6b2ec164bff24a6f47faba029c942239ae333a2398',
      ]);
    });

    it('make the same facts of the six files that the marketplace publishes', async () => {
      const [head = '', ...rows] = gunzipSync(readFileSync(FILE)).toString().split('\n', 4_001);
      const words = SEPARATED.map((table) => {
        const file = join(home, `${table}.csv`);
        writeFileSync(file, separated(table, head, rows));
        return `${table}=${file}`;
      });
      const some = new Set(rows.map((row) => row.split(',', 1)[0]));
      const joined = facts()
        .filter(({ fact }) => some.has(fact.orderId))
        .map(line)
        .sort();
      const made: string[] = [];
      await eachOrder('olist', words, (mapped) => made.push(...mapped.map(timed).map(line)));
      expect([onlyIn(joined, made), onlyIn(made, joined), made.length]).toEqual([[], [], joined.length]);
      expect(made.length).toBeGreaterThan(20_000);
    }, 240_000);
  });
