import { limitsText } from '#libs/catalogue/limit-text.js';
import type { WorkedByCalendar } from '#libs/domain/calendar-moves.js';
import { eventNamed } from '#libs/domain/declared-event.js';
import { type Part, WHOLE } from '#libs/domain/part.js';
import type { Day } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { DeclaredEvent } from '#libs/rules/declared-events.js';
import type { StoredFact } from '../facts/stored-fact.js';
import type { Judge } from '../judging/department.js';
import { judgeCase } from '../judging/judge-case.js';
import type { RulesAt } from '../rules/rules-in-force.js';

/** What gave a verdict, in words for people. */
export interface Trace {
  /** "limit 4 working hours of the calendar helpdesk"; empty for a metric without limits. */
  readonly limits: string;
  /** "metrics 2, company 1, departments 1"; empty while the company had no documents. */
  readonly documents: string;
  /** What was worked by each calendar; empty for a case that did not move between calendars. */
  readonly worked: readonly WorkedByCalendar[];
  /** The unit as it was reported; empty where it is counted in that one. */
  readonly reportedUnit: Unit | '';
  /** The event that takes the case out of the account; undefined for other cases. */
  readonly event: DeclaredEvent | undefined;
}

/** Which verdict is traced: by what the store knows of it. */
export interface Traced {
  readonly metric: string;
  readonly definition: number;
  readonly unit: Unit;
  readonly part: Part;
  readonly day: Day;
  /** Empty for a case that is not judged. */
  readonly responsible?: string;
  /** The position of the newest document by which it was judged. */
  readonly rulesPosition: number;
}

export type TraceVerdict = (verdict: Traced, facts: readonly StoredFact[]) => Promise<Trace>;

/** Traces verdicts: judges the facts of a case once more by the documents of then, and says which limits were applied and which unit was reported. */
export function traceVerdicts(tx: Pick<Transaction, 'query'>, judge: Judge, rulesAt: RulesAt): TraceVerdict {
  return async (verdict, facts) => {
    const rules = await rulesAt(tx, verdict.rulesPosition);
    // Of an erased case nothing is known any more by which it could be judged again.
    const { evaluations } = facts.length === 0 ? { evaluations: [] } : judgeCase(judge, facts, rules);
    const same = evaluations.find(
      ({ metric, unit, part = WHOLE }) =>
        metric.recordedAs === verdict.metric &&
        metric.definition === verdict.definition &&
        unit === verdict.unit &&
        part === verdict.part,
    );
    const event = eventNamed(verdict.responsible ?? '');
    const versions = Object.entries(rules.versionsOn(verdict.day));
    return {
      limits: same?.limits === undefined ? '' : limitsText(same.metric.id, same.limits),
      documents: versions.map(([kind, version]) => `${kind} ${version}`).join(', '),
      worked: same?.worked ?? [],
      reportedUnit: same?.reportedUnit ?? '',
      event: event === undefined ? undefined : rules.events.named(event),
    };
  };
}
