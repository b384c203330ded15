/** What PostgreSQL says about the role and the connection of a process. */
export interface DatabaseRights {
  /** "cx_delivery" */
  readonly role: string;
  readonly isSuperuser: boolean;
  readonly bypassesRows: boolean;
  /** Whether it owns tables of this database, or is a member of the role that does. */
  readonly ownsTables: boolean;
  /** The tables with rows that are only added, and that it may change, delete or truncate. */
  readonly rewritable: readonly string[];
  readonly isEncrypted: boolean;
  /** Whether the connection comes from another machine than that of the server, as the server sees it. */
  readonly isRemote: boolean;
}
