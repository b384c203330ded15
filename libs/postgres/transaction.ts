import type { Writable } from 'node:stream';
import type { ClientBase, QueryConfig, QueryResult } from 'pg';
import type { Sql } from './sql.js';

/**
 * What may be asked inside one transaction. Statements run one after the other, in the order they were asked. Those that are asked without
 * waiting for an answer travel together (`Promise.all`), and each still sees what others have committed until it begins. When one fails,
 * those behind it fail too, and the transaction throws what failed first.
 */
export interface Transaction {
  /** The rows. int8 is bigint, date is "2018-03-02", timestamptz is a Date, bytea a Buffer, numeric text. */
  query<Row>(sql: Sql | string, values?: readonly unknown[]): Promise<Row[]>;
  /** How many rows were inserted, updated, deleted or selected. */
  execute(sql: Sql | string, values?: readonly unknown[]): Promise<number>;
  /** Called once the transaction is committed, not when it is rolled back or its end is unknown. It must not throw. */
  afterCommit?(work: () => void): void;
  /**
   * Asks the last statements: COMMIT leaves in the same write and does not wait for their answers. When one of them fails, nothing of the
   * transaction is stored. An answer that is no failure comes too late to decide whether the transaction is committed.
   *
   * @param ask  asks all of them before it waits for anything
   */
  last?<T>(ask: () => Promise<T>): Promise<T>;
}

/** Time limits of statements, in milliseconds. */
export interface TimeLimits {
  readonly statementMs: number;
  readonly lockMs: number;
  /** How long a transaction may stand without a statement. */
  readonly idleMs: number;
}

/** A connection to the database, and what may be relied on. */
export interface Connection {
  readonly client: ClientBase;
  readonly limits: TimeLimits;
  /** A pooler stands between: the next transaction may run in another server process, so nothing lives longer than one. */
  readonly isPooled: boolean;
}

/** A transaction on one connection, from BEGIN until `end`. It remembers what failed first in it. */
export class OpenTransaction implements Transaction {
  #failure: unknown;
  #ended = false;
  /** Set until BEGIN has succeeded. */
  #begins: Promise<unknown> | undefined;
  /** A statement waits for that, so those that are asked after it wait, too. */
  #waits = false;
  #unanswered = 0;
  readonly #afterCommit: (() => void)[] = [];
  /** Set once COMMIT is sent. */
  #commits: Promise<QueryResult> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly answerWithinMs: number,
  ) {}

  /** The first failure of a statement, also when the caller caught it. */
  get failure(): unknown {
    return this.#failure;
  }

  async query<Row>(sql: Sql | string, values?: readonly unknown[]): Promise<Row[]> {
    return (await this.ask(sql, values)).rows as Row[];
  }

  async execute(sql: Sql | string, values?: readonly unknown[]): Promise<number> {
    return (await this.ask(sql, values)).rowCount ?? 0;
  }

  afterCommit(work: () => void): void {
    this.#afterCommit.push(work);
  }

  async last<T>(askAll: () => Promise<T>): Promise<T> {
    await this.#begins;
    const answers = askAll();
    this.commit().catch(() => undefined); // the transaction throws it
    return answers;
  }

  /** Whether COMMIT is sent, after which there is nothing to roll back. */
  get isCommitSent(): boolean {
    return this.#commits !== undefined;
  }

  /** Sends COMMIT, unless it is sent already, and ends the transaction. */
  commit(): Promise<QueryResult> {
    this.end();
    this.#commits ??= ask(this.connection, 'commit', undefined, this.answerWithinMs * (this.#unanswered + 1));
    return this.#commits;
  }

  /** It is committed. */
  committed(): void {
    for (const work of this.#afterCommit) work();
  }

  /** From here on a statement throws: a forgotten `await` would otherwise write into the next transaction. */
  end(): void {
    this.#ended = true;
  }

  /** BEGIN is on its way: until it is answered only queries that read are sent after it. If it fails, so does everything that is asked then. */
  begins(begun: Promise<unknown>): void {
    const answered = begun.then(() => {
      this.#begins = undefined;
    });
    answered.catch(() => undefined); // a statement that waits for it throws it
    this.#begins = answered;
  }

  /** The whole answer of the driver. */
  async ask(sql: Sql | string, values: readonly unknown[] | undefined): Promise<QueryResult> {
    if (this.#begins !== undefined && (this.#waits || typeof sql === 'string' || sql.isReading !== true)) {
      this.#waits = true;
      await this.#begins;
    }
    if (this.#ended) throw new Error('a statement came after the end of its transaction: an await is missing');
    this.#unanswered += 1;
    try {
      // It may have to wait for all those before it, each as long as the server lets it run.
      return await ask(this.connection, sql, values, this.answerWithinMs * this.#unanswered);
    } catch (error) {
      this.#failure ??= error;
      throw error;
    } finally {
      this.#unanswered -= 1;
    }
  }
}

const GATHERING = new WeakSet<Writable>();
/** With more than this the server has something to do while the next statement is prepared. */
const MUCH_BYTES = 32_768;

/** Lets the statements that are asked in one turn leave in one write: each write wakes the server. */
function gatherWrites(stream: Writable): void {
  if (stream.writableLength > MUCH_BYTES) stopGathering(stream);
  if (GATHERING.has(stream)) return;
  GATHERING.add(stream);
  stream.cork();
  process.nextTick(stopGathering, stream);
}

function stopGathering(stream: Writable): void {
  if (GATHERING.delete(stream)) stream.uncork();
}

/** Asks one statement; behind a pooler it is not prepared by name. Text without values may hold several statements, as migrations do; the last one answers. */
export async function ask(
  { client, isPooled }: Connection,
  sql: Sql | string,
  values: readonly unknown[] | undefined,
  answerWithinMs: number,
): Promise<QueryResult> {
  const config: QueryConfig & { query_timeout: number } = {
    ...(typeof sql === 'string' ? { text: sql } : { ...(isPooled ? {} : { name: sql.name }), text: sql.text }),
    ...(values === undefined ? {} : { values: [...values] }),
    query_timeout: answerWithinMs,
  };
  gatherWrites((client as ClientBase & { readonly connection: { readonly stream: Writable } }).connection.stream);
  const result: QueryResult | QueryResult[] = await client.query(config);
  return Array.isArray(result) ? (result.at(-1) as QueryResult) : result;
}
