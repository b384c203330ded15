import type { PublishedDocument } from '#libs/documents/published-document.js';
import type { Period, PeriodKind } from '#libs/domain/period.js';
import type { Department } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import { boundAfterStart } from '#libs/rules/bound-after-start.js';
import type { Ruleset } from '../rulesets/ruleset.js';
import { type Rulesets, rulesetsOf } from '../rulesets/rulesets.js';
import { type DeclaredDepartments, declaredDepartments } from './declared-departments.js';
import { rulesetIn } from './next-version.js';
import { type DocumentVersion, listVersions, newestVersion } from './store.js';

/** The rulesets that the company has published, as the database had them at the last refresh. */
export class PublishedRulesets implements Rulesets {
  #rulesets: Rulesets = rulesetsOf([]);
  #declared: DeclaredDepartments = declaredDepartments([], undefined);
  /** The newest version of the rulesets, of the departments and definitions that they may weigh, and of the calendars of limits. */
  #versions = { ruleset: 0, departments: 0, metrics: 0, company: 0 };

  private constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly onChanged: (all: readonly Ruleset[]) => void,
  ) {}

  /** @param onChanged  called with all rulesets after every refresh that found another version, also when a snapshot asked for it */
  static async open(
    database: Pick<Database, 'query'>,
    onChanged: (all: readonly Ruleset[]) => void = () => undefined,
  ): Promise<PublishedRulesets> {
    const published = new PublishedRulesets(database, onChanged);
    await published.refresh();
    return published;
  }

  /** Reads the versions again if any process has published one. Returns whether there was one. */
  async refresh(): Promise<boolean> {
    const departments = await newestVersion(this.database, 'departments');
    const metrics = await newestVersion(this.database, 'metrics');
    const company = await newestVersion(this.database, 'company');
    const ruleset = await newestVersion(this.database, 'ruleset');
    const isNew = ruleset !== this.#versions.ruleset;
    const known = this.#versions;
    const isSame = departments === known.departments && metrics === known.metrics && company === known.company;
    if (!isNew && isSame) return false;
    // The other documents are read last: a ruleset is published after those that it weighs.
    const versions = await listVersions(this.database, 'ruleset');
    const ofDepartments = await listVersions(this.database, 'departments');
    const ofMetrics = await listVersions(this.database, 'metrics');
    const ofCompany = await listVersions(this.database, 'company');
    this.#declared = declaredDepartments(ofDepartments, ofMetrics[0]?.text);
    const { definitions } = this.#declared;
    this.#rulesets = rulesetsOf(
      versions.map((version) => rulesetIn(version, definitions)),
      definitions,
      boundAfterStart([...ofCompany, ...ofDepartments, ...ofMetrics].flatMap(travelling)),
    );
    this.#versions = { ruleset, departments, metrics, company };
    if (isNew) this.onChanged(this.all);
    return true;
  }

  get all() {
    return this.#rulesets.all;
  }
  get newest() {
    return this.#rulesets.newest;
  }
  /** The departments of the company's own that were ever declared. */
  get ownDepartments() {
    return this.#declared.own;
  }
  get definitions() {
    return this.#declared.definitions;
  }
  get usualKind() {
    return this.#rulesets.usualKind;
  }
  get revision() {
    const { ruleset, departments, metrics, company } = this.#versions;
    return ruleset + departments + metrics + company;
  }
  period(name: string) {
    return this.#rulesets.period(name);
  }
  before(period: Period) {
    return this.#rulesets.before(period);
  }
  for(period: Period) {
    return this.#rulesets.for(period);
  }
  definitionIn(period: Period, metric: string) {
    return this.#rulesets.definitionIn(period, metric);
  }
  isBoundAfterStart(period: Period, department: Department) {
    return this.#rulesets.isBoundAfterStart(period, department);
  }
  periods(kind: PeriodKind, now: Instant) {
    return this.#rulesets.periods(kind, now);
  }
  words(kind: PeriodKind) {
    return this.#rulesets.words(kind);
  }
}

function travelling({ kind, position, ...version }: DocumentVersion): PublishedDocument[] {
  return kind === 'ruleset' || position === undefined ? [] : [{ ...version, kind, position }];
}
