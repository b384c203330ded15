import pg from 'pg';
import { type Address, readAddress } from './address.js';
import { Encryption } from './encryption.js';
import { isConnectionLost, isPasswordRefused, isTlsRefused } from './failure.js';
import { Passwords } from './passwords.js';
import { checkServer, type Greeting } from './server-check.js';
import { sqlFolder } from './sql.js';
import { ask, type Connection, type TimeLimits } from './transaction.js';
import { typesOfThisProduct } from './types.js';

const sql = sqlFolder(import.meta.url, './sql/');

export interface ConnectionsOptions {
  readonly url: string;
  readonly password: (() => string) | undefined;
  readonly name: string;
  readonly poolSize: number;
  readonly connectTimeoutMs: number;
  readonly limits: TimeLimits;
  readonly onConnectionLost: ((error: Error) => void) | undefined;
  readonly onPasswordRefused: (() => void) | undefined;
  readonly onCertificates: ((mistake: string | undefined) => void) | undefined;
}

/** How long the first query of a new connection may take. */
const GREETING_MS = 10_000;
/** A connection that is opened again for each burst of work costs its server tens of milliseconds: it reads the catalogue and prepares every statement. */
const KEPT_IDLE_MS = 60_000;
/**
 * The new password, the old one, and the new one again when the server got it in between. Then a connection that had tried the new one
 * too early may still report that it was refused, and lead back to the old one: so the same once more.
 */
const PASSWORDS_TRIED = 6;

export interface ConnectionCount {
  readonly used: number;
  readonly idle: number;
  readonly waiting: number;
}

/**
 * A pool of connections to one database. Each new connection is asked once what it leads to: one server process of its own, or
 * a pooler (pgbouncer) that may give every transaction another process. The time limits of a process of its own are set once;
 * behind a pooler nothing is kept in the session, so every transaction sets its own limits and no statement is prepared by name.
 */
export class Connections {
  readonly #pool: pg.Pool;
  readonly #address: Address;
  readonly #passwords: Passwords | undefined;
  readonly #encryption: Encryption;
  readonly #limits: TimeLimits;
  readonly #known = new WeakMap<pg.PoolClient, Connection>();

  /** @throws {CxError} STORE_MISCONFIGURED when the address is wrong */
  constructor(options: ConnectionsOptions) {
    this.#limits = options.limits;
    this.#address = readAddress(options.url);
    const passwords =
      options.password === undefined ? undefined : new Passwords(options.password, options.onPasswordRefused);
    this.#passwords = passwords;
    this.#encryption = new Encryption(this.#address, options.onCertificates);
    this.#pool = new pg.Pool({
      ...this.#address.client,
      ...(passwords === undefined ? {} : { password: () => passwords.next() }),
      ssl: this.#address.ssl,
      // Nothing else goes into the startup packet: pgbouncer refuses every other setting there.
      application_name: options.name,
      max: options.poolSize,
      connectionTimeoutMillis: options.connectTimeoutMs,
      idleTimeoutMillis: KEPT_IDLE_MS,
      keepAlive: true,
      types: typesOfThisProduct(),
      // A statement is sent at once, without waiting for the answers of those before it: see `Transaction`.
      pipeline: true,
    });
    this.#pool.on('error', (error) => options.onConnectionLost?.(error));
    // A connection in use that dies between two statements emits an event, and an event without a listener would end the
    // process. The next statement on that connection fails, and the failure is handled there.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /**
   * Lends a connection to `work`. It returns to the pool unless it was lost, led to a server that cannot be used, or was opened with a
   * password or certificates that have been replaced since.
   */
  async lend<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const client = await this.#connect();
    try {
      const result = await work(this.#known.get(client) ?? (await this.#greet(client)));
      client.release(this.#isOld(client));
      return result;
    } catch (error) {
      // A connection whose state is in doubt never goes back: the next user would wait behind our statement.
      client.release(isConnectionLost(error) || !this.#known.has(client));
      throw error;
    }
  }

  /** How many are lent, how many are idle, and how many calls wait for one. */
  count(): ConnectionCount {
    const { totalCount, idleCount: idle, waitingCount: waiting } = this.#pool;
    return { used: totalCount - idle, idle, waiting };
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async #connect(): Promise<pg.PoolClient> {
    const passwords = this.#passwords;
    for (let tried = 1; ; tried += 1) {
      const password = passwords?.next() ?? '';
      try {
        return await this.#connectOnce();
      } catch (error) {
        const isOver = passwords === undefined || !isPasswordRefused(error) || tried === PASSWORDS_TRIED;
        if (isOver || !passwords.refused(password)) throw error;
      }
    }
  }

  async #connectOnce(): Promise<pg.PoolClient> {
    this.#pool.options.ssl = this.#encryption.next();
    try {
      return await this.#pool.connect();
    } catch (error) {
      if (this.#address.tls !== 'prefer' || !isTlsRefused(error)) throw error;
      this.#encryption.giveUp();
      this.#pool.options.ssl = false;
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
    const password = passwordOf(client);
    if (password !== undefined) this.#passwords?.taken(password);
    return connection;
  }

  #isOld(client: pg.PoolClient): boolean {
    const password = passwordOf(client);
    const hasOldPassword = password !== undefined && this.#passwords?.isOld(password) === true;
    // The driver keeps the object that the pool gave to it; its types do not say so.
    return hasOldPassword || this.#encryption.isOld((client as pg.PoolClient & { readonly ssl: unknown }).ssl);
  }
}

/** What the connection was opened with; undefined where the server asked for no password. The types of the driver do not say so. */
function passwordOf(client: pg.PoolClient): string | undefined {
  const { password } = client as pg.PoolClient & { readonly password: unknown };
  return typeof password === 'string' ? password : undefined;
}
