import type { Source } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { type FeedRules, type FeedRulesAt, feedRulesOf } from '#libs/rules/permitted-feeds.js';
import { type OfDocuments, ofDocuments } from './of-documents.js';

/** Who may report to a department, as its documents said at the last reading. Before the first reading no document holds. */
export class FeedsInForce {
  #rules: FeedRulesAt = () => undefined;
  readonly #read: OfDocuments<FeedRulesAt>;

  constructor(source: Source) {
    this.#read = ofDocuments((documents) => feedRulesOf(documents, source));
  }

  /** The rules that hold at an instant; undefined while no document `feeds` holds. */
  readonly at = (now: Instant): FeedRules | undefined => this.#rules(now);

  /** Follows the documents that are in force now. */
  async refresh(tx: Pick<Transaction, 'query'>): Promise<void> {
    this.#rules = await this.#read(tx);
  }
}
