import type { PublishedDocument } from '#libs/documents/published-document.js';
import type { Source } from '#libs/domain/source.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { type AccessAt, accessOf } from '#libs/rules/access-in-force.js';
import { ownDepartmentsOf } from '#libs/rules/own-rules-in.js';
import { type FeedRulesAt, feedRulesOf } from '#libs/rules/permitted-feeds.js';
import { versionsOf } from '#libs/rules/versions.js';
import { type OfDocuments, ofDocuments } from './of-documents.js';
import { postgresDocuments } from './store-documents.js';

/**
 * Who may call a department, and which departments of the company's own there are, as its documents said at the last reading. Before the
 * first reading no document holds.
 */
export class CallersInForce {
  #callers: AllowedCallers = { feedRulesAt: () => undefined, accessAt: () => undefined, ownDepartments: [] };
  readonly #read: OfDocuments<AllowedCallers>;

  constructor(source: Source) {
    const callersOf = (documents: readonly PublishedDocument[]): AllowedCallers => ({
      feedRulesAt: feedRulesOf(documents, source),
      accessAt: accessOf(documents),
      ownDepartments: ownDepartmentsOf(versionsOf(documents, 'departments')),
    });
    this.#read = ofDocuments(callersOf, postgresDocuments);
  }

  /** Departments of the company's own, which may hear milestones. */
  get ownDepartments(): readonly Source[] {
    return this.#callers.ownDepartments;
  }

  /** Who may report at an instant; undefined while no document `feeds` holds. */
  readonly feedRulesAt: FeedRulesAt = (now) => this.#callers.feedRulesAt(now);

  /** Who may do what at an instant; undefined while no document `access` holds. */
  readonly accessAt: AccessAt = (now) => this.#callers.accessAt(now);

  /** Follows the documents that are in force now. They are read once for each state of them. */
  async refresh(tx: Pick<Transaction, 'query'>): Promise<void> {
    this.#callers = await this.#read(tx);
  }
}

interface AllowedCallers {
  readonly feedRulesAt: FeedRulesAt;
  readonly accessAt: AccessAt;
  readonly ownDepartments: readonly Source[];
}
