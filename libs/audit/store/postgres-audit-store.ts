import { bigints, byteas, texts } from '#libs/postgres/array.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Entry } from '../chain/entry.js';
import { type Head, type Line, NO_LINE, nextLines } from '../chain/line.js';
import type { AuditQuestion, AuditStore } from './audit-store.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** A number that no other program uses for an advisory lock in these databases. */
const LOCK = 7_310_263_152n;

interface Row {
  readonly position: bigint;
  readonly previous_hash: Buffer;
  readonly hash: Buffer;
  readonly line: string;
}

/** The audit log in the database of its process: table `audit`. */
export class PostgresAuditStore implements AuditStore {
  /** @param server  the process whose log it is: "scoring", "delivery" */
  constructor(
    private readonly database: Pick<Database, 'transaction' | 'query'>,
    private readonly server: string,
  ) {}

  append(entries: readonly Entry[]): Promise<Head> {
    return this.database.transaction(async (tx) => {
      // A statement of its own: the next one then sees what the process before committed.
      await tx.execute(sql('take-audit-lock'), [LOCK]);
      const [now] = await tx.query<{ at: string; position: bigint | null; hash: Buffer | null }>(sql('find-head'));
      const head = { position: now?.position ?? NO_LINE.position, hash: now?.hash ?? NO_LINE.hash };
      const lines = nextLines(head, entries, { server: this.server, at: now?.at ?? '' });
      await tx.execute(sql('add-lines'), [
        bigints(lines.map(({ position }) => Number(position))),
        byteas(lines.map(({ previousHash }) => previousHash)),
        byteas(lines.map(({ hash }) => hash)),
        texts(lines.map(({ text }) => text)),
      ]);
      const { position, hash } = lines.at(-1) ?? head;
      return { position, hash };
    });
  }

  async head(): Promise<Head> {
    const [row] = await this.database.query<{ position: bigint | null; hash: Buffer | null }>(sql('find-head'));
    return { position: row?.position ?? NO_LINE.position, hash: row?.hash ?? NO_LINE.hash };
  }

  async linesAfter(position: bigint, limit: number): Promise<readonly Line[]> {
    return (await this.database.query<Row>(sql('lines-after'), [position, limit])).map(lineOf);
  }

  async find({ caller, call, from, until }: AuditQuestion, before: bigint, limit: number): Promise<readonly Line[]> {
    const rows = await this.database.query<Row>(sql('find-lines'), [caller, call, from, until, before, limit]);
    return rows.map(lineOf);
  }
}

function lineOf({ position, previous_hash: previousHash, hash, line }: Row): Line {
  return { position, previousHash, hash, text: line };
}
