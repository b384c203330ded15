import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import type { NamedMilestone } from '#libs/domain/milestone.js';
import { type CaseRuling, ruled } from '#libs/domain/ruling.js';
import type { Watermarks } from '../facts/watermarks.js';
import { type MilestoneChange, milestoneChanges } from '../milestones/outgoing-milestones.js';
import { ByQuestion } from './by-question.js';
import type { CaseFile } from './case-file.js';
import { changesOf, type ObservationVersion, wantedOf } from './standing.js';
import type { Due, Verdict } from './verdict.js';

/** What a department concludes from the facts of one case. */
export interface Judgement {
  readonly evaluations: readonly MetricEvaluation[];
  readonly milestones: readonly NamedMilestone[];
  /** Contradictions between stamps, "HANDED_OVER_BEFORE_APPROVAL": accepted, judged and shown. */
  readonly inconsistencies: readonly string[];
  /** Its verdicts are quantities that a source counted itself, and no cases. */
  readonly isTallied?: boolean;
}

/** The difference between what is stored about a case and what should be. */
export interface CaseChanges {
  readonly file: CaseFile;
  readonly versions: readonly ObservationVersion[];
  readonly dueToPut: readonly Due[];
  readonly dueToRemove: readonly Due[];
  readonly milestones: readonly MilestoneChange[];
  readonly newInconsistencies: readonly string[];
  readonly resolvedInconsistencies: readonly string[];
  /** All that stand now, for the answer to the caller. */
  readonly inconsistencies: readonly string[];
  /** See `Judgement`. */
  readonly isTallied: boolean;
}

/**
 * Compares what should stand of a case with what stands.
 *
 * @param cause  why the case is judged now: "shop/4711", "ordering/promised" or "sweep"
 */
export function changesOfCase(
  file: CaseFile,
  judgement: Judgement,
  watermarks: Watermarks,
  cause: string,
): CaseChanges {
  // With rulings on the case every verdict is given anew, with its own cause, and then ruled again.
  const before = { verdicts: file.rulings.length === 0 ? file.standing : [], due: file.due };
  const wanted = wantedOf(judgement.evaluations, file.standing, file.origin, watermarks, cause, before);
  const [dueToPut, dueToRemove] = dueChanges(file.due, wanted.due);
  return {
    file,
    versions: changesOf(file.standing, ruledVerdicts(wanted.verdicts, file.rulings, watermarks), file.spent, cause),
    dueToPut,
    dueToRemove,
    milestones: milestoneChanges(watermarks.source, file.published, judgement.milestones, file.origin),
    newInconsistencies: without(judgement.inconsistencies, file.inconsistencies),
    resolvedInconsistencies: without(file.inconsistencies, judgement.inconsistencies),
    inconsistencies: judgement.inconsistencies,
    isTallied: judgement.isTallied === true,
  };
}

/** The verdicts as the rulings on the case leave them. A charge for silence is ruled on, too, so the rulings come last. */
function ruledVerdicts(
  verdicts: readonly Verdict[],
  rulings: readonly CaseRuling[],
  { source }: Watermarks,
): readonly Verdict[] {
  return rulings.length === 0 ? verdicts : verdicts.map((verdict) => ruled(verdict, rulings, source));
}

/** Nearly every case has none. */
function without(some: readonly string[], others: readonly string[]): readonly string[] {
  return some.length === 0 ? some : some.filter((one) => !others.includes(one));
}

/** What waits now and is new or different, and what waits no longer. */
function dueChanges(
  before: readonly Due[],
  now: readonly Due[],
): readonly [put: readonly Due[], remove: readonly Due[]] {
  const isUnchanged = before.length === now.length && before.every((due, place) => due === now[place]);
  if (isUnchanged) return [NONE, NONE];
  const dueBefore = new ByQuestion(before);
  const dueNow = new ByQuestion(now);
  return [
    now.filter((due) => !isSameDue(due, dueBefore.find(due))),
    before.filter((due) => dueNow.find(due) === undefined),
  ];
}

const NONE: readonly Due[] = [];

function isSameDue(a: Due, b: Due | undefined): boolean {
  if (b === undefined) return false;
  if (a === b) return true;
  return a.day === b.day && a.dueAt === b.dueAt && a.state === b.state && a.asKnown === b.asKnown;
}
