import type { DocumentKind } from '#libs/domain/document-kind.js';
import type { Day, Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { CheckedDocument } from './store.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** OPEN: it may still be published. OUTDATED: another version was published since. */
export type ProposalState = 'OPEN' | 'PUBLISHED' | 'OUTDATED';
const ALL_STATES: readonly ProposalState[] = ['OPEN', 'PUBLISHED', 'OUTDATED'];

/** A document that a person wants another one to publish. */
export interface ProposalToAdd extends CheckedDocument {
  /** The caller, as proven. */
  readonly proposedBy: string;
  readonly reason: string;
}

/** A proposal as it is kept, for ever, and what became of it. Its `version` is the one after `baseVersion`. */
export interface Proposal extends ProposalToAdd {
  /** From 1, over all kinds. */
  readonly number: number;
  /** The newest version of the kind by then; 0 when there was none. */
  readonly baseVersion: number;
  readonly baseSha256: Buffer | undefined;
  readonly proposedAt: Instant;
  readonly state: ProposalState;
  /** The version since that has its content. */
  readonly publishedVersion: number | undefined;
}

interface Row {
  readonly number: number;
  readonly kind: DocumentKind;
  readonly base_version: number;
  readonly base_sha256: Buffer | null;
  readonly title: string;
  readonly first_day: Day;
  readonly bound_after_start: boolean;
  readonly text: string;
  readonly sha256: Buffer;
  readonly proposed_by: string;
  readonly reason: string;
  readonly proposed_at: Date;
  readonly state: ProposalState;
  readonly published_version: number | null;
}

/** Which proposals to list. */
export interface ProposalQuery {
  /** All kinds without it. */
  readonly kind?: DocumentKind | undefined;
  readonly below?: number;
  readonly limit?: number;
  /** All states without it. */
  readonly states?: readonly ProposalState[];
}

const MOST = 2 ** 31 - 1;

/** Newest first. */
export async function listProposals(
  tx: Pick<Database, 'query'>,
  { kind, below = MOST, limit = MOST, states = ALL_STATES }: ProposalQuery,
): Promise<readonly Proposal[]> {
  const rows = await tx.query<Row>(sql('list-proposals'), [kind ?? null, below, states, limit]);
  return rows.map(stored);
}

/** One proposal of a kind. */
export async function findProposal(
  tx: Pick<Database, 'query'>,
  kind: DocumentKind,
  number: number,
): Promise<Proposal | undefined> {
  const [found] = await listProposals(tx, { kind, below: number + 1, limit: 1 });
  return found?.number === number ? found : undefined;
}

/** Adds a proposal. The caller holds the lock. */
export async function addProposal(tx: Transaction, proposal: ProposalToAdd): Promise<Proposal> {
  const { kind, version, title, firstDay, boundAfterStart, text, sha256, proposedBy, reason } = proposal;
  const values = [kind, version - 1, title, firstDay, boundAfterStart, text, sha256, proposedBy, reason];
  const [row] = await tx.query<Pick<Row, 'number'>>(sql('add-proposal'), values);
  const added = row === undefined ? undefined : await findProposal(tx, kind, row.number);
  if (added === undefined) throw new Error('an insert returned nothing');
  return added;
}

/** How many proposals of each kind are open. A kind without one is missing. */
export async function countOpenProposals(tx: Pick<Database, 'query'>): Promise<ReadonlyMap<DocumentKind, number>> {
  const rows = await tx.query<{ kind: DocumentKind; proposals: number }>(sql('count-open-proposals'));
  return new Map(rows.map(({ kind, proposals }) => [kind, proposals]));
}

function stored(row: Row): Proposal {
  const { number, kind, title, text, sha256, reason, state } = row;
  return {
    ...{ number, kind, title, text, sha256, reason, state },
    version: row.base_version + 1,
    baseVersion: row.base_version,
    baseSha256: row.base_sha256 ?? undefined,
    firstDay: row.first_day,
    boundAfterStart: row.bound_after_start,
    proposedBy: row.proposed_by,
    proposedAt: row.proposed_at.getTime(),
    publishedVersion: row.published_version ?? undefined,
  };
}
