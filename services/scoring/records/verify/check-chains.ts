import { z } from 'zod';
import { chainBytes } from '../bundle/bundle-of.js';
import { chainAfter, NOTHING_BEFORE } from '../record-hash.js';
import { rootBytes } from '../record-root.js';
import { type BundleFolder, fileOf, mustHaveOnly, unreadable } from './bundle-folder.js';
import type { ReadRecord, ReadSnapshot } from './claims.js';
import { mustBeSame, mustEqual, readCanonical } from './difference.js';

const chain = z.object({
  links: z.array(z.object({ snapshot: z.string(), record_id: z.string(), chain_sha256: z.string() })).min(1),
});

/**
 * Computes the chain of every department again, from its first record to the one of the snapshot.
 *
 * @returns the head of each chain, by department
 * @throws {BundleDiffers}
 */
export function checkChains(folder: BundleFolder, snapshot: ReadSnapshot): ReadonlyMap<string, string> {
  const heads = new Map(snapshot.records.map((record) => [record.department, checkChain(folder, record, snapshot)]));
  mustHaveOnly(folder, 'chains/', new Set([...heads.keys()].map(pathOf)));
  return heads;
}

function checkChain(folder: BundleFolder, record: ReadRecord, { name, content }: ReadSnapshot): string {
  const path = pathOf(record.department);
  const bytes = fileOf(folder, path);
  const read = chain.safeParse(readCanonical(path, bytes));
  if (!read.success) throw unreadable(path, read.error);
  let head = NOTHING_BEFORE;
  const links = read.data.links.map(({ snapshot, record_id: id }, place) => {
    head = chainAfter(head, id);
    return { position: place + 1, snapshot, id, chainSha256: head };
  });
  mustBeSame(path, chainBytes(record.department, links), bytes);
  const last = links.at(-1);
  mustEqual(path, `links[${links.length - 1}].record_id`, record.id, last?.id);
  mustEqual(path, `links[${links.length - 1}].snapshot`, name, last?.snapshot);
  mustEqual(record.path, 'position', links.length, record.claims.position);
  mustEqual(record.path, 'previous', links.at(-2)?.id ?? '', record.claims.previous ?? '');
  const superseded = `periods/${content.period}/snapshots/${content.supersedes}`;
  const before = links.find((link) => link.snapshot === superseded)?.id;
  mustEqual(record.path, 'supersedes', before ?? '', record.claims.supersedes ?? '');
  return head;
}

/** @throws {BundleDiffers} unless root.json is what the records make it */
export function checkRoot(folder: BundleFolder, snapshot: ReadSnapshot, heads: ReadonlyMap<string, string>): Buffer {
  const bytes = fileOf(folder, 'root.json');
  const records = snapshot.records.map(({ department, id, claims: { position } }) => ({
    ...{ department, position, id, chainSha256: heads.get(department) ?? '' },
  }));
  mustBeSame('root.json', rootBytes(snapshot.name, snapshot.sha256, records), bytes);
  return bytes;
}

function pathOf(department: string): string {
  return `chains/${department}.json`;
}
