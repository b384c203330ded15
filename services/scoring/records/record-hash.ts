import { createHash } from 'node:crypto';

/** The version of the spelling that is hashed: canonical JSON, every number a string of digits. */
export const CANON_VERSION = 1;

/** First lines of what is hashed, so that no hash of one thing is ever the hash of another. */
const TAGS = {
  record: 'cx-index/bonus-record/1',
  chain: 'cx-index/bonus-chain/1',
  leaf: 'cx-index/bonus-leaf/1',
  node: 'cx-index/bonus-node/1',
} as const;

/** What stands before the first record of a department's chain. */
export const NOTHING_BEFORE = '0'.repeat(64);

/** The id of a record: the hash of its canonical bytes behind its tag. Hex. */
export function recordId(bytes: Uint8Array): string {
  return hashOf(`${TAGS.record}\n`, bytes);
}

/** The head of a department's chain after a record. Hex in, hex out. */
export function chainAfter(before: string, id: string): string {
  return hashOf(`${TAGS.chain}\n${before}\n${id}\n`);
}

/**
 * The Merkle root over the records of a snapshot, in its order of departments. Neighbours are hashed pair by pair, level by level; one
 * that is left over goes up as it is. Hex in, hex out.
 *
 * @throws {RangeError} for no records: a root of nothing proves nothing
 */
export function merkleRoot(ids: readonly string[]): string {
  let level = ids.map((id) => hashOf(`${TAGS.leaf}\n${id}\n`));
  while (level.length > 1)
    level = pairs(level).map(([left, right]) => (right === undefined ? left : nodeOf(left, right)));
  const [root] = level;
  if (root === undefined) throw new RangeError('a root over no records');
  return root;
}

/** SHA-256 of a file as it is, hex. */
export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function nodeOf(left: string, right: string): string {
  return hashOf(`${TAGS.node}\n${left}\n${right}\n`);
}

function pairs(level: readonly string[]): [string, string | undefined][] {
  return level.flatMap((left, place) => (place % 2 === 0 ? [[left, level[place + 1]]] : []));
}

function hashOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
