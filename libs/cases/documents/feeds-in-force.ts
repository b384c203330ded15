import type { Source } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { type FeedRules, type FeedRulesAt, feedRulesOf } from '#libs/rules/permitted-feeds.js';
import { readDocuments, readDocumentsHead } from './store-documents.js';

/** Who may report to a department, as its documents said at the last reading. Before the first reading no document holds. */
export class FeedsInForce {
  #rules: FeedRulesAt = () => undefined;
  #sha256: Buffer | undefined;

  constructor(private readonly source: Source) {}

  /** The rules that hold at an instant; undefined while no document `feeds` holds. */
  readonly at = (now: Instant): FeedRules | undefined => this.#rules(now);

  /** Reads the documents again if others are in force than before. */
  async refresh(tx: Pick<Transaction, 'query'>): Promise<void> {
    const { sha256 } = await readDocumentsHead(tx);
    if (this.#sha256?.equals(sha256)) return;
    this.#rules = feedRulesOf(await readDocuments(tx), this.source);
    this.#sha256 = sha256; // a document that came between the two statements is read again at the next turn
  }
}
