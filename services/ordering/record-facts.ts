import { type CaseChanges, changesOfCase, type Judgement } from '#libs/cases/case-changes.js';
import { type Department, readHorizons } from '#libs/cases/feeds.js';
import type { Recorded } from '#libs/cases/grpc/record-call.js';
import type { CheckedFact } from '#libs/cases/incoming-fact.js';
import type { KeptFact } from '#libs/cases/kept-fact.js';
import { loadCases } from '#libs/cases/load-cases.js';
import { receiptPositions } from '#libs/cases/receipt-positions.js';
import { storeChanges } from '#libs/cases/store-changes.js';
import { storeFacts } from '#libs/cases/store-facts.js';
import { causesOf, refsOf, type TouchedCase, withSuspicions } from '#libs/cases/touched.js';
import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { knownOfOrder } from './grpc/mapping.js';
import { ask } from './metrics/index.js';
import { tell } from './milestones.js';
import { orderFrom, suspicionsOf } from './order.js';

/** Records what the shop reports and judges the orders it concerns, in one transaction. */
export async function recordFacts(
  tx: Transaction,
  ordering: Department,
  feed: string,
  facts: readonly CheckedFact[],
  now: Instant,
): Promise<Recorded> {
  const { outcomes, touched } = await storeFacts(tx, facts, { feed, now, shards: ordering.shards, openedBy: 'placed' });
  const { changes, positions } = await judgeCases(tx, ordering, touched, now);
  const waitFor = await receiptPositions(tx, outcomes, positions);
  return { outcomes: withSuspicions(outcomes, changes), positions: waitFor };
}

/** Judges orders as of now. The sweep comes here directly: nothing new was told, but time has passed. */
export async function judgeCases(tx: Transaction, ordering: Department, touched: readonly TouchedCase[], now: Instant) {
  const files = await loadCases(tx, refsOf(touched));
  const horizons = await readHorizons(tx, ordering, now);
  const causeOf = causesOf(touched);
  const changes: CaseChanges[] = files.map((file) => changesOfCase(file, judge(file.facts), horizons, causeOf(file)));
  const positions = await storeChanges(tx, changes, now);
  return { changes, positions };
}

/** What follows from what is known of an order. */
function judge(facts: readonly KeptFact[]): Judgement {
  const order = orderFrom(facts.map(knownOfOrder));
  return { questions: ask(order), tellings: tell(order), suspicions: suspicionsOf(order) };
}
