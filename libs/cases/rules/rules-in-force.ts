import type { Source } from '#libs/domain/source.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { type Rules, rulesOf } from '#libs/rules/rules.js';
import { type OfDocuments, ofDocuments } from '../documents/of-documents.js';
import { postgresDocuments, readDocuments, readDocumentsHead } from '../documents/store-documents.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** A number that no other program uses for an advisory lock in these databases. */
const RULES_LOCK = 2_026_112_815n;

/** Reads the rules that are in force now. */
export type ReadRules = OfDocuments<Rules>;

/** Reads the rules of a source that follow from the documents that it holds. */
export function rulesInForce(source: Source): ReadRules {
  return ofDocuments((documents) => rulesOf(documents, source), postgresDocuments);
}

/** The rules that were in force when a document was the newest. */
export type RulesAt = (tx: Pick<Transaction, 'query'>, position: number) => Promise<Rules>;

/** Makes the rules of earlier documents, for verdicts that were given by them and still stand. Each is made once. */
export function rulesAt(source: Source): RulesAt {
  let known: { readonly sha256: Buffer; readonly rules: Map<number, Rules> } | undefined;
  return async (tx, position) => {
    const { sha256 } = await readDocumentsHead(tx);
    if (!known?.sha256.equals(sha256)) known = { sha256, rules: new Map() };
    const found = known.rules.get(position);
    if (found !== undefined) return found;
    const documents = (await readDocuments(tx)).filter((one) => one.position <= position);
    const rules = rulesOf(documents, source);
    known.rules.set(position, rules);
    return rules;
  };
}

/** Lets a transaction judge: until it ends, no document changes. Every transaction that judges begins with it. */
export async function holdRules(tx: Pick<Transaction, 'query'>): Promise<void> {
  await tx.query(sql('hold-rules'), [RULES_LOCK]);
}

/** Lets a transaction change documents: none that judges runs beside it. It comes before the first document is written. */
export async function changeRules(tx: Pick<Transaction, 'query'>): Promise<void> {
  await tx.query(sql('change-rules'), [RULES_LOCK]);
}
