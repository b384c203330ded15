import type { ShardId } from '#libs/batches/format/topics.js';
import { documentsInForce, headOf } from '#test/doubles/memory-documents.js';
import { newestOfEach, rulingsInForce } from '#test/doubles/memory-rulings.js';
import type { Remembered } from './judging.js';
import type { Published } from './publishing.js';
import { changesOf, type Effect, verdictsOf } from './reader.js';
import { limitOf, placeOfVerdict, refOf, type SimVerdict, unitOf, verdictOf } from './verdict.js';

/** What happened in one run and what went wrong. `faults` is empty when nothing went wrong. */
export interface Outcome {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly did: Readonly<Record<string, number>>;
}

/** Everything that is kept when the faults are over and everything was fetched. */
export interface Ended {
  readonly source: Remembered;
  readonly reader: Effect;
  /** The documents and the rulings that the company has. */
  readonly published: Published;
  readonly shards: readonly ShardId[];
}

/**
 * What went wrong: the department must have the documents that the company has, and the readers must have, of every fact that the
 * department remembers, the one verdict that these documents give, recorded once more often than it was retracted.
 */
export function faultsAtTheEnd(ended: Ended): string[] {
  return [...documentFaults(ended), ...verdictFaults(ended), ...stateFaults(ended)];
}

/**
 * What is wrong in a department while no transaction is open: it decides by documents that the company never had together, or a
 * verdict differs from these documents although no case is to be judged again.
 */
export function documentFault(
  { documents, rulings, rejudging, facts, waiting, verdicts }: Remembered,
  everHad: (sha256: Buffer) => boolean,
): string | undefined {
  const inForce = documentsInForce(documents);
  if (!everHad(headOf(inForce).sha256)) return `${inForce.length} documents in force were never published together`;
  if (rejudging !== undefined) return undefined;
  const limit = limitOf(inForce);
  const wrong = [...facts.values()].find((fact) => {
    const right = verdictOf(fact, limit, rulingsInForce(rulings, refOf(fact.id)));
    return !waiting.has(fact.id) && !isSame(verdicts.get(fact.id), right);
  });
  if (wrong === undefined) return undefined;
  return `fact ${wrong.id} is not judged by the documents and the rulings in force, limit ${limit}`;
}

/** A shard that readers trust to be complete through an instant lacks no fact until then, except those in quarantine. */
export function falseCompleteness(
  known: Remembered['facts'],
  trusted: Effect,
  quarantined: readonly { readonly bytes: Uint8Array }[],
): string | undefined {
  const inQuarantine = new Set(quarantined.flatMap(changesOf).map(({ id }) => id));
  for (const { id, shard, reportedAt, isSure } of known.values()) {
    const through = trusted.complete.get(shard.shard) ?? Number.NEGATIVE_INFINITY;
    if (!isSure || reportedAt > through || trusted.facts.has(id) || inQuarantine.has(id)) continue;
    return `fact ${id} is missing although shard ${shard.shard} was trusted to be complete`;
  }
  return undefined;
}

function documentFaults({ source, published }: Ended): string[] {
  const [own, other] = [documentsInForce(source.documents), published.documents].map(headOf);
  if (own === undefined || other === undefined || own.sha256.equals(other.sha256)) return [];
  return [`the company has ${other.position} documents, the department has ${own.position} or others`];
}

function isSame(one: SimVerdict | undefined, other: SimVerdict | undefined): boolean {
  return (one && placeOfVerdict('', one)) === (other && placeOfVerdict('', other));
}

/** By the documents and the rulings of the company alone, whatever the department did. */
function verdictFaults({ source: { facts, waiting }, reader, published }: Ended): string[] {
  const limit = limitOf(published.documents);
  const expected = new Set<string>();
  const counts = new Map<string, number>();
  for (const fact of facts.values()) {
    const rulings = newestOfEach(published.rulings.filter(({ caseRef }) => caseRef.equals(refOf(fact.id))));
    const verdict = waiting.has(fact.id) ? undefined : verdictOf(fact, limit, rulings);
    if (verdict === undefined) continue;
    const place = placeOfVerdict(unitOf(fact), verdict);
    expected.add(`${fact.id} ${place}`);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const standing = verdictsOf(reader);
  const lost = [...expected].filter((verdict) => standing.get(verdict) !== 1);
  const wrong = [...standing.keys()].filter((verdict) => !expected.has(verdict));
  const places = [...new Set([...counts.keys(), ...reader.counts.keys()])];
  const miscounted = places.filter((place) => (counts.get(place) ?? 0) !== (reader.counts.get(place) ?? 0));
  return [
    ...lost.map((verdict) => `${verdict} stands ${standing.get(verdict) ?? 0} times`),
    ...wrong.map((verdict) => `${verdict} stands, by the limit ${limit}`),
    ...miscounted.map(
      (place) => `${place}: ${counts.get(place) ?? 0} by the rules, the reader has ${reader.counts.get(place)}`,
    ),
  ];
}

function stateFaults({ source: { waiting, completeThrough }, reader, shards }: Ended): string[] {
  const faults: string[] = [];
  const known = [...reader.waiting.values()].reduce((sum, cases) => sum + cases, 0n);
  if (Number(known) !== waiting.size) faults.push(`${waiting.size} wait, the reader has ${known}`);
  for (const { shard } of shards) {
    const trusted = reader.complete.get(shard);
    if (trusted !== (completeThrough ?? Number.NEGATIVE_INFINITY))
      faults.push(`shard ${shard} is complete through ${completeThrough}, the reader has ${trusted}`);
  }
  return faults;
}
