import { readDocuments, readDocumentsHead } from '#libs/cases/documents/store-documents.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import type { OwnDepartmentEntry } from '#libs/custom/own-fact.js';
import type { OwnRules } from '#libs/custom/own-rules.js';
import type { Source } from '#libs/domain/source.js';
import { dayOf, type Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { type Rules, rulesOf } from '#libs/rules/rules.js';

/** The rules of the documents that this process has read. It is empty until the first reading. */
export class CurrentRules {
  #rules: Rules;
  #sha256: Buffer | undefined;
  /** Every definition by which a case may be judged: the same list, filled anew when the documents change. */
  readonly definitions: MetricDefinition[] = [];

  constructor(private readonly source: Source) {
    this.#rules = rulesOf([], source);
  }

  get own(): OwnRules {
    const { own } = this.#rules;
    if (own === undefined) throw new Error(`${this.source} is built in and has no documents of its own`);
    return own;
  }

  /** What the document that holds today says about the department, in the company's zone. */
  entryAt(now: Instant): OwnDepartmentEntry | undefined {
    return this.own.entryOn(dayOf(now, this.#rules.zone));
  }

  newest(): OwnDepartmentEntry | undefined {
    return this.own.newestEntry;
  }

  /**
   * Reads the documents again if others are in force than before.
   *
   * @returns whether they changed
   */
  async refresh(tx: Pick<Transaction, 'query'>): Promise<boolean> {
    const { sha256 } = await readDocumentsHead(tx);
    if (this.#sha256?.equals(sha256)) return false;
    this.#rules = rulesOf(await readDocuments(tx), this.source);
    this.#sha256 = sha256;
    this.definitions.splice(0, this.definitions.length, ...this.#rules.definitions);
    return true;
  }
}
