import type { ShardId } from '#libs/batches/format/topics.js';
import { type OfDocuments, ofDocuments } from '#libs/cases/documents/of-documents.js';
import { Observations } from '#libs/contracts/cx/batches/v1/batches.js';
import { CLASSES } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import { type KeptDocument, MemoryDocuments } from '#test/doubles/memory-documents.js';
import type { WithReceived } from '#test/doubles/memory-receiver-in-source.js';
import { MemoryRejudging, type WithRejudging } from '#test/doubles/memory-rejudging.js';
import { type KeptRuling, rulingsInForce } from '#test/doubles/memory-rulings.js';
import type { SourceDraft } from '#test/doubles/memory-source.js';
import { addToMemoryOutbox } from '#test/doubles/memory-source-store.js';
import {
  DAY,
  limitOf,
  METRIC,
  placeOfVerdict,
  refOf,
  type SimFact,
  type SimVerdict,
  unitOf,
  verdictOf,
} from './verdict.js';

/** What the department stores beside its batches. */
export interface Remembered extends WithReceived, WithRejudging {
  readonly facts: ReadonlyMap<number, StoredFact>;
  /** Facts without a verdict yet. */
  readonly waiting: ReadonlySet<number>;
  /** Fact to its current verdict. Absent when it waits, or when no document asks for it. */
  readonly verdicts: ReadonlyMap<number, SimVerdict>;
  readonly documents: readonly KeptDocument[];
  readonly rulings: readonly KeptRuling[];
  /** The watermark of its one feed. */
  readonly completeThrough: Instant | undefined;
}

interface StoredFact extends SimFact {
  readonly reportedAt: Instant;
  /** The shard that carries its verdicts. */
  readonly shard: ShardId;
  /** It was judged when it was reported, and has had a verdict since. */
  readonly isSure: boolean;
}

type Draft = SourceDraft<Remembered>;

/** With what a process judges. */
export interface Judging {
  readonly pass: MemoryRejudging<Remembered>;
  /** The limit that follows from the documents in force. */
  readonly limit: OfDocuments<number | undefined, Draft>;
}

export function judgingOn(onIo: (what: string) => Promise<void>): Judging {
  const read = ({ kept }: Draft) => kept.own.documents;
  const write = () => {
    throw new Error('judging changes no document');
  };
  return {
    pass: new MemoryRejudging(({ facts }: Remembered) => [...facts.keys()].map(refOf), onIo),
    limit: ofDocuments(limitOf, new MemoryDocuments<Draft>({ read, write }, onIo)),
  };
}

/** Locks the cases of facts, always in the same order. */
export async function lockCases(tx: Draft, ids: Iterable<number>): Promise<void> {
  for (const id of [...ids].sort((a, b) => a - b)) await tx.lock(`fact ${id}`);
}

/** Stores facts; those that wait get no verdict now. */
export function withFacts(own: Remembered, fresh: readonly StoredFact[]): Remembered {
  const waiting = fresh.filter(({ waits }) => waits).map(({ id }) => id);
  const facts = new Map([...own.facts, ...fresh.map((fact) => [fact.id, fact] as const)]);
  return { ...own, facts, waiting: new Set([...own.waiting, ...waiting]) };
}

/**
 * Judges facts by the documents in force, and leaves what differs from their current verdicts for the next sealing pass: one row for
 * each shard. The transaction holds the documents.
 */
export async function judge(tx: Draft, { limit: readLimit }: Judging, facts: readonly StoredFact[]): Promise<void> {
  const limit = await readLimit(tx);
  const { verdicts, waiting, rulings } = tx.kept.own;
  const changes = facts
    .filter(({ id }) => !waiting.has(id))
    .map((fact) => {
      const after = verdictOf(fact, limit, rulingsInForce(rulings, refOf(fact.id)));
      return { fact, before: verdicts.get(fact.id), after };
    });
  const differing = changes.filter(({ fact, before, after }) => placed(fact, before) !== placed(fact, after));
  const unasked = changes.filter(({ after }) => after === undefined);
  if (differing.length + unasked.length === 0) return;
  tx.change((kept) => ({ ...kept, own: withVerdicts(kept.own, [...differing, ...unasked]) }));
  for (const shard of new Set(differing.map(({ fact }) => fact.shard))) {
    const cells = differing.filter(({ fact }) => fact.shard === shard).flatMap(cellsOf);
    addToMemoryOutbox(tx, shard, Buffer.from(Observations.encode({ cells }).finish()));
  }
}

interface Change {
  readonly fact: StoredFact;
  readonly before: SimVerdict | undefined;
  readonly after: SimVerdict | undefined;
}

/** Where a verdict counts; undefined without one. */
function placed(fact: SimFact, verdict: SimVerdict | undefined): string | undefined {
  return verdict && placeOfVerdict(unitOf(fact), verdict);
}

function withVerdicts(own: Remembered, changes: readonly Change[]): Remembered {
  const verdicts = new Map(own.verdicts);
  const facts = new Map(own.facts);
  for (const { fact, after } of changes) {
    if (after === undefined) {
      verdicts.delete(fact.id);
      facts.set(fact.id, { ...fact, isSure: false });
    } else verdicts.set(fact.id, after);
  }
  return { ...own, verdicts, facts };
}

const NONE = Buffer.alloc(0);
const NOTHING = { hits: NONE, misses: NONE, retractedHits: NONE, retractedMisses: NONE, tally: undefined };

/** The verdict of before is retracted, the one of now is recorded. */
function cellsOf({ fact, before, after }: Change) {
  const ref = refOf(fact.id);
  const cellWith = (verdict: SimVerdict | undefined, name: 'hits' | 'misses' | 'retractedHits' | 'retractedMisses') => {
    if (verdict === undefined) return [];
    const { class: class_, reason, responsible } = verdict;
    const key = { metric: METRIC, definition: 1, day: DAY, unit: unitOf(fact), reason, responsible, origin: 1 };
    return [{ key: { ...key, class: CLASSES.numberOf(class_) }, ...NOTHING, [name]: ref }];
  };
  return [
    ...cellWith(before, before?.hits === 1 ? 'retractedHits' : 'retractedMisses'),
    ...cellWith(after, after?.hits === 1 ? 'hits' : 'misses'),
  ];
}
