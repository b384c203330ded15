import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Database } from '#libs/postgres/database.js';
import { knownSnapshots } from './known-snapshots.js';

const contentOf = (version: number, period: string) =>
  Buffer.from(`{"inputs":[],"period":"${period}","state":"PROVISIONAL","version":"${version}"}`);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

/** A database with versions of a period; it says which contents were asked for. */
function databaseWith(period: string, versions: readonly number[], forged = false) {
  const asked: number[][] = [];
  const row = (version: number) => ({
    ...{
      version,
      content: contentOf(version, period),
      content_sha256: sha256(contentOf(forged ? 99 : version, period)),
    },
    ...{ request_sha256: Buffer.alloc(32), created_at: new Date(version), made_by: 'mia' },
  });
  const query = async (_: unknown, [, wanted]: readonly unknown[]) => {
    if (wanted === undefined) return versions.map(row);
    asked.push([...(wanted as number[])]);
    return (wanted as number[]).map(row);
  };
  return { asked, tx: { query } as unknown as Pick<Database, 'query'> };
}

describe('the versions of a period', () => {
  it('are read whole once, and then only those that are new', async () => {
    const first = databaseWith('2031-01', [1, 2]);
    const all = await knownSnapshots(first.tx, '2031-01');
    expect(all.map(({ content, createdAt, madeBy }) => [content.version, createdAt, madeBy])).toEqual([
      [1, 1, 'mia'],
      [2, 2, 'mia'],
    ]);
    await knownSnapshots(first.tx, '2031-01');
    expect(first.asked).toEqual([[1, 2]]);
    const later = databaseWith('2031-01', [1, 2, 3]);
    expect((await knownSnapshots(later.tx, '2031-01')).map(({ content }) => content.version)).toEqual([1, 2, 3]);
    expect(later.asked).toEqual([[3]]);
  });

  it('are refused when a content is not what was hashed', async () => {
    const { tx } = databaseWith('2031-02', [1], true);
    await expect(knownSnapshots(tx, '2031-02')).rejects.toThrow('not what was hashed');
  });
});
