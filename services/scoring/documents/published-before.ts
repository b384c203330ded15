import type { DocumentKind } from '#libs/domain/document-kind.js';
import type { Transaction } from '#libs/postgres/database.js';
import { frozenDays } from '../periods/frozen-days.js';
import { declaredDepartments } from './declared-departments.js';
import type { Beside, PublishedBefore } from './next-version.js';
import { listVersions, newestOfEachKind } from './store.js';

/**
 * Reads what a document of this kind is checked against.
 *
 * @param beside  documents that are to be published before it; each stands for the newest version of its kind
 */
export async function readPublishedBefore(
  tx: Pick<Transaction, 'query'>,
  kind: DocumentKind,
  beside: readonly Beside[] = [],
): Promise<Pick<PublishedBefore, 'versions' | 'newest' | 'declared' | 'frozen'>> {
  const departments = await listVersions(tx, 'departments');
  const next = (departments[0]?.version ?? 0) + 1;
  const toCome = beside.filter((one) => one.kind === 'departments').map(({ text }) => ({ version: next, text }));
  const published = await newestOfEachKind(tx);
  const newest = [...published.filter((one) => !beside.some((other) => other.kind === one.kind)), ...beside];
  const metrics = newest.find((one) => one.kind === 'metrics')?.text;
  return {
    versions: kind === 'departments' ? departments : await listVersions(tx, kind),
    newest,
    frozen: kind === 'events' ? await frozenDays(tx) : [],
    declared: declaredDepartments([...departments, ...toCome], metrics),
  };
}
