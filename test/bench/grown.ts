import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import {
  DueOutlook,
  FactsServiceClient,
  type ListChargedCasesRequest,
  type ListDueRequest,
  type ListObservationsRequest,
} from '#libs/contracts/cx/facts/v1/facts.js';
import { call } from '#libs/grpc/client.js';
import { loadOf, type Slice } from '#test/chaos/load.js';
import { THROUGH } from '#test/e2e/real-orders.js';
import { sendFacts } from '#test/real-orders/send-facts.js';
import { client } from '#test/stack/client.js';
import { runCx } from '#test/stack/run-cx.js';
import { Meter } from './meter.js';
import { medianOf } from './quantiles.js';
import { type BenchServices, startBenchServices } from './services.js';
import { type BenchWorld, startBenchWorld } from './world.js';

/** Real orders that are taken in first; what grows is made of copies of them. */
const ORDERS = 20_000;
/** Slices of 80 cases whose cost is measured, in rounds. */
const ROUNDS = 5;
const SLICES = 12;
/** Units that the copies are spread over, beside their own. */
const UNITS = 1_000;
const IDLE_MS = 20_000;

/**
 * What a department costs that has stored much: for each item, at rest, and for what is asked regularly. Ordering takes in the real orders
 * and is measured; then SQL copies its tables under other ids until it has that many facts, and it is measured again.
 */
export async function measureGrown(facts: number): Promise<void> {
  const world = await startBenchWorld();
  const services = await startBenchServices(world, '');
  try {
    const { generations } = await loadOf(ORDERS, 3);
    const [first = [], second = [], third = []] = generations.map((slices) => slices.map(ofOrdering));
    await send(services, first);
    console.log(HEAD);
    await new Grown(world, services).measured(second);
    await grow(services, facts);
    await new Grown(world, services).measured(third);
  } finally {
    await services.stop();
    await world.stop();
  }
}

const HEAD = `| facts stored | us of CPU an item: Node, PostgreSQL | at rest, CPU s in 20 s: Node, PostgreSQL | GetIntakeStatus | ListDue | ListChargedCases | ListObservations | cx doctor |
| --: | --: | --: | --: | --: | --: | --: | --: |`;

class Grown {
  constructor(
    private readonly world: BenchWorld,
    private readonly services: BenchServices,
  ) {}

  /** Prints a line of the table. */
  async measured(slices: readonly Slice[]): Promise<void> {
    const costs: { readonly node: number; readonly postgres: number }[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const some = slices.slice(round * SLICES, (round + 1) * SLICES);
      const meter = await this.#meter();
      await send(this.services, some);
      const { cpu } = await meter.stop();
      const count = some.reduce((sum, one) => sum + one.facts.length, 0);
      const us = (seconds: number | undefined) => ((seconds ?? Number.NaN) * 1e6) / count;
      if (round > 0) costs.push({ node: us(cpu.own), postgres: us(cpu.postgres) }); // the first fills caches
    }
    const items = [(await this.#stored()).toLocaleString('en-US')];
    items.push(
      [medianOf(costs.map(({ node }) => node)), medianOf(costs.map((one) => one.postgres))]
        .map((us) => us.toFixed(0))
        .join(', '),
    );
    await pause(5_000);
    const rest = await this.#meter();
    await pause(IDLE_MS);
    const { cpu } = await rest.stop();
    items.push(`${cpu.own.toFixed(2)}, ${(cpu.postgres ?? Number.NaN).toFixed(2)}`);
    for (const ask of Object.values(this.#questions())) items.push(await bestOf(ask));
    console.log(`| ${items.join(' | ')} |`);
  }

  /** What operators and dashboards ask. */
  #questions(): Readonly<Record<string, () => Promise<unknown>>> {
    const { addresses, dataDir } = this.services;
    const facts = client(FactsServiceClient, addresses.ordering, 'console');
    const due: ListDueRequest = {
      ...{ within: { seconds: 86_400n, nanos: 0 }, metric: '', outlook: DueOutlook.DUE_OUTLOOK_SAVABLE },
      ...{ pageSize: 20, pageToken: '' },
    };
    const charged: ListChargedCasesRequest = {
      ...{ party: 'departments/warehouse', firstDay: '2018-08-01', lastDay: '2018-08-31', metric: '' },
      ...{ pageSize: 10, pageToken: '' },
    };
    const observations = {
      ...{ metric: 'payment_approved_in_time', definition: 0, firstDay: '2018-08-01', lastDay: '2018-08-31' },
      ...{ unit: '', responsible: '', outcome: 2, pageSize: 10, pageToken: '' },
    } as ListObservationsRequest;
    const pairs = Object.entries(addresses).map(([name, address]) => `${name}=${address}`);
    return {
      GetIntakeStatus: () => call(facts, 'getIntakeStatus', {}),
      ListDue: () => call(facts, 'listDue', due),
      ListChargedCases: () => call(facts, 'listChargedCases', charged),
      ListObservations: () => call(facts, 'listObservations', observations),
      doctor: () => runCx(['doctor'], { CX_ADDRESSES: pairs.join(), CX_DATA: dataDir }),
    };
  }

  #meter(): Promise<Meter> {
    return Meter.start(this.world, this.services.children.get('ordering')?.pid);
  }

  async #stored(): Promise<number> {
    return await asked(this.services, async (database) => {
      const { rows } = await database.query<{ facts: string }>('select count(*)::text as facts from fact');
      return Number(rows[0]?.facts);
    });
  }
}

/** Milliseconds, the best of three. */
async function bestOf(ask: () => Promise<unknown>): Promise<string> {
  const took: number[] = [];
  for (let time = 0; time < 3; time++) {
    const began = performance.now();
    await ask();
    took.push(performance.now() - began);
  }
  return `${Math.min(...took).toFixed(0)} ms`;
}

function ofOrdering({ facts, completeThrough }: Slice): Slice {
  return { facts: facts.filter(({ to }) => to === 'ordering'), completeThrough };
}

async function send({ addresses }: BenchServices, slices: readonly Slice[]): Promise<void> {
  const facts = slices.flatMap((slice) => slice.facts);
  const rest = {
    origin: Origin.ORIGIN_IMPORTED,
    completeThrough: THROUGH,
    portion: 1_000,
    onProgress: () => undefined,
  };
  const { refused } = await sendFacts({ addresses, facts, ...rest });
  if (refused.length > 0) throw new Error(JSON.stringify(refused[0]));
}

/** Copies all cases of ordering, under other refs and fact ids and in more units, until it has that many facts. */
async function grow(services: BenchServices, facts: number): Promise<void> {
  await asked(services, async (database) => {
    const { rows } = await database.query<{ facts: string }>('select count(*)::text as facts from fact');
    const once = Number(rows[0]?.facts);
    await database.query('set synchronous_commit = off');
    await database.query(`set cx.keeps_versions = 'on'`);
    const copies: string[] = [];
    for (const table of TABLES) {
      await database.query(`create temp table own_${table} as table ${table}`);
      copies.push(await copyOf(database, table));
    }
    for (let copy = 1; copy * once < facts; copy++) {
      for (const statement of copies) await database.query(statement, [copy]);
      if (copy % 20 === 0) console.error(`  ${(copy * once).toLocaleString('en-US')} facts`);
    }
    await database.query(
      `select setval(pg_get_serial_sequence('case_file', 'case_number'), max(case_number)) from case_file`,
    );
    await database.query(
      `select setval(pg_get_serial_sequence('judged_unit', 'unit_number'), max(unit_number)) from judged_unit`,
    );
    await database.query('vacuum analyze');
  });
}

/** The tables that grow with facts, in an order that their triggers allow. */
const TABLES = ['judged_unit', 'case_file', 'fact', 'verdict', 'question', 'published', 'inconsistency'];

const CASES = '(select max(case_number) from own_case_file)';
const UNIT = `unit_number + (1 + $1 % ${UNITS}) * (select max(unit_number) from own_judged_unit)`;

/** What a copied row has in place of its own; $1 is the number of the copy. */
const REPLACED: Readonly<Record<string, string>> = {
  case_ref: 'substring(sha256(case_ref || int4send($1)) for 16)',
  case_number: `case_number + $1 * ${CASES}`,
  fact_id: "fact_id || '-copy-' || $1",
  withdraws: "withdraws || '-copy-' || $1",
  unit: `unit || '/u' || $1 % ${UNITS}`,
  unit_number: UNIT,
};

/** A statement that copies all rows of a table. Copies that have a unit in common add it once. */
async function copyOf(database: pg.Client, table: string): Promise<string> {
  const { rows } = await database.query<{ name: string }>(
    'select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum',
    [table],
  );
  const names = rows.map(({ name }) => name);
  const values = names.map((name) => REPLACED[name] ?? name).join(', ');
  const into = `insert into ${table} (${names.join(', ')}) overriding system value`;
  const again = table === 'judged_unit' ? ' on conflict do nothing' : '';
  return `${into} select ${values} from own_${table} where $1::integer > 0${again}`;
}

async function asked<Answer>(services: BenchServices, ask: (database: pg.Client) => Promise<Answer>): Promise<Answer> {
  const database = new pg.Client({ connectionString: services.urls.get('ordering') });
  await database.connect();
  try {
    return await ask(database);
  } finally {
    await database.end();
  }
}
