import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import { DECLARED_EVENT, eventParty } from '#libs/domain/declared-event.js';
import { notesOn } from '#libs/domain/notes.js';
import type { Rules } from '#libs/rules/rules.js';
import type { StoredFact } from '../facts/stored-fact.js';
import type { Judgement } from './case-changes.js';
import type { Judge } from './department.js';

/**
 * Judges the facts of a case. Judges give each evaluation the unit that was reported; here it gets the unit in which the documents count
 * it on the day of the case, and a declared event takes it out of the account. So this is the one way to judge. A judgement follows from facts
 * and rules alone, so the same list of facts is judged once: a process remembers cases, and a sweep looks at them again when only time has passed.
 */
export function judgeCase(judge: Judge, facts: readonly StoredFact[], rules: Rules): Judgement {
  const before = JUDGED.get(facts);
  if (before?.judge === judge && before.rules === rules) return before.judgement;
  const judged = judge(facts, rules);
  const judgement = {
    ...judged,
    evaluations: judged.evaluations.map((one) => takenOut(inCountedUnit(one, rules), rules)),
  };
  JUDGED.set(facts, { judge, rules, judgement });
  return judgement;
}

const JUDGED = notesOn<readonly StoredFact[], { judge: Judge; rules: Rules; judgement: Judgement }>();

function inCountedUnit(evaluation: MetricEvaluation, rules: Rules): MetricEvaluation {
  const { day, unit: reportedUnit } = evaluation;
  const unit = rules.countedUnitOn(day, reportedUnit);
  return unit === reportedUnit ? evaluation : { ...evaluation, unit, reportedUnit };
}

/** Hit or miss, the department does not answer for a case that an event takes out. A case for which it does not answer anyway stays as it is. */
function takenOut(evaluation: MetricEvaluation, rules: Rules): MetricEvaluation {
  const { metric, unit, reportedUnit = unit, day, dueAt, result } = evaluation;
  if (rules.events.version === 0 || dueAt === undefined || result.class !== 'ACCOUNTABLE') return evaluation;
  const units = [unit, reportedUnit];
  const event = rules.events.takingOut({ metric: metric.recordedAs, units, day, dueAt });
  if (event === undefined) return evaluation;
  const responsible = eventParty(event.name);
  return {
    ...evaluation,
    takenOutBy: event.name,
    result: { ...result, class: 'EXCLUDED', reason: DECLARED_EVENT, responsible },
  };
}
