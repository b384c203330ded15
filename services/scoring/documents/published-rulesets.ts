import type { Period, PeriodKind } from '#libs/domain/period.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import type { Ruleset } from '../rulesets/ruleset.js';
import { type Rulesets, rulesetsOf } from '../rulesets/rulesets.js';
import { rulesetIn } from './next-version.js';
import { listVersions, newestVersion } from './store.js';

/** The rulesets that the company has published, as the database had them at the last refresh. */
export class PublishedRulesets implements Rulesets {
  #rulesets: Rulesets = rulesetsOf([]);
  #version = 0;

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
    if ((await newestVersion(this.database, 'ruleset')) === this.#version) return false;
    const versions = await listVersions(this.database, 'ruleset');
    this.#rulesets = rulesetsOf(versions.map(rulesetIn));
    this.#version = versions[0]?.version ?? 0;
    this.onChanged(this.all);
    return true;
  }

  get all() {
    return this.#rulesets.all;
  }
  get newest() {
    return this.#rulesets.newest;
  }
  get usualKind() {
    return this.#rulesets.usualKind;
  }
  get revision() {
    return this.#version;
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
  periods(kind: PeriodKind, now: Instant) {
    return this.#rulesets.periods(kind, now);
  }
  words(kind: PeriodKind) {
    return this.#rulesets.words(kind);
  }
}
