import type { Transaction } from '#libs/postgres/transaction.js';
import { readFacts } from '../evidence/read-facts.js';
import type { CaseNames } from '../facts/case-names.js';
import { casesOfMember } from '../facts/memberships.js';
import { refKey, refsOf, uniqueByCase } from '../facts/stored.js';

/**
 * The cases that an id names, each once. Where contacts may belong to issues, the id of a contact names the issue to which it belongs,
 * with the refs that all contacts of the issue have alone, so that none of them comes back as a case of its own; the id of no contact
 * names an issue.
 *
 * @param subjectKind  the kind of subject that the id names; empty for an order, a contact or an issue
 * @returns the ref of the id alone when nothing is known of it; undefined for a text that cannot be an id
 */
export async function namedCases(
  tx: Pick<Transaction, 'query'>,
  { id, subjectKind }: { readonly id: string; readonly subjectKind: string },
  { refOf, issueRefOf }: CaseNames,
): Promise<Buffer[] | undefined> {
  const ref = refOf(id, subjectKind);
  if (ref === undefined || issueRefOf === undefined || subjectKind !== '') return ref && [ref];
  const around = await casesOfMember(tx, { id, ref });
  const issue = issueRefOf(id);
  const facts = await readFacts(tx, [...around, issue]);
  const isIssue = around.length === 0 && facts.has(refKey(issue));
  const cases = isIssue ? [issue] : around;
  const contacts = cases.flatMap((one) => facts.get(refKey(one)) ?? []).flatMap(({ part }) => refOf(part) ?? []);
  const all = [...cases, ...contacts, ...(isIssue ? [] : [ref])];
  return refsOf(uniqueByCase(all.map((one) => ({ ref: one }))));
}
