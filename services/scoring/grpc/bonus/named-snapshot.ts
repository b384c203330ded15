import { CxError } from '#libs/domain/error.js';
import type { Database } from '#libs/postgres/database.js';
import { snapshotCsv } from '../../periods/csv.js';
import { findSnapshot, type StoredSnapshot } from '../../periods/store.js';
import type { Rulesets } from '../../rulesets/rulesets.js';
import { periodIn } from '../period-in.js';

/** @throws {CxError} NAME_INVALID, PERIOD_INVALID, SNAPSHOT_UNKNOWN */
export async function namedSnapshot(database: Database, rulesets: Rulesets, name: string): Promise<StoredSnapshot> {
  const [, parent = '', version = ''] = /^(periods\/[^/]+)\/snapshots\/(latest|[1-9]\d{0,8})$/.exec(name) ?? [];
  if (parent === '')
    throw new CxError('NAME_INVALID', 'name is written periods/2018-08/snapshots/1', { field: 'name' });
  const period = periodIn(rulesets, parent, 'name');
  const snapshot = await findSnapshot(database, period.name, version === 'latest' ? undefined : Number(version));
  if (snapshot === undefined) throw new CxError('SNAPSHOT_UNKNOWN', `there is no ${name}`, { field: 'name' });
  return snapshot;
}

/** A version as it is kept. @throws {CxError} FORMAT_INVALID */
export function fileOf({ content, bytes, contentSha256 }: StoredSnapshot, format: string): Buffer {
  if (format === 'json') return bytes;
  if (format === 'csv') return Buffer.from(snapshotCsv(content, contentSha256));
  throw new CxError('FORMAT_INVALID', 'a snapshot is exported as csv or json', { field: 'format' });
}
