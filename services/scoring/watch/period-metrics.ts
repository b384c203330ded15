import type { Period } from '#libs/domain/period.js';
import type { Instant } from '#libs/domain/time.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { OpenState } from '#libs/metrics/period-metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { approvalsOf } from '../periods/life/approvals.js';
import { openContests } from '../periods/life/contests-in-time.js';
import { type PeriodState, reviewEnds } from '../periods/life/period-state.js';
import { type Life, readLife } from '../periods/life/read-life.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import { Exactly } from './exactly.js';

type PeriodGauges = Pick<Metrics, 'periodState' | 'periodNextDeadline' | 'periodCloseBy' | 'periodApprovalsMissing'>;

/** So many periods are exported: a year of months. */
const MOST = 12;

const EXPORTED: Readonly<Record<PeriodState, OpenState | undefined>> = {
  ANNOUNCED: undefined,
  OPEN: 'open',
  COLLECTING: 'collecting',
  PROVISIONAL: 'provisional',
  IN_REVIEW: 'in_review',
  APPROVED: 'approved',
  CLOSED: undefined,
  ADJUSTED: undefined,
  FINAL: undefined,
  VOIDED: undefined,
};

/** What is exported of one period. */
export interface ShownPeriod {
  readonly period: string;
  readonly state: OpenState;
  /** Undefined when none lies ahead. */
  readonly nextDeadline: Instant | undefined;
  /** Undefined without a result. */
  readonly closeBy: Instant | undefined;
  /** Undefined before its review is over. */
  readonly approvalsMissing: number | undefined;
}

/** Exports where the periods that are not over stand, and what is due next. Meant for a timer, never for a scrape. */
export class PeriodMetrics {
  readonly #state: Exactly<{ period: string; state: OpenState }>;
  readonly #next: Exactly<{ period: string }>;
  readonly #closeBy: Exactly<{ period: string }>;
  readonly #missing: Exactly<{ period: string }>;

  constructor(gauges: PeriodGauges) {
    this.#state = new Exactly(gauges.periodState);
    this.#next = new Exactly(gauges.periodNextDeadline);
    this.#closeBy = new Exactly(gauges.periodCloseBy);
    this.#missing = new Exactly(gauges.periodApprovalsMissing);
  }

  async refresh(database: Pick<Database, 'query'>, rulesets: Rulesets, now: Instant): Promise<void> {
    const shown: ShownPeriod[] = [];
    for (const period of newestFirst(rulesets, now)) {
      const found = shownOf(await readLife(database, period, rulesets, now));
      if (found !== undefined) shown.push(found);
      if (shown.length === MOST) break;
    }
    this.show(shown);
  }

  show(shown: readonly ShownPeriod[]): void {
    const given = (value: (one: ShownPeriod) => number | undefined) =>
      shown.flatMap((one) => {
        const found = value(one);
        return found === undefined ? [] : [{ labels: { period: one.period }, value: found }];
      });
    this.#state.show(shown.map(({ period, state }) => ({ labels: { period, state }, value: 1 })));
    this.#next.show(given(({ nextDeadline }) => seconds(nextDeadline)));
    this.#closeBy.show(given(({ closeBy }) => seconds(closeBy)));
    this.#missing.show(given(({ approvalsMissing }) => approvalsMissing));
  }
}

/** A period that was forgotten long ago is not looked for in all of history. */
const LOOKED_AT = 3 * MOST;

function newestFirst(rulesets: Rulesets, now: Instant): readonly Period[] {
  return rulesets.periods(rulesets.usualKind, now).slice(-LOOKED_AT).reverse();
}

/** Pure: what is exported of a period; undefined of one that has not begun or is over. */
export function shownOf(life: Life): ShownPeriod | undefined {
  const { history, windows, now } = life;
  const state = EXPORTED[life.state];
  if (state === undefined) return undefined;
  const isReviewed = state === 'in_review' || state === 'approved';
  const ahead = deadlinesOf(life).filter((instant) => instant > now);
  return {
    ...{ period: life.period.name, state, closeBy: windows.decideBy },
    nextDeadline: ahead.length === 0 ? undefined : Math.min(...ahead),
    approvalsMissing: isReviewed ? mostMissing(approvalsOf(history).missing) : undefined,
  };
}

function deadlinesOf({ history, windows }: Life): readonly Instant[] {
  const { endsAt, graceEndsAt, reviews, decideBy } = windows;
  if (history.versions.length === 0) return [endsAt, graceEndsAt];
  const decisions = openContests(history, reviews).flatMap(({ dueAt }) => dueAt ?? []);
  return [reviewEnds(history, windows), ...decisions, ...(decideBy === undefined ? [] : [decideBy])];
}

function mostMissing(missing: readonly { readonly people: number }[]): number {
  return Math.max(0, ...missing.map(({ people }) => people));
}

function seconds(instant: Instant | undefined): number | undefined {
  return instant === undefined ? undefined : instant / 1_000;
}
