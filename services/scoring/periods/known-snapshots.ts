import { createHash } from 'node:crypto';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { SnapshotContent } from './content.js';
import { parseContent } from './parse-content.js';
import type { StoredSnapshot } from './store.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** So many contents are kept: of the periods that people look at. */
const MOST_KEPT = 200;

interface Head {
  readonly version: number;
  readonly content_sha256: Buffer;
  readonly request_sha256: Buffer;
  readonly created_at: Date;
  readonly made_by: string;
}

interface Kept {
  readonly content: SnapshotContent;
  readonly bytes: Buffer;
}

/** By hash. A version never changes, so what has the hash of a row is its content, whichever database it came from. */
const kept = new Map<string, Kept>();

/**
 * All versions of a period, in order. The life of a period is read at each call about it; so contents that this process has read before are not read,
 * hashed and parsed again.
 */
export async function knownSnapshots(tx: Pick<Database, 'query'>, period: string): Promise<readonly StoredSnapshot[]> {
  const heads = await tx.query<Head>(sql('snapshot-heads'), [period]);
  const hashOf = ({ content_sha256 }: Pick<Head, 'content_sha256'>) => content_sha256.toString('hex');
  const found = new Map(heads.flatMap((head) => entryOf(hashOf(head))));
  const missing = heads.filter((head) => !found.has(hashOf(head))).map(({ version }) => version);
  if (missing.length > 0) {
    const rows = await tx.query<{ content: Buffer; content_sha256: Buffer }>(sql('snapshot-contents'), [
      period,
      missing,
    ]);
    for (const row of rows) found.set(hashOf(row), keep(hashOf(row), row.content));
  }
  return heads.map((head) => {
    const contentSha256 = hashOf(head);
    const one = found.get(contentSha256);
    if (one === undefined) throw new Error('a version has no content');
    return {
      ...{ ...one, contentSha256, requestSha256: head.request_sha256.toString('hex'), madeBy: head.made_by },
      createdAt: head.created_at.getTime(),
    };
  });
}

function entryOf(hash: string): [string, Kept][] {
  const one = kept.get(hash);
  return one === undefined ? [] : [[hash, one]];
}

/** What is read is hashed again: a record that was changed behind our back is a bug, never an answer. */
function keep(hash: string, bytes: Buffer): Kept {
  if (createHash('sha256').update(bytes).digest('hex') !== hash) throw new Error('a snapshot is not what was hashed');
  const one = { content: parseContent(bytes), bytes };
  kept.set(hash, one);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return one;
}
