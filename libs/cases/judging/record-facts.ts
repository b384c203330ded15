import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { removeFacts } from '../facts/erased-cases.js';
import { readWatermarks } from '../facts/feeds.js';
import { type CheckedFact, type Outcome, type RecordedOutcome, refusedAsErased } from '../facts/incoming-fact.js';
import type { OutboxPosition } from '../facts/receipt.js';
import { receiptPositions } from '../facts/receipt-positions.js';
import { storeFacts } from '../facts/store-facts.js';
import { refKey, refsOf } from '../facts/stored.js';
import { causesOf, type TouchedCase } from '../facts/touched-case.js';
import { holdRules } from '../rules/rules-in-force.js';
import { type CaseChanges, changesOfCase } from './case-changes.js';
import type { CaseFile } from './case-file.js';
import { changedCase, changesAnything } from './changed-case.js';
import type { Department } from './department.js';
import { judgeCase } from './judge-case.js';
import type { KnownCases } from './known-cases.js';
import { lockCases, readLocked } from './load-cases.js';
import { numbersOfChanges, storeChanges } from './store-changes.js';

/** The outcome of each fact of a call, and the outbox rows of its observations. */
export interface Recorded {
  readonly outcomes: readonly RecordedOutcome[];
  readonly positions: readonly OutboxPosition[];
}

export interface RecordOptions {
  /** The transaction ends with it, so COMMIT leaves with the last statements. By default the caller may ask more. */
  readonly isLast?: boolean;
}

/** Records what a feed reports and judges the cases it concerns, in one transaction. */
export async function recordFacts(
  tx: Transaction,
  department: Department,
  feed: string,
  facts: readonly CheckedFact[],
  now: Instant,
  { isLast = false }: RecordOptions = {},
): Promise<Recorded> {
  const { shards, openedBy, known } = department;
  let asked: ReturnType<typeof askToJudge> | undefined;
  const alsoAsk = (refs: readonly Buffer[]) => {
    asked = askToJudge(tx, department, refs, now);
    return asked;
  };
  const [, { outcomes, touched }] = await Promise.all([
    known?.begin(tx),
    storeFacts(tx, facts, { feed, now, shards, openedBy, alsoAsk }),
  ]);
  const { changes, erased, store } = await judged(tx, department, touched, now, asked);
  const answers = outcomes.map((one) => (erased.has(keyOf(one)) ? refusedAsErased(one.factId) : one));
  const askLast = () => receiptPositions(tx, answers, store());
  const positions = await (isLast && tx.last !== undefined ? tx.last(askLast) : askLast());
  return { outcomes: withInconsistencies(answers, changes), positions };
}

/**
 * Judges cases as of now, by the rules that are in force. The sweep calls it directly: no fact is new, but time has passed. No document
 * changes before the transaction ends. A case that was erased while the transaction stored facts about it loses them again.
 *
 * @returns the changes; `erased` has the keys of cases that are erased
 */
export async function judgeCases(
  tx: Transaction,
  department: Department,
  touched: readonly TouchedCase[],
  now: Instant,
) {
  const { changes, erased, store } = await judged(tx, department, touched, now);
  return { changes, erased, positions: await store() };
}

/**
 * The same, but for storing the changes: `store` asks all statements for that at once.
 *
 * @param asked  what was asked for these cases, and perhaps for more; left out: it is asked now
 */
async function judged(
  tx: Transaction,
  department: Department,
  touched: readonly TouchedCase[],
  now: Instant,
  asked?: ReturnType<typeof askToJudge>,
) {
  const { known } = department;
  await known?.begin(tx);
  const { rules, locked, watermarks } = await (asked ?? askToJudge(tx, department, refsOf(touched), now));
  const files = await readLocked(tx, locked, touched, known);
  const erased = await removeLateFacts(tx, touched, files);
  const causeOf = causesOf(touched);
  const changes = files.map((file) =>
    changesOfCase(file, judgeCase(department.judge, file.facts, rules), watermarks, causeOf(file)),
  );
  const by = { now, rulesPosition: rules.position };
  const numbers = await numbersOfChanges(tx, changes, by, known?.numbers(tx));
  const store = async () => {
    const [positions] = await Promise.all([
      storeChanges(tx, changes, by, numbers),
      known && remember(tx, known, touched, changes),
    ]);
    return positions;
  };
  return { changes, erased, store };
}

/** What a transaction must hold and know before it judges: the rules, its cases in key order, and how far feeds have reported. */
async function askToJudge(tx: Transaction, department: Department, refs: readonly Buffer[], now: Instant) {
  const [, rules, locked, watermarks] = await Promise.all([
    holdRules(tx),
    department.rules(tx),
    lockCases(tx, refs),
    readWatermarks(tx, department, now),
  ]);
  return { rules, locked, watermarks };
}

/** Moves the versions of the cases that have a new fact or a change and were there before, and remembers all of them. */
async function remember(
  tx: Transaction,
  known: KnownCases,
  touched: readonly TouchedCase[],
  changes: readonly CaseChanges[],
): Promise<void> {
  const addedTo = new Map(touched.map(({ ref, added }) => [refKey(ref), added]));
  const after = changes.map((one) => ({
    file: changedCase(one),
    isChanged: !one.file.isNew && (changesAnything(one) || addedTo.get(refKey(one.file.ref))?.length !== 0),
  }));
  const changed = new Set(after.filter(({ isChanged }) => isChanged).map(({ file }) => file));
  await known.end(
    tx,
    after.map(({ file }) => file),
    changed,
  );
}

/** Removes what this transaction has stored about cases that are erased: under their locks it is certain that they are. */
async function removeLateFacts(tx: Transaction, touched: readonly TouchedCase[], files: readonly CaseFile[]) {
  const judged = new Set(files.map(({ ref }) => refKey(ref)));
  const erased = refsOf(touched).filter((ref) => !judged.has(refKey(ref)));
  if (erased.length > 0) await removeFacts(tx, erased, 'retention'); // what is stored of the erasure stays
  return new Set(erased.map(refKey));
}

function keyOf(outcome: Outcome): string {
  return outcome.result === 'RECORDED' ? refKey(outcome.ref) : '';
}

/** The outcomes of a call, each with the inconsistencies that are known of its case now. */
function withInconsistencies(outcomes: readonly Outcome[], changes: readonly CaseChanges[]) {
  const inconsistencies = new Map(changes.map((change) => [refKey(change.file.ref), change.inconsistencies]));
  return outcomes.map((outcome) =>
    outcome.result === 'REFUSED'
      ? outcome
      : { ...outcome, inconsistencies: inconsistencies.get(refKey(outcome.ref)) ?? [] },
  );
}
