import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** "37 of 40" by metric, month, class and who answers. */
export type Figures = ReadonlyMap<string, string>;

const METRICS = readFileSync(join(import.meta.dirname, 'metrics.sql'), 'utf8');

/** Runs the nightly job on a database with the tables of the peers. */
export async function figuresBySql(url: string): Promise<Figures> {
  return asClient(url, async (client) => {
    const { rows } = await client.query<Row>(METRICS);
    return new Map(rows.map(({ hits, cases, ...row }) => [keyOf(row), `${hits} of ${cases}`]));
  });
}

interface Counted {
  readonly hits: number;
  readonly cases: number;
}

interface Row extends Counted {
  readonly metric: string;
  readonly month: string;
  readonly class: string;
  readonly responsible: string;
}

/** The same of the lines of the dump of scoring's counts, for the metrics that the job knows. */
export function figuresByLines(lines: readonly string[], metrics: ReadonlySet<string>): Figures {
  const counted = new Map<string, Counted>();
  for (const line of lines) {
    const { day, hits, misses, ...cell } = JSON.parse(line) as Record<string, string>;
    if (!metrics.has(cell['metric'] ?? '')) continue;
    const key = keyOf({ ...cell, month: (day ?? '').slice(0, 7) });
    const before = counted.get(key) ?? { hits: 0, cases: 0 };
    counted.set(key, { hits: before.hits + Number(hits), cases: before.cases + Number(hits) + Number(misses) });
  }
  return new Map([...counted].map(([key, { hits, cases }]) => [key, `${hits} of ${cases}`]));
}

function keyOf(of: { readonly [name: string]: unknown }): string {
  return [of['metric'], of['month'], of['class'], of['responsible']].join(' ');
}

/** @throws {Error} naming the first figures that differ: then no speed means anything */
export function mustBeEqual(ours: Figures, theirs: Figures, who: string): void {
  const keys = [...new Set([...ours.keys(), ...theirs.keys()])].sort();
  const different = keys.filter((key) => ours.get(key) !== theirs.get(key));
  if (different.length === 0 && keys.length > 0) return;
  const some = different.slice(0, 10).map((key) => `${key}: ${ours.get(key)} here, ${theirs.get(key)} by ${who}`);
  throw new Error(`${different.length} of ${keys.length} figures differ\n${some.join('\n')}`);
}

export function metricsOf(figures: Figures): ReadonlySet<string> {
  return new Set([...figures.keys()].map((key) => key.split(' ')[0] ?? ''));
}

export async function asClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
