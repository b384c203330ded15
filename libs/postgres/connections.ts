import pg from 'pg';
import { type Address, readAddress } from './address.js';
import { isConnectionLost, isTlsRefused } from './failure.js';
import { checkServer, type Greeting } from './server-check.js';
import { sqlFolder } from './sql.js';
import { ask, type Connection, type TimeLimits } from './transaction.js';
import { typesOfThisProduct } from './types.js';

const sql = sqlFolder(import.meta.url, './sql/');

export interface ConnectionsOptions {
  readonly url: string;
  readonly name: string;
  readonly poolSize: number;
  readonly connectTimeoutMs: number;
  readonly limits: TimeLimits;
  readonly onConnectionLost: ((error: Error) => void) | undefined;
}

/** How long the first query of a new connection may take. */
const GREETING_MS = 10_000;

/**
 * A pool of connections to one database. Each new connection is asked once what it leads to: one server process of its own, or
 * a pooler (pgbouncer) that may give every transaction another process. The time limits of a process of its own are set once;
 * behind a pooler nothing is kept in the session, so every transaction sets its own limits and no statement is prepared by name.
 */
export class Connections {
  readonly #pool: pg.Pool;
  readonly #address: Address;
  readonly #limits: TimeLimits;
  readonly #known = new WeakMap<pg.PoolClient, Connection>();

  /** @throws {CxError} STORE_MISCONFIGURED when the address is wrong */
  constructor(options: ConnectionsOptions) {
    this.#limits = options.limits;
    this.#address = readAddress(options.url);
    this.#pool = new pg.Pool({
      ...this.#address.client,
      ssl: this.#address.ssl,
      // Nothing else goes into the startup packet: pgbouncer refuses every other setting there.
      application_name: options.name,
      max: options.poolSize,
      connectionTimeoutMillis: options.connectTimeoutMs,
      keepAlive: true,
      types: typesOfThisProduct(),
    });
    this.#pool.on('error', (error) => options.onConnectionLost?.(error));
    // A connection in use that dies between two statements emits an event, and an event without a listener would end the
    // process. The next statement on that connection fails, and the failure is handled there.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Lends a connection to `work`. It returns to the pool unless it was lost, or led to a server that cannot be used. */
  async lend<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const client = await this.#connect();
    try {
      const result = await work(this.#known.get(client) ?? (await this.#greet(client)));
      client.release();
      return result;
    } catch (error) {
      // A connection whose state is in doubt never goes back: the next user would wait behind our statement.
      client.release(isConnectionLost(error) || !this.#known.has(client));
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      if (this.#address.tls !== 'prefer' || !isTlsRefused(error)) throw error;
      this.#pool.options.ssl = false; // encryption was preferred only: this and all later connections go without
      return await this.#pool.connect();
    }
  }

  async #greet(client: pg.PoolClient): Promise<Connection> {
    const { statementMs, lockMs, idleMs } = this.#limits;
    const unknown: Connection = { client, limits: this.#limits, isPooled: true };
    const process = (client as pg.PoolClient & { readonly processID: number | null }).processID ?? 0;
    const values = [process, ...[statementMs, lockMs, idleMs].map(String)];
    const { rows } = await ask(unknown, sql('greet'), values, GREETING_MS);
    const greeting = rows[0] as Greeting;
    checkServer(greeting);
    const connection = { ...unknown, isPooled: !greeting.is_own };
    this.#known.set(client, connection);
    return connection;
  }
}
