import { byteas, texts } from '#libs/postgres/array.js';
import { reading, sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { IncomingFact, Member, Outcome } from './incoming-fact.js';
import { refKey, refsOf, uniqueByCase } from './stored.js';
import { WITHDRAWAL } from './stored-fact.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** In which cases facts about each member stand: the keys of their refs, by the key of the member's own ref. */
export type Memberships = Map<string, Set<string>>;

interface MemberRow {
  readonly member_ref: Buffer;
  readonly case_ref: Buffer;
  readonly feed: string;
  readonly fact_id: string;
  readonly withdraws: string | null;
}

/**
 * Locks the members of these facts until the end of the transaction, so that of two calls at one instant that report one member in two
 * cases the second one sees what the first one has stored. It comes before everything else that the transaction locks.
 */
export async function lockMembers(tx: Transaction, facts: readonly IncomingFact[]): Promise<void> {
  const refs = refsOf(membersOf(facts)).sort(Buffer.compare);
  if (refs.length === 0) return;
  await tx.execute(sql('add-members'), [byteas(refs)]);
  await tx.query(sql('lock-members'), [byteas(refs)]);
}

/** Finds in which cases the facts stand that are known about the members of these facts. Withdrawn facts do not stand. */
export async function findMemberships(tx: Transaction, facts: readonly IncomingFact[]): Promise<Memberships> {
  const members = membersOf(facts);
  const standing: Memberships = new Map();
  if (members.length === 0) return standing;
  const values = [byteas(refsOf(members)), texts(members.map(({ id }) => id))];
  const rows = await tx.query<MemberRow>(reading(sql('find-memberships')), values);
  const takenBack = new Set(rows.map(({ feed, withdraws }) => `${feed} ${withdraws}`));
  for (const row of rows) {
    if (row.withdraws !== null || takenBack.has(`${row.feed} ${row.fact_id}`)) continue;
    note(standing, row.member_ref, row.case_ref);
  }
  return standing;
}

/** The cases in which facts about a member stand or stood: withdrawn ones may name it too. */
export async function casesOfMember(tx: Pick<Transaction, 'query'>, { id, ref }: Member): Promise<Buffer[]> {
  const rows = await tx.query<MemberRow>(sql('find-memberships'), [byteas([ref]), texts([id])]);
  return refsOf(uniqueByCase(rows.map((row) => ({ ref: row.case_ref }))));
}

/** Refuses a fact whose member has facts in another case: its facts would be torn apart. Takes a note of a fact that it lets pass. */
export function inAnotherCase({ factId, kind, ref, member }: IncomingFact, standing: Memberships): Outcome | undefined {
  if (member === undefined || kind === WITHDRAWAL) return undefined;
  const cases = standing.get(refKey(member.ref)) ?? new Set();
  if (cases.size === 0 || (cases.size === 1 && cases.has(refKey(ref)))) {
    note(standing, member.ref, ref);
    return undefined;
  }
  const detail =
    'another fact about this contact names another issue, or none; withdraw it first, or name the same issue';
  return { result: 'REFUSED', factId, reason: 'ISSUE_DIFFERS', field: 'issue_id', detail };
}

function membersOf(facts: readonly IncomingFact[]): Member[] {
  return uniqueByCase(facts.flatMap(({ member }) => (member === undefined ? [] : [member])));
}

function note(standing: Memberships, member: Buffer, ref: Buffer): void {
  const cases = standing.get(refKey(member)) ?? new Set();
  standing.set(refKey(member), cases.add(refKey(ref)));
}
