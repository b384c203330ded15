import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { BonusRecord } from './record.js';
import { CANON_VERSION, chainAfter, merkleRoot, NOTHING_BEFORE, recordId } from './record-hash.js';

/** A record with its bytes and what names it. */
export interface HashedRecord {
  readonly department: string;
  readonly position: number;
  readonly bytes: Buffer;
  /** Hex. */
  readonly id: string;
  /** Hex: the head of the chain of the department after it. */
  readonly chainSha256: string;
}

/** @param before  the head of the department's chain before it; undefined for the first record */
export function hashedRecord(record: BonusRecord, before: string | undefined): HashedRecord {
  const bytes = Buffer.from(canonicalJson(record));
  const id = recordId(bytes);
  const { department, position } = record;
  return { department, position, bytes, id, chainSha256: chainAfter(before ?? NOTHING_BEFORE, id) };
}

/** One statement about all records of a snapshot, in canonical JSON: what is signed. */
export function rootBytes(
  snapshot: string,
  snapshotSha256: string,
  records: readonly Pick<HashedRecord, 'department' | 'position' | 'id' | 'chainSha256'>[],
): Buffer {
  const statement = {
    ...{ domain: 'cx-index/bonus-root', canonVersion: CANON_VERSION, snapshot, snapshotSha256 },
    records: records.map(({ department, position, id, chainSha256 }) => ({
      ...{ department, position, recordId: id, chainSha256 },
    })),
    merkleRoot: merkleRoot(records.map(({ id }) => id)),
  };
  return Buffer.from(canonicalJson(statement));
}
