import pg from 'pg';
import { asRefusal, isConnectionLost, isWorthRetrying } from './failure.js';
import type { Sql } from './sql.js';
import { ask, OpenTransaction, type Transaction } from './transaction.js';
import { typesOfThisProduct } from './types.js';

export type { Transaction } from './transaction.js';

export interface DatabaseOptions {
  /** postgres://user:password@host:port/name */
  readonly url: string;
  /** Shown in pg_stat_activity: which process holds a connection. */
  readonly name: string;
  /** Connections at most, from 1. Default 10. */
  readonly poolSize?: number;
  /** A statement that runs longer is cancelled by the server. Default 15,000. */
  readonly statementTimeoutMs?: number;
  /** A statement that waits longer for a lock is cancelled. Default 10,000. */
  readonly lockTimeoutMs?: number;
  /** A transaction that asks nothing for longer loses its connection. Default 30,000. */
  readonly idleTimeoutMs?: number;
  /** How long to wait for a free or new connection. Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** PublishedMilestone when a connection that nobody used was lost; the next one is opened when it is needed. */
  readonly onConnectionLost?: (error: Error) => void;
}

export interface TransactionOptions {
  /** Default read committed. */
  readonly isolation?: 'read committed' | 'repeatable read';
  readonly readOnly?: boolean;
  /** For this transaction, in place of the statement and lock timeouts of the database. */
  readonly statementTimeoutMs?: number;
}

/** How often a whole transaction is run at most when others get in its way. */
const ATTEMPTS = 10;
/** The client gives up this much later than the server should have: only when the server is gone without a word. */
const BACKSTOP_MS = 5_000;

/** One PostgreSQL database behind a pool of connections. */
export class Database {
  readonly #pool: pg.Pool;
  readonly #statementTimeoutMs: number;
  #closing: Promise<void> | undefined;

  constructor(options: DatabaseOptions) {
    this.#statementTimeoutMs = options.statementTimeoutMs ?? 15_000;
    this.#pool = new pg.Pool({
      connectionString: options.url,
      application_name: options.name,
      max: options.poolSize ?? 10,
      statement_timeout: this.#statementTimeoutMs,
      lock_timeout: options.lockTimeoutMs ?? 10_000,
      idle_in_transaction_session_timeout: options.idleTimeoutMs ?? 30_000,
      connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
      keepAlive: true,
      types: typesOfThisProduct(),
    });
    this.#pool.on('error', (error) => options.onConnectionLost?.(error));
    // A connection in use that dies between two statements says so by an event, and without a listener that ends the
    // process. The next statement on it fails, and that is where it is dealt with.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /**
   * Runs `work` in one transaction and commits it. When others got in its way (40001, 40P01) all of `work` runs again, up to
   * ten times, so `work` must change nothing but the database.
   *
   * @throws {CxError} STORE_UNAVAILABLE when the database cannot be reached, is lost on the way, or takes too long. After a
   *                   loss during COMMIT nobody knows whether it was stored; every caller here may simply do it again.
   * @throws whatever `work` throws, after rolling back
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const answerWithinMs = (options.statementTimeoutMs ?? this.#statementTimeoutMs) + BACKSTOP_MS;
    return this.#persistently(async (client) => {
      const tx = new OpenTransaction(client, answerWithinMs);
      try {
        await ask(client, begin(options), undefined, answerWithinMs);
        const result = await work(tx);
        tx.end();
        await commit(client, tx, answerWithinMs);
        return result;
      } catch (error) {
        tx.end();
        throw isConnectionLost(error) ? error : await rolledBack(client, error);
      }
    });
  }

  /** The rows of one statement, which is a transaction of its own. */
  query<Row>(sql: Sql | string, values?: readonly unknown[]): Promise<Row[]> {
    return this.#one(sql, values, ({ rows }) => rows as Row[]);
  }

  /** How many rows one statement touched; it is a transaction of its own. */
  execute(sql: Sql | string, values?: readonly unknown[]): Promise<number> {
    return this.#one(sql, values, ({ rowCount }) => rowCount ?? 0);
  }

  /** Whether the database answers now, within two seconds. For readiness. */
  async isReachable(): Promise<boolean> {
    try {
      const late = AbortSignal.timeout(2_000);
      const answer = this.query('select 1').then(() => true);
      return await Promise.race([answer, new Promise<false>((no) => late.addEventListener('abort', () => no(false)))]);
    } catch {
      return false;
    }
  }

  /** Waits for the transactions that are running, and closes every connection. May be called twice. */
  close(): Promise<void> {
    this.#closing ??= this.#pool.end();
    return this.#closing;
  }

  #one<T>(sql: Sql | string, values: readonly unknown[] | undefined, pick: (result: pg.QueryResult) => T): Promise<T> {
    const answerWithinMs = this.#statementTimeoutMs + BACKSTOP_MS;
    return this.#persistently(async (client) => pick(await ask(client, sql, values, answerWithinMs)));
  }

  async #persistently<T>(attempt: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    for (let number = 1; ; number += 1) {
      try {
        return await this.#withClient(attempt);
      } catch (error) {
        if (!isWorthRetrying(error) || number === ATTEMPTS) throw asRefusal(error);
        // Twice as long each time and never the same for two, or the same two would meet again.
        await pause(Math.random() * 5 * 2 ** number);
      }
    }
  }

  async #withClient<T>(attempt: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    try {
      const result = await attempt(client);
      client.release();
      return result;
    } catch (error) {
      // A connection whose state is in doubt never goes back: the next user would wait behind our statement.
      client.release(isConnectionLost(error));
      throw error;
    }
  }
}

function begin({ isolation = 'read committed', readOnly = false, statementTimeoutMs }: TransactionOptions): string {
  const start = `begin isolation level ${isolation}${readOnly ? ' read only' : ''}`;
  if (statementTimeoutMs === undefined) return start;
  const limit = Math.ceil(statementTimeoutMs);
  return `${start}; set local statement_timeout = ${limit}; set local lock_timeout = ${limit}`;
}

/** COMMIT after a failed statement succeeds and answers ROLLBACK; taken for a success, that would lose data silently. */
async function commit(client: pg.PoolClient, tx: OpenTransaction, answerWithinMs: number): Promise<void> {
  const { command } = await ask(client, 'commit', undefined, answerWithinMs);
  if (command === 'COMMIT') return;
  if (isWorthRetrying(tx.failure)) throw tx.failure;
  throw new Error('the transaction was rolled back at COMMIT: a failed statement in it was caught', {
    cause: tx.failure,
  });
}

/** Rolls back after an error and hands it on; when even that fails the connection is gone, and both are told. */
async function rolledBack(client: pg.PoolClient, error: unknown): Promise<unknown> {
  try {
    await ask(client, 'rollback', undefined, BACKSTOP_MS);
    return error;
  } catch (lost) {
    return new AggregateError([lost, error], 'the connection was lost while rolling back');
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms));
}
