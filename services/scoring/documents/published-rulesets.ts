import type { Period, PeriodKind } from '#libs/domain/period.js';
import type { Department } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import type { AccessAt } from '#libs/rules/access-in-force.js';
import type { StatedUnits } from '../answers/display-names.js';
import type { Ruleset } from '../rulesets/ruleset.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import { type OfPublished, ofPublished } from './of-published.js';
import { type DocumentVersion, findPublished, listPublished } from './store.js';

/** The rulesets, the names and the callers that the company has published, as the database had them at the last refresh. */
export class PublishedRulesets implements Rulesets {
  #of: OfPublished = ofPublished([]);
  #documents: readonly DocumentVersion[] = [];
  #sha256: Buffer | undefined;
  #position = 0;
  #revision = 0;

  private constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly onChanged: (all: readonly Ruleset[]) => void,
  ) {}

  /** @param onChanged  called with all rulesets after every refresh that found other ones, also when a snapshot asked for it */
  static async open(
    database: Pick<Database, 'query'>,
    onChanged: (all: readonly Ruleset[]) => void = () => undefined,
  ): Promise<PublishedRulesets> {
    const published = new PublishedRulesets(database, onChanged);
    await published.refresh();
    return published;
  }

  /**
   * Reads the documents again if any process has published one, or if the database was restored: then a version may have other words
   * than before. Returns whether it did.
   */
  async refresh(): Promise<boolean> {
    const { position, sha256 } = await findPublished(this.database);
    if (this.#sha256?.equals(sha256)) return false;
    // A document that is published between the two queries is read with the others, and once more at the next refresh.
    const documents = await listPublished(this.database);
    const next = ofPublished(documents);
    const areOther = hashes(next.rulesets) !== hashes(this.#of.rulesets);
    this.#of = next;
    this.#documents = documents;
    this.#sha256 = sha256;
    this.#position = position;
    this.#revision += 1;
    if (areOther) this.onChanged(this.all);
    return true;
  }

  /** Of the newest document that travels to the departments; 0 when there is none. */
  get position() {
    return this.#position;
  }
  /** All versions of all kinds that these rulesets are made of. */
  get documents() {
    return this.#documents;
  }
  get all() {
    return this.#of.rulesets.all;
  }
  get newest() {
    return this.#of.rulesets.newest;
  }
  /** The departments of the company's own that were ever declared. */
  get ownDepartments() {
    return this.#of.declared.own;
  }
  get definitions() {
    return this.#of.declared.definitions;
  }
  get usualKind() {
    return this.#of.rulesets.usualKind;
  }
  get revision() {
    return this.#revision;
  }
  /** The display names that hold at an instant, and where units are counted then. */
  statedUnitsAt(now: Instant): StatedUnits {
    return this.#of.statedUnitsAt(now);
  }
  /** Who may do what at an instant; undefined while no version of `access` holds. */
  readonly accessAt: AccessAt = (now) => this.#of.accessAt(now);
  period(name: string) {
    return this.#of.rulesets.period(name);
  }
  before(period: Period) {
    return this.#of.rulesets.before(period);
  }
  for(period: Period) {
    return this.#of.rulesets.for(period);
  }
  definitionIn(period: Period, metric: string) {
    return this.#of.rulesets.definitionIn(period, metric);
  }
  isBoundAfterStart(period: Period, department: Department) {
    return this.#of.rulesets.isBoundAfterStart(period, department);
  }
  workdaysOf(ruleset: Ruleset, knownAt: Instant) {
    return this.#of.rulesets.workdaysOf(ruleset, knownAt);
  }
  periods(kind: PeriodKind, now: Instant) {
    return this.#of.rulesets.periods(kind, now);
  }
  words(kind: PeriodKind) {
    return this.#of.rulesets.words(kind);
  }
}

function hashes({ all }: Rulesets): string {
  return all.map(({ sha256 }) => sha256.toString('hex')).join(' ');
}
