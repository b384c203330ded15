import { type ReadRules, rulesInForce } from '#libs/cases/rules/rules-in-force.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import type { OwnDepartmentEntry } from '#libs/custom/own-fact.js';
import type { OwnRules } from '#libs/custom/own-rules.js';
import type { Source } from '#libs/domain/source.js';
import { dayOf, type Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { type Rules, rulesOf } from '#libs/rules/rules.js';
import { ownOf } from './judge.js';

/** The rules of the documents that this process has read. It is empty until the first reading. */
export class CurrentRules {
  #rules: Rules;
  readonly #read: ReadRules;
  /** Every definition by which a case may be judged: the same list, filled anew when the documents change. */
  readonly definitions: MetricDefinition[] = [];

  constructor(source: Source) {
    this.#rules = rulesOf([], source);
    this.#read = rulesInForce(source);
  }

  get own(): OwnRules {
    return ownOf(this.#rules);
  }

  /** What the document that holds today says about the department, in the company's zone. */
  entryAt(now: Instant): OwnDepartmentEntry | undefined {
    return this.own.entryOn(dayOf(now, this.#rules.zone));
  }

  newest(): OwnDepartmentEntry | undefined {
    return this.own.newestEntry;
  }

  /** The departments whose milestones any version of the document hears. */
  get upstreams(): readonly Source[] {
    return this.own.upstreams;
  }

  /** Follows the documents that are in force now. */
  async refresh(tx: Pick<Transaction, 'query'>): Promise<void> {
    const rules = await this.#read(tx);
    if (rules === this.#rules) return;
    this.#rules = rules;
    this.definitions.splice(0, this.definitions.length, ...rules.definitions);
  }
}
