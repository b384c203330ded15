import { openRows } from '#cli/import/files/read-rows.js';
import { type MappedItem, mappedRows } from '#cli/import/mapped/map-rows.js';
import { messageOf, sourceOf } from '#cli/import/mapped/messages.js';
import { openMap } from '#cli/import/mapped/open-map.js';
import { prepare } from '#cli/import/mapped/prepare.js';
import type { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import type { OrderFact } from '#libs/contracts/cx/ordering/v1/ordering.js';
import type { SurveyFact } from '#libs/contracts/cx/survey/v1/survey.js';
import type { ParcelFact } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import type { Instant } from '#libs/domain/time.js';
import type { MappedFact } from '#libs/maps/facts/fact.js';

/** Where the orders of data/olist happened. */
export const ZONE = 'America/Sao_Paulo';

/** One fact, for the service whose name it carries, with the instant it is sent in order of. */
export type TimedFact =
  | { readonly to: 'ordering'; readonly at: Instant; readonly fact: OrderFact }
  | { readonly to: 'warehouse'; readonly at: Instant; readonly fact: ParcelFact }
  | { readonly to: 'delivery'; readonly at: Instant; readonly fact: DeliveryFact }
  | { readonly to: 'survey'; readonly at: Instant; readonly fact: SurveyFact };

/** An order as the file has it, by the names of the columns that tests pick orders by. */
export type OrderRow = Readonly<
  Record<'order_id' | 'order_purchase_timestamp' | 'order_estimated_delivery_date', string>
>;

const FILE = 'data/olist/olist_joined.csv.gz';
const JOURNEY = { ordering: 0, warehouse: 1, delivery: 2, survey: 3 } as const;

/**
 * The facts that `cx import csv` makes of the real orders, or of those that a filter picks, in order of time; of one instant in
 * the order of the journey.
 */
export async function realFacts(
  isWanted: (row: OrderRow, place: number) => boolean = () => true,
): Promise<TimedFact[]> {
  const facts: TimedFact[] = [];
  let place = 0;
  await eachOrder('olist-joined', [FILE], (mapped, row) => {
    if (isWanted(row, place)) facts.push(...mapped.map(timed));
    place += 1;
  });
  return inTime(facts);
}

export function inTime(facts: readonly TimedFact[]): TimedFact[] {
  return facts.toSorted((a, b) => a.at - b.at || JOURNEY[a.to] - JOURNEY[b.to]);
}

/** What a map of data/olist/import makes of the rows of files. A row that is refused is a mistake of the test. */
export async function eachOrder(
  map: string,
  words: readonly string[],
  onRow: (facts: readonly MappedFact[], row: OrderRow) => void,
): Promise<void> {
  const { files, joined } = await prepare(words, openMap(`data/olist/import/${map}.yaml`, undefined).map);
  for (const { file, form, table } of files) {
    const { header, items } = await openRows(file, form, table.columns);
    for await (const portion of mappedRows(items, table, joined))
      for (const item of portion) onRow(factsIn(item), rowOf(item, header));
  }
}

function factsIn(item: MappedItem): readonly MappedFact[] {
  if (item.kind !== 'mapped') throw new Error(`line ${item.line} is refused`);
  return item.facts;
}

function rowOf(item: MappedItem, header: readonly string[]): OrderRow {
  const { record = [] } = (item.kind === 'mapped' ? item.rows[0] : undefined) ?? {};
  return Object.fromEntries(header.map((name, place) => [name, record[place] ?? ''])) as OrderRow;
}

export function timed(mapped: MappedFact): TimedFact {
  const fact = messageOf(mapped) as { readonly happenedAt?: Date };
  return { to: sourceOf(mapped), at: fact.happenedAt?.getTime() ?? 0, fact } as TimedFact;
}
