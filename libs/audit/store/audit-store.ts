import type { Entry } from '../chain/entry.js';
import type { Head, Line } from '../chain/line.js';

/** Which lines are listed. */
export interface AuditQuestion {
  /** Name of the caller; empty: all. */
  readonly caller: string;
  /** "cx.bonus.v1.BonusInputService/CreateSnapshot"; empty: all. */
  readonly call: string;
  /** Not before this time, ISO 8601 as in the lines; empty: from the first. */
  readonly from: string;
  /** Before this time; empty: through the newest. */
  readonly until: string;
}

/** Keeps the audit log of one process. Lines are added and never changed. */
export interface AuditStore {
  /**
   * Adds entries in their order at the end of the chain: all or none. Several processes may do so at once.
   *
   * @returns the new head
   * @throws {CxError} STORE_UNAVAILABLE, STORE_FULL
   */
  append(entries: readonly Entry[]): Promise<Head>;
  head(): Promise<Head>;
  /** The lines behind a position, oldest first. */
  linesAfter(position: bigint, limit: number): Promise<readonly Line[]>;
  /** The lines before a position that a question asks for, newest first. */
  find(question: AuditQuestion, before: bigint, limit: number): Promise<readonly Line[]>;
}

/** Behind every line: to begin a list. */
export const NEWEST = 2n ** 63n - 1n;
