import { canonicalJson } from '#libs/domain/canonical-json.js';
import { manifestBytes } from '#services/scoring/records/bundle/bundle-files.js';
import { chainBytes } from '#services/scoring/records/bundle/bundle-of.js';
import { chainAfter, NOTHING_BEFORE, recordId, sha256Of } from '#services/scoring/records/record-hash.js';
import { rootBytes } from '#services/scoring/records/record-root.js';

/**
 * The bundle of a closed version as a forger makes it who holds no key: what the snapshot says is changed, and every record, chain, root and
 * manifest is made to fit.
 *
 * @param change      fields of the snapshot, and of the records that have them too
 * @param superseded  stands in the place of the approved version; its hash is then the one that is approved
 */
export function forgedBundle(
  bundle: ReadonlyMap<string, Buffer>,
  change: object,
  superseded: Buffer | undefined,
): ReadonlyMap<string, Buffer> {
  const files = new Map(bundle);
  const json = (path: string) => JSON.parse(files.get(path)?.toString() ?? '');
  if (superseded !== undefined) files.set('superseded.json', superseded);
  const hash = superseded === undefined ? {} : { approved_sha256: sha256Of(superseded) };
  const told: Readonly<Record<string, unknown>> = { ...change, ...hash };
  const snapshot = { ...json('snapshot.json'), ...told };
  files.set('snapshot.json', Buffer.from(canonicalJson(snapshot)));
  const snapshotSha256 = sha256Of(canonicalJson(snapshot));
  const name = `periods/${snapshot.period}/snapshots/${snapshot.version}`;
  const records = snapshot.inputs.map(({ department }: { department: string }) => {
    const record = json(`records/${department}.json`);
    for (const [field, value] of Object.entries(told)) if (field in record) record[field] = value;
    if (superseded !== undefined) record.superseded_sha256 = sha256Of(superseded);
    const bytes = Buffer.from(canonicalJson({ ...record, snapshot_sha256: snapshotSha256 }));
    files.set(`records/${department}.json`, bytes);
    const links = linked(json(`chains/${department}.json`).links, recordId(bytes));
    files.set(`chains/${department}.json`, chainBytes(department, links));
    return { department, ...links.at(-1) };
  });
  files.set('root.json', rootBytes(name, snapshotSha256, records));
  files.delete('manifest.json');
  const rows = [...files].map(([path, file]) => ({ path, bytes: file.length, sha256: sha256Of(file) }));
  return files.set('manifest.json', manifestBytes(name, true, rows));
}

/** A chain with another record at its end. */
function linked(links: readonly { readonly record_id: string; readonly snapshot: string }[], id: string) {
  let head = NOTHING_BEFORE;
  return links.map(({ record_id, snapshot }, place) => {
    const own = place === links.length - 1 ? id : record_id;
    head = chainAfter(head, own);
    return { position: place + 1, snapshot, id: own, chainSha256: head };
  });
}
