import { setTimeout as pause } from 'node:timers/promises';
import type { QueryResult } from 'pg';
import { CxError } from '#libs/domain/error.js';
import { type ConnectionCount, Connections } from './connections.js';
import { asReadOnlyServer, asRefusal, followsFailure, isConnectionLost, isWorthRetrying } from './failure.js';
import type { Sql } from './sql.js';
import { ask, type Connection, OpenTransaction, type TimeLimits, type Transaction } from './transaction.js';

export type { Transaction } from './transaction.js';

export interface DatabaseOptions {
  /** postgres://user:password@host:port/name */
  readonly url: string;
  /** Asked for each new connection, in place of the password in `url`. Open connections are replaced when it changes. */
  readonly password?: (() => string) | undefined;
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
  /** Called when an idle connection was lost. The next one is opened when it is needed. */
  readonly onConnectionLost?: (error: Error) => void;
  /** Called when the server refuses a new password and the one before is used; once for each new one. */
  readonly onPasswordRefused?: () => void;
  /** Called when files with certificates have changed: with why they cannot be used, or with undefined when they are used from now on. */
  readonly onCertificates?: (mistake: string | undefined) => void;
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
  readonly #connections: Connections;
  readonly #limits: TimeLimits;
  #closing: Promise<void> | undefined;

  /** @throws {CxError} STORE_MISCONFIGURED when the address is wrong; nothing is connected yet */
  constructor(options: DatabaseOptions) {
    this.#limits = {
      statementMs: options.statementTimeoutMs ?? 15_000,
      lockMs: options.lockTimeoutMs ?? 10_000,
      idleMs: options.idleTimeoutMs ?? 30_000,
    };
    this.#connections = new Connections({
      url: options.url,
      password: options.password,
      name: options.name,
      poolSize: options.poolSize ?? 10,
      connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
      limits: this.#limits,
      onConnectionLost: options.onConnectionLost,
      onPasswordRefused: options.onPasswordRefused,
      onCertificates: options.onCertificates,
    });
  }

  /**
   * Runs `work` in one transaction and commits it. When other transactions conflict with it (40001, 40P01) all of `work` runs again, up to
   * ten times, so `work` must change nothing but the database.
   *
   * @throws {CxError} STORE_UNAVAILABLE when the database cannot be reached, is lost on the way, or takes too long. After a
   *                   loss during COMMIT it is unknown whether it was stored; every caller here may do it again.
   * @throws whatever `work` throws, after rolling back
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return this.#persistently((connection) => inTransaction(connection, work, options));
  }

  /** The rows of one statement, which is a transaction of its own. */
  query<Row>(sql: Sql | string, values?: readonly unknown[]): Promise<Row[]> {
    return this.#one(sql, values, ({ rows }) => rows as Row[]);
  }

  /** How many rows one statement touched; it is a transaction of its own. */
  execute(sql: Sql | string, values?: readonly unknown[]): Promise<number> {
    return this.#one(sql, values, ({ rowCount }) => rowCount ?? 0);
  }

  /** Why the database does not answer now, within two seconds: one sentence. Undefined when it answers. For readiness. */
  async whyUnreachable(): Promise<string | undefined> {
    const late = new AbortController();
    const answer = this.query('select 1').then(
      () => undefined,
      (error: unknown) => (error instanceof CxError ? error.message : String(error)),
    );
    const noAnswer = pause(2_000, 'the database does not answer within two seconds', { signal: late.signal });
    try {
      return await Promise.race([answer, noAnswer]);
    } finally {
      noAnswer.catch(() => undefined);
      late.abort();
    }
  }

  /** How many connections are used and idle now, and how many calls wait for one. */
  connections(): ConnectionCount {
    return this.#connections.count();
  }

  /** Waits for the transactions that are running, and closes every connection. May be called twice. */
  close(): Promise<void> {
    this.#closing ??= this.#connections.close();
    return this.#closing;
  }

  #one<T>(sql: Sql | string, values: readonly unknown[] | undefined, pick: (result: QueryResult) => T): Promise<T> {
    const answerWithinMs = this.#limits.statementMs + BACKSTOP_MS;
    return this.#persistently(async (connection) => {
      // Behind a pooler the time limits hold in a transaction only.
      if (connection.isPooled) return pick(await inTransaction(connection, (tx) => tx.ask(sql, values), {}));
      try {
        return pick(await ask(connection, sql, values, answerWithinMs));
      } catch (error) {
        throw asReadOnlyServer(error);
      }
    });
  }

  async #persistently<T>(attempt: (connection: Connection) => Promise<T>): Promise<T> {
    for (let number = 1; ; number += 1) {
      try {
        return await this.#connections.lend(attempt);
      } catch (error) {
        if (!isWorthRetrying(error) || number === ATTEMPTS) throw asRefusal(error);
        // Twice as long each time and never the same for two transactions, or the same two would meet again.
        await pause(Math.random() * 5 * 2 ** number);
      }
    }
  }
}

async function inTransaction<T>(
  connection: Connection,
  work: (tx: OpenTransaction) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const answerWithinMs = (options.statementTimeoutMs ?? connection.limits.statementMs) + BACKSTOP_MS;
  const tx = new OpenTransaction(connection, answerWithinMs);
  try {
    const begun = ask(connection, begin(connection, options), undefined, answerWithinMs);
    tx.begins(begun);
    // Behind a pooler what was sent along with a BEGIN that failed could reach another server process.
    if (connection.isPooled) await begun;
    const result = await work(tx);
    await begun;
    await commit(tx);
    tx.committed();
    return result;
  } catch (error) {
    tx.end();
    const first = followsFailure(error) ? (tx.failure ?? error) : error;
    const failure = isConnectionLost(first) ? first : await rolledBack(connection, tx, first);
    throw options.readOnly === true ? failure : asReadOnlyServer(failure);
  }
}

function begin({ isPooled, limits }: Connection, options: TransactionOptions): string {
  const { isolation = 'read committed', readOnly = false, statementTimeoutMs } = options;
  const start = `begin isolation level ${isolation}${readOnly ? ' read only' : ''}`;
  const isSpecial = statementTimeoutMs !== undefined;
  if (!isPooled && !isSpecial) return start; // the session has its limits
  const statementMs = Math.ceil(statementTimeoutMs ?? limits.statementMs);
  const lockMs = isSpecial ? statementMs : limits.lockMs;
  const idle = isPooled
    ? `; set local idle_in_transaction_session_timeout = ${limits.idleMs}; set local jit = off`
    : '';
  return `${start}; set local statement_timeout = ${statementMs}; set local lock_timeout = ${lockMs}${idle}`;
}

/** COMMIT after a failed statement succeeds and answers ROLLBACK; taken for a success, that would lose data silently. */
async function commit(tx: OpenTransaction): Promise<void> {
  const { command } = await tx.commit();
  if (command === 'COMMIT') return;
  if (isWorthRetrying(tx.failure)) throw tx.failure;
  throw new Error('the transaction was rolled back at COMMIT: a failed statement in it was caught', {
    cause: tx.failure,
  });
}

/** Rolls back after an error and hands it on; when even that fails the connection is gone, and both errors are kept. */
async function rolledBack(connection: Connection, tx: OpenTransaction, error: unknown): Promise<unknown> {
  try {
    await (tx.isCommitSent ? tx.commit() : ask(connection, 'rollback', undefined, BACKSTOP_MS));
    return error;
  } catch (failure) {
    // A COMMIT that the server refused has rolled back.
    if (tx.isCommitSent && !isConnectionLost(failure)) return error;
    return new AggregateError([failure, error], 'the connection was lost while rolling back');
  }
}
