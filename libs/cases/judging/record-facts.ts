import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { readWatermarks } from '../facts/feeds.js';
import type { CheckedFact, Outcome, RecordedOutcome } from '../facts/incoming-fact.js';
import type { OutboxPosition } from '../facts/receipt.js';
import { receiptPositions } from '../facts/receipt-positions.js';
import { storeFacts } from '../facts/store-facts.js';
import { refKey, refsOf } from '../facts/stored.js';
import { causesOf, type TouchedCase } from '../facts/touched-case.js';
import { holdRules } from '../rules/rules-in-force.js';
import { type CaseChanges, changesOfCase } from './case-changes.js';
import type { Department } from './department.js';
import { judgeCase } from './judge-case.js';
import { loadCases } from './load-cases.js';
import { storeChanges } from './store-changes.js';

/** The outcome of each fact of a call, and the outbox rows of its observations. */
export interface Recorded {
  readonly outcomes: readonly RecordedOutcome[];
  readonly positions: readonly OutboxPosition[];
}

/** Records what a feed reports and judges the cases it concerns, in one transaction. */
export async function recordFacts(
  tx: Transaction,
  department: Department,
  feed: string,
  facts: readonly CheckedFact[],
  now: Instant,
): Promise<Recorded> {
  const { shards, openedBy } = department;
  const { outcomes, touched } = await storeFacts(tx, facts, { feed, now, shards, openedBy });
  const { changes, positions } = await judgeCases(tx, department, touched, now);
  const waitFor = await receiptPositions(tx, outcomes, positions);
  return { outcomes: withInconsistencies(outcomes, changes), positions: waitFor };
}

/**
 * Judges cases as of now, by the rules that are in force. The sweep calls it directly: no fact is new, but time has passed. No document
 * changes before the transaction ends.
 */
export async function judgeCases(
  tx: Transaction,
  department: Department,
  touched: readonly TouchedCase[],
  now: Instant,
) {
  await holdRules(tx);
  const rules = await department.rules(tx);
  const files = await loadCases(tx, refsOf(touched));
  const watermarks = await readWatermarks(tx, department, now);
  const causeOf = causesOf(touched);
  const changes = files.map((file) =>
    changesOfCase(file, judgeCase(department.judge, file.facts, rules), watermarks, causeOf(file)),
  );
  const positions = await storeChanges(tx, changes, { now, rulesPosition: rules.position });
  return { changes, positions };
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
