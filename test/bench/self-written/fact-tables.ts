/** A fact of any department, as the contracts decode it. */
export interface AnyFact {
  readonly factId: string;
  readonly orderId?: string;
  readonly contactId?: string;
  readonly happenedAt: Date | undefined;
  readonly what: { readonly $case: string; readonly value: unknown } | undefined;
}

/** The table of one kind of fact. */
interface FactTable {
  readonly name: string;
  /** Beside those that every table has. */
  readonly columns: readonly string[];
  readonly values: (of: never) => readonly unknown[];
}

const COMMON = ['fact_id text primary key', 'case_id text not null', 'happened_at timestamptz not null'];

/** A table for each kind of fact, with what the metrics of metrics.sql read, by the names of the kinds in the contracts. */
const TABLES: Readonly<Record<string, FactTable>> = {
  placed: table(
    'placed',
    ['zone text not null', 'promised_day date not null', 'payment_methods integer[] not null'],
    (of: { zone: string; promisedDay: string; paymentMethods: readonly number[] }) => [
      ...[of.zone, of.promisedDay, `{${of.paymentMethods.join()}}`],
    ],
  ),
  paymentApproved: table('payment_approved'),
  canceled: table('canceled'),
  unavailable: table('unavailable'),
  released: table(
    'released',
    ['hand_over_due_at timestamptz not null', 'origin_unit text not null'],
    (of: { handOverDueAt: Date; originUnit: string }) => [of.handOverDueAt, of.originUnit],
  ),
  handedOver: table('handed_over'),
  delivered: table('delivered'),
  answered: table('answered', ['score integer not null'], (of: { score: number }) => [of.score]),
  received: table('received', ['zone text not null', 'unit text not null'], (of: { zone: string; unit: string }) => [
    ...[of.zone, of.unit],
  ]),
  firstResponse: table('first_response'),
  contactedAgain: table('contacted_again'),
  goodwillPromised: table('goodwill_promised', ['promised_day date not null'], (of: { promisedDay: string }) => [
    of.promisedDay,
  ]),
  goodwillPaid: table('goodwill_paid'),
  // No metric of the job reads it: its limits are in elapsed time.
  moved: table('moved', ['calendar text not null'], (of: { calendar: string }) => [of.calendar]),
};

function table<T>(name: string, columns: readonly string[] = [], values: (of: T) => readonly unknown[] = () => []) {
  return { name, columns, values: values as FactTable['values'] };
}

/** Makes the tables, empty. */
export const CREATE_TABLES = Object.values(TABLES)
  .map(({ name, columns }) => `create table ${name} (${[...COMMON, ...columns].join(', ')});`)
  .join('\n');

export const TABLE_NAMES = Object.values(TABLES).map(({ name }) => name);

const INSERTS = new Map(
  Object.entries(TABLES).map(([kind, { name, columns }]) => {
    const places = [...COMMON, ...columns].map((_, place) => `$${place + 1}`);
    return [kind, `insert into ${name} values (${places.join(', ')}) on conflict (fact_id) do nothing`];
  }),
);

/** A prepared statement of `pg` that stores a fact unless it is there. */
export function insertOf(fact: AnyFact) {
  const kind = fact.what?.$case ?? '';
  return { name: kind, text: INSERTS.get(kind) ?? '', values: rowOf(fact).values };
}

/** The table of a fact and its row. @throws {Error} for a kind that has no table */
export function rowOf({ factId, orderId, contactId, happenedAt, what }: AnyFact) {
  const of = TABLES[what?.$case ?? ''];
  if (of === undefined) throw new Error(`no table for ${what?.$case}`);
  return { table: of.name, values: [factId, orderId ?? contactId, happenedAt, ...of.values(what?.value as never)] };
}
