import type { DocumentsStatus } from '#libs/contracts/cx/batches/v1/batches.js';
import { grouped } from '../format.js';
import type { Finding } from './doctor-transport.js';

/** The documents by which one department decides. */
export interface DocumentsOf {
  readonly source: string;
  /** Undefined when a department of an older version does not say it. */
  readonly documents: DocumentsStatus | undefined;
}

/** A document takes a second to a department; one that was published so recently may still be on its way. */
const ON_ITS_WAY_MS = 60_000;

/**
 * Whether every department decides by the documents that the company has published.
 *
 * @param published  what scoring has published; undefined when it does not say it
 */
export function documentFindings(
  published: DocumentsStatus | undefined,
  departments: readonly DocumentsOf[],
  now: Date,
): Finding[] {
  if (published === undefined) return [];
  const isRecent =
    published.publishedAt !== undefined && now.getTime() - published.publishedAt.getTime() < ON_ITS_WAY_MS;
  const findings = departments.flatMap(({ source, documents }) =>
    documents === undefined ? [] : ofDepartment(source, documents, published, isRecent ? '!!' : 'NO'),
  );
  const without = published.position === 0;
  const first: Finding = without
    ? { sign: '!!', text: 'the company has published no documents yet: cx company propose DIR --reason WHY' }
    : { sign: 'ok', text: `documents: ${grouped(published.position)} published` };
  return [first, ...findings];
}

function ofDepartment(
  source: string,
  { position, sha256, missingBatches, quarantinedBatches }: DocumentsStatus,
  published: DocumentsStatus,
  sign: Finding['sign'],
): Finding[] {
  const findings: Finding[] = [];
  if (missingBatches > 0n)
    findings.push({ sign, text: `${source}: ${grouped(missingBatches)} batches of documents missing` });
  if (quarantinedBatches > 0n)
    findings.push({ sign: 'NO', text: `${source}: ${grouped(quarantinedBatches)} batches of documents in quarantine` });
  if (position === 0)
    findings.push({
      sign: published.position === 0 ? '!!' : sign,
      text: `${source} has no documents yet: it takes facts and judges nothing`,
    });
  else if (position < published.position)
    findings.push({
      sign,
      text: `${source} decides by older documents: it has ${grouped(position)} of ${grouped(published.position)}`,
    });
  else if (position > published.position || !Buffer.from(sha256).equals(Buffer.from(published.sha256)))
    findings.push({ sign, text: `${source} decides by other documents than scoring has published` });
  return findings;
}
