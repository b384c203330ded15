import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '#deploy/local/services.js';
import { readDocuments, readDocumentsHead } from '#libs/cases/documents/store-documents.js';
import { type PublishedDocument, TRAVELLING_KINDS, type TravellingKind } from '#libs/documents/published-document.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { Database } from '#libs/postgres/database.js';
import { listVersions, readDocumentsHead as readPublishedHead } from '#services/scoring/documents/store.js';
import { type Finding, finding } from './finding.js';
import type { ChaosWorld } from './world.js';

/** What a service has of the documents. */
interface Held {
  readonly documents: readonly PublishedDocument[];
  readonly sha256: string;
  /** In a department: whether a pass over all cases is under way. */
  readonly isRejudging: boolean;
}

/** The documents that scoring has, by position: its history, which no fault may change any more. */
export async function publishedIn(world: ChaosWorld): Promise<Held> {
  return within(world, 'scoring', async (database) => {
    const versions = await Promise.all(TRAVELLING_KINDS.map((kind) => versionsOf(database, kind)));
    const documents = versions.flat().sort((a, b) => a.position - b.position);
    const { sha256 } = await readPublishedHead(database);
    return { documents, sha256: sha256.toString('hex'), isRejudging: false };
  });
}

/**
 * Every department has the documents of scoring's history, one by one and by one hash, and none of its cases is still to be judged again.
 *
 * @param withinMs  the time limit for their arrival
 */
export async function documentFindings(world: ChaosWorld, published: Held, withinMs: number): Promise<Finding[]> {
  const findings: Finding[] = [];
  const until = Date.now() + withinMs;
  for (const source of BUILT_IN_SOURCES) {
    const wrong = async () => {
      const held = await heldBy(world, source);
      return difference(held, published) || (held.isRejudging ? 'it still judges cases again' : '');
    };
    let detail = await wrong();
    for (; detail !== '' && Date.now() < until; detail = await wrong()) await pause(500);
    const what = `${source} has the ${published.documents.length} documents of scoring by the same hash, and has judged by them`;
    findings.push(finding(what, detail === '', detail));
  }
  return findings;
}

function heldBy(world: ChaosWorld, name: ServiceName): Promise<Held> {
  return within(world, name, async (database) => {
    const documents = await readDocuments(database);
    const { sha256 } = await readDocumentsHead(database);
    const isRejudging = (await database.query('select from rejudging')).length > 0;
    return { documents, sha256: sha256.toString('hex'), isRejudging };
  });
}

async function versionsOf(database: Database, kind: TravellingKind): Promise<PublishedDocument[]> {
  const versions = await listVersions(database, kind);
  return versions.flatMap((one) => {
    if (one.position === undefined) throw new Error(`version ${one.version} of ${kind} has no position`);
    const { position, version, firstDay, boundAfterStart, text, sha256, publishedAt } = one;
    return [{ position, kind, version, firstDay, boundAfterStart, text, sha256, publishedAt }];
  });
}

async function within<T>(world: ChaosWorld, name: ServiceName, read: (database: Database) => Promise<T>): Promise<T> {
  const database = new Database({ url: world.cluster(name).directUrl, name: 'chaos' });
  return read(database).finally(() => database.close());
}

/** A line for each document, with everything that travels: a wrong text under a right hash is noticed too. */
function linesOf({ documents }: Held): string[] {
  return documents.map(({ position, kind, version, firstDay, boundAfterStart, text, sha256, publishedAt }) =>
    JSON.stringify([position, kind, version, firstDay, boundAfterStart, sha256.toString('hex'), publishedAt, text]),
  );
}

/** The first document that differs; empty when all are the same. */
function difference(held: Held, published: Held): string {
  const [own, wanted] = [linesOf(held), linesOf(published)];
  const place = Array.from({ length: Math.max(own.length, wanted.length) }, (_, at) => at).find(
    (at) => own[at] !== wanted[at],
  );
  if (place !== undefined) return `document ${place + 1}: ${brief(own[place])}, not ${brief(wanted[place])}`;
  return held.sha256 === published.sha256 ? '' : `hash ${held.sha256}, not ${published.sha256}`;
}

function brief(line: string | undefined): string {
  return line?.slice(0, 200) ?? 'none';
}
