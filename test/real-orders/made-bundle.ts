import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { encoded } from '#libs/batches/format/encoded.js';
import { isReadable, openBatch, sealBatch } from '#libs/batches/format/sealed-batch.js';
import { CATALOGUE, CATALOGUE_SHA256 } from '#libs/catalogue/catalogue.js';
import { Observations } from '#libs/contracts/cx/batches/v1/batches.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { CLASSES, type CountedCell, ORIGINS, type Source } from '#libs/domain/observation.js';
import { makeKey } from '#libs/signing/make-keys.js';
import { type KeySpan, signatureOf } from '#libs/signing/signature.js';
import type { CountsAtCut, PeriodBatch } from '#services/scoring/counts/cut.js';
import { isBeyond } from '#services/scoring/counts/cut.js';
import { dumpLines } from '#services/scoring/counts/dump.js';
import { fold } from '#services/scoring/counts/fold.js';
import { cutSha256, type ShardCut } from '#services/scoring/counts/read.js';
import { ofPublished } from '#services/scoring/documents/of-published.js';
import type { DocumentVersion } from '#services/scoring/documents/store.js';
import { realCells } from '#services/scoring/fixtures/real-orders.js';
import { type SnapshotContent, snapshotName } from '#services/scoring/periods/content.js';
import { type EarlierVersion, makeContent } from '#services/scoring/periods/make-content.js';
import { indexesOf } from '#services/scoring/periods/read-period.js';
import { withManifest } from '#services/scoring/records/bundle/bundle-files.js';
import { type BundleSource, piecesOf } from '#services/scoring/records/bundle/bundle-of.js';
import { canonicalDocument, decidingDocuments } from '#services/scoring/records/documents.js';
import { makeRecords, type Place } from '#services/scoring/records/make-record.js';
import type { BonusRecord } from '#services/scoring/records/record.js';
import { sha256Of } from '#services/scoring/records/record-hash.js';
import { type HashedRecord, hashedRecord, rootBytes } from '#services/scoring/records/record-root.js';
import type { ChainLink } from '#services/scoring/records/store.js';

/** What stands in the database and in requests, and must never stand in a record or a bundle. */
export const PLANTED = ['maria.silva@example.org', 'Maria Silva', '48750.00', 'order-e481f51c'] as const;

const KINDS = ['company', 'departments', 'metrics', 'ruleset', 'access'] as const;
const PUBLISHED_AT = Date.parse('2017-01-05T09:00:00Z');

/** The documents of Olist as the database has them: with the people who proposed and published them. */
export function olistVersions(): readonly DocumentVersion[] {
  return KINDS.map((kind, place) => {
    const text = readFileSync(new URL(`../../data/olist/company/${kind}.yaml`, import.meta.url), 'utf8');
    const position = kind === 'ruleset' ? undefined : place + 1;
    return {
      ...{ kind, version: 1, title: '', firstDay: '2017-01-01', boundAfterStart: false, text, position },
      sha256: createHash('sha256').update(canonicalDocument(kind, text)).digest(),
      ...{ proposal: 1, proposedBy: PLANTED[0], publishedBy: PLANTED[1], reason: `${PLANTED[2]} for ${PLANTED[3]}` },
      publishedAt: PUBLISHED_AT,
    };
  });
}

/** Sealed batches of every source with the real orders of August 2018: two epochs of delivery, a retraction, an idle batch. */
export function archive(): readonly PeriodBatch[] {
  const sources = [...new Set(realCells('2018-08').map(({ metric }) => sourceOf(metric)))].sort();
  return sources.flatMap((source, place) => batchesOf(source, place + 1));
}

function sourceOf(metric: string): Source {
  return CATALOGUE.named(metric)[0]?.source ?? 'delivery';
}

const BATCHES = 4;

function batchesOf(source: Source, shardId: number): readonly PeriodBatch[] {
  const cells = realCells('2018-08').filter(({ metric }) => sourceOf(metric) === source);
  let before: { epoch: number; number: bigint; sha256: Buffer } = { epoch: 0, number: 0n, sha256: Buffer.alloc(32) };
  return Array.from({ length: BATCHES }, (_, place) => {
    const epoch = source === 'delivery' && place >= 2 ? 7 : 1;
    const begins = epoch !== before.epoch && before.epoch > 0;
    const number = begins || before.epoch === 0 ? 1n : before.number + 1n;
    const own =
      place === 2 ? [] : cells.filter((_, at) => at % BATCHES === place || (place === 3 && at % BATCHES === 2));
    const { bytes, sha256 } = sealBatch({
      ...{ installation: '5f0c2a9e-8d7b-4a57-9a3c-1f0e6f4f7a11', source, carries: 'observations', shard: 1 },
      ...{ epoch, number, previousSha256: before.sha256, drained: true, waiting: undefined, feeds: [] },
      continuesEpoch: begins ? before.epoch : 0,
      continuesNumber: begins ? before.number : 0n,
      sealedAt: Date.parse('2018-08-30T00:00:00Z') + place * 86_400_000,
      catalogueSha256: CATALOGUE_SHA256,
      content: {
        encoded: encoded(Observations, { cells: own.map((cell) => messageOf(cell, place === 1 ? 1 : 0)) }),
      },
    });
    const batch = openBatch(bytes);
    if (!isReadable(batch)) throw new Error(batch.detail);
    before = { epoch, number, sha256 };
    return { source, shardId, epoch, number, sealedAt: batch.sealedAt, batch };
  });
}

/** @param mistaken  misses that are retracted in the same batch */
function messageOf({ hits, misses, ...cell }: CountedCell, mistaken: number) {
  const key = { ...cell, class: CLASSES.numberOf(cell.class), origin: ORIGINS.numberOf(cell.origin) };
  const refs = (name: string, cases: number) =>
    Buffer.concat(
      Array.from({ length: cases }, (_, at) =>
        createHash('sha256').update(`${PLANTED[3]} ${cell.metric} ${cell.unit} ${name} ${at}`).digest().subarray(0, 16),
      ),
    );
  return {
    ...{ key, hits: refs('hit', Number(hits)), misses: refs('miss', Number(misses) + mistaken) },
    ...{ retractedHits: Buffer.alloc(0), retractedMisses: refs('miss', mistaken), tally: undefined },
  };
}

/** The cut after so many batches of every shard. */
function cutAfter(batches: readonly PeriodBatch[], many: number): readonly ShardCut[] {
  const shards = [...new Set(batches.map(({ shardId }) => shardId))];
  return shards.flatMap((id) => {
    const last = batches.filter(({ shardId }) => shardId === id)[many - 1];
    if (last === undefined) return [];
    const { source, shardId, epoch, number, batch } = last;
    return [{ source, shard: 1, shardId, epoch, number, sha256: batch.sha256 }];
  });
}

/** Cases that a department on hold may still wait for. */
const WAITS = {
  ...({ source: 'delivery' } as const),
  ...{ metric: 'arrived_at_last', definition: 1, unit: 'area/sp', day: '2018-08-20' },
  ...{ cases: 3n, waitsFor: 'delivery/carrier-acme' },
} as const;

function countsAt(batches: readonly PeriodBatch[], cut: readonly ShardCut[]): CountsAtCut {
  const inside = batches.filter((one) => !isBeyond(one, cut)).map(({ batch }) => batch);
  const rows = [...fold(inside).values()].map(({ cell, ...sums }) => ({
    ...cell,
    hits: sums.hits - sums.retractedHits,
    misses: sums.misses - sums.retractedMisses,
  }));
  const nothing = { batches: 0n, missingBatches: 0n, quarantinedBatches: 0n, progressVersion: 0n };
  const data = { ...nothing, cutSha256: cutSha256(cut), shards: cut, appliedAt: undefined, completeThrough: undefined };
  return { view: { rows, waiting: [WAITS], feeds: [], data }, cut, batches };
}

/** A version of August 2018 with its records, and what the next version needs of it. */
interface MadeVersion {
  readonly earlier: EarlierVersion & { readonly content: SnapshotContent; readonly contentSha256: string };
  readonly bytes: Buffer;
  readonly counts: CountsAtCut;
  readonly records: readonly HashedRecord[];
  readonly links: ReadonlyMap<string, readonly ChainLink[]>;
}

const ENGINE = { name: 'cx-index', version: '0.1.0', sourceSha256: 'ab'.repeat(32) };

/** What a forger makes of a record before it is hashed and signed. */
export type Forge = (record: BonusRecord) => BonusRecord;

function makeVersion(
  batches: readonly PeriodBatch[],
  many: number,
  before: MadeVersion | undefined,
  forge: Forge = (record) => record,
): MadeVersion {
  const documents = olistVersions();
  const { rulesets } = ofPublished(documents);
  const period = rulesets.period('2018-08');
  const ruleset = period && rulesets.for(period);
  if (period === undefined || ruleset === undefined) throw new Error('no ruleset names 2018-08');
  const counts = countsAt(batches, cutAfter(batches, many));
  const indexes = indexesOf(period, ruleset, rulesets, counts);
  const boundAfterStart = new Set([...indexes.keys()].filter((one) => rulesets.isBoundAfterStart(period, one)));
  const reading = { period, ruleset, counts, indexes, boundAfterStart, guards: [], cutOffAt: undefined, overdue: [] };
  const engine = `${ENGINE.name} ${ENGINE.version}`;
  const content = makeContent({ reading, earlier: before?.earlier, reason: before ? 'LATE_DATA' : 'FIRST', engine });
  const bytes = Buffer.from(canonicalJson(content));
  const headOf = (department: string) => before?.links.get(department)?.at(-1);
  const placeOf = (department: string): Place => {
    const head = headOf(department);
    return { position: (head?.position ?? 0) + 1, previous: head?.id, supersedes: head?.id };
  };
  const contentSha256 = sha256Of(bytes);
  const made = makeRecords({
    ...{ reading, content, contentSha256, earlier: before?.earlier, documents, engine: ENGINE, placeOf },
  });
  const records = made.map((record) => hashedRecord(forge(record), headOf(record.department)?.chainSha256));
  const snapshot = snapshotName(content);
  const links = records.map((record): [string, readonly ChainLink[]] => [
    record.department,
    [...(before?.links.get(record.department) ?? []), { ...record, snapshot }],
  ]);
  return { earlier: { content, contentSha256, cut: counts.cut }, bytes, counts, records, links: new Map(links) };
}

export interface MadeBundle {
  readonly snapshot: string;
  readonly files: Map<string, Buffer>;
}

/**
 * The bundle of the second version of August 2018, signed, as files in memory.
 *
 * @param spanned  another span of its key
 */
export async function madeBundle(
  withBatches = true,
  forge?: Forge,
  spanned: Partial<KeySpan> = {},
): Promise<MadeBundle> {
  const batches = archive();
  const first = makeVersion(batches, 2, undefined);
  const second = makeVersion(batches, BATCHES, first, forge);
  const snapshot = snapshotName(second.earlier.content);
  const root = rootBytes(snapshot, sha256Of(second.bytes), second.records);
  const source: BundleSource = {
    ...{ snapshot, content: second.bytes, superseded: first.bytes, records: second.records, chains: second.links },
    documents: decidingDocuments(olistVersions(), second.earlier.content.rulesetSha256),
    countLines: dumpLines(second.counts.view.rows),
    ...signed(root, spanned),
    batches: withBatches ? shardsOf(second.counts.cut, batches) : [],
  };
  return { snapshot, files: await collected(withManifest(snapshot, withBatches, piecesOf(source))) };
}

function shardsOf(cut: readonly ShardCut[], batches: readonly PeriodBatch[]) {
  return cut.map(({ source, shard, shardId }) => ({
    ...{ source, shard },
    batches: (async function* () {
      for (const one of batches)
        if (one.shardId === shardId) yield { epoch: one.epoch, bytes: Buffer.from(one.batch.bytes) };
    })(),
  }));
}

async function collected(pieces: ReturnType<typeof withManifest>): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for await (const { path, chunk } of pieces)
    files.set(path, Buffer.concat([files.get(path) ?? Buffer.alloc(0), chunk]));
  return files;
}

/** When the bundle is signed. */
export const SIGNED_AT = Date.parse('2018-10-01T09:00:00Z');

/** A signature of the root by a key that is thrown away. */
function signed(root: Buffer, spanned: Partial<KeySpan>): Pick<BundleSource, 'signatures' | 'keys'> {
  const { privateKey = '', ...key } = makeKey(SIGNED_AT - 86_400_000);
  const what = { purpose: 'BONUS_ROOT', sha256: sha256Of(root), signedAt: SIGNED_AT } as const;
  return {
    signatures: [{ ...what, keyId: key.keyId, signature: signatureOf(privateKey, what) }],
    keys: [{ ...key, ...spanned }],
  };
}
