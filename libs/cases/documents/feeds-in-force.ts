import type { PublishedDocument } from '#libs/documents/published-document.js';
import type { Source } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { ownDepartmentsOf } from '#libs/rules/own-rules-in.js';
import { type FeedRules, type FeedRulesAt, feedRulesOf } from '#libs/rules/permitted-feeds.js';
import { versionsOf } from '#libs/rules/versions.js';
import { type OfDocuments, ofDocuments } from './of-documents.js';
import { postgresDocuments } from './store-documents.js';

/**
 * Who may report to a department, and which departments of the company's own there are, as its documents said at the last reading. Before
 * the first reading no document holds.
 */
export class FeedsInForce {
  #callers: AllowedCallers = { rulesAt: () => undefined, ownDepartments: [] };
  readonly #read: OfDocuments<AllowedCallers>;

  constructor(source: Source) {
    const callersOf = (documents: readonly PublishedDocument[]): AllowedCallers => ({
      rulesAt: feedRulesOf(documents, source),
      ownDepartments: ownDepartmentsOf(versionsOf(documents, 'departments')),
    });
    this.#read = ofDocuments(callersOf, postgresDocuments);
  }

  /** Departments of the company's own, which may hear milestones. */
  get ownDepartments(): readonly Source[] {
    return this.#callers.ownDepartments;
  }

  /** The rules that hold at an instant; undefined while no document `feeds` holds. */
  readonly at = (now: Instant): FeedRules | undefined => this.#callers.rulesAt(now);

  /** Follows the documents that are in force now. */
  async refresh(tx: Pick<Transaction, 'query'>): Promise<void> {
    this.#callers = await this.#read(tx);
  }
}

interface AllowedCallers {
  readonly rulesAt: FeedRulesAt;
  readonly ownDepartments: readonly Source[];
}
