import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** One query of a .sql file. The server parses it once per connection and knows it by its name from then on. */
export interface Sql {
  /** At most 63 bytes, PostgreSQL's limit for names. Another text always has another name. */
  readonly name: string;
  readonly text: string;
  /** See `reading`. */
  readonly isReading?: boolean;
}

/**
 * The queries of one folder, each read once.
 *
 *     const sql = sqlFolder(import.meta.url, './sql/');
 *     const rows = await tx.query<CaseRow>(sql('load-cases'), [refs]);
 *
 * @param base    import.meta.url of the file that asks
 * @param folder  relative to it, with its slash at the end
 * @throws when the file is not there: at the first use of the name, so use it where the module is loaded
 */
export function sqlFolder(base: string, folder: string): (name: string) => Sql {
  const known = new Map<string, Sql>();
  return (name) => {
    const read = known.get(name) ?? readSql(new URL(`${name}.sql`, new URL(folder, base)), name);
    known.set(name, read);
    return read;
  };
}

/**
 * A query that changes nothing beyond its transaction and locks nothing. A transaction that begins with such queries sends them along with its
 * BEGIN, in one turn: if BEGIN alone fails, they have read outside of it, and nothing else is asked.
 */
export function reading(sql: Sql): Sql {
  const known = READING.get(sql) ?? { ...sql, isReading: true };
  READING.set(sql, known);
  return known;
}

const READING = new WeakMap<Sql, Sql>();

function readSql(file: URL, name: string): Sql {
  const text = readFileSync(file, 'utf8');
  // Two folders may both have an "add.sql"; the hash keeps their prepared statements apart.
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return { name: `${name.slice(0, 50)}-${hash}`, text };
}
