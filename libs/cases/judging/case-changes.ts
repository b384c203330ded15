import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import type { OutgoingMilestone } from '#libs/domain/milestone.js';
import type { Watermarks } from '../facts/watermarks.js';
import { type MilestoneChange, milestoneChanges } from '../milestones/outgoing-milestones.js';
import type { CaseFile } from './load-cases.js';
import { changesOf, keyOf, type ObservationVersion, wantedOf } from './standing.js';
import type { Due } from './verdict.js';

/** What a service makes of the facts of one case: pure, and its own. */
export interface Judgement {
  readonly evaluations: readonly MetricEvaluation[];
  readonly tellings: readonly OutgoingMilestone[];
  /** Contradictions between stamps, "HANDED_OVER_BEFORE_APPROVAL": accepted, judged and shown. */
  readonly suspicions: readonly string[];
}

/** The difference between what is written of a case and what should be. */
export interface CaseChanges {
  readonly file: CaseFile;
  readonly versions: readonly ObservationVersion[];
  readonly dueToPut: readonly Due[];
  readonly dueToRemove: readonly Due[];
  readonly tellings: readonly MilestoneChange[];
  readonly newSuspicions: readonly string[];
  readonly resolvedSuspicions: readonly string[];
  /** All that stand now, for the answer to the caller. */
  readonly suspicions: readonly string[];
}

/**
 * Compares what should stand of a case with what does.
 *
 * @param cause  what made us look: "olist/4711", "ordering/promised" or "sweep"
 */
export function changesOfCase(
  file: CaseFile,
  judgement: Judgement,
  watermarks: Watermarks,
  cause: string,
): CaseChanges {
  const wanted = wantedOf(judgement.evaluations, file.standing, file.origin, watermarks, cause);
  const dueBefore = new Map(file.due.map((due) => [keyOf(due), due]));
  const dueNow = new Set(wanted.due.map(keyOf));
  return {
    file,
    versions: changesOf(file.standing, wanted.verdicts, file.spent, cause),
    dueToPut: wanted.due.filter((due) => !isSameDue(due, dueBefore.get(keyOf(due)))),
    dueToRemove: file.due.filter((due) => !dueNow.has(keyOf(due))),
    tellings: milestoneChanges(file.told, judgement.tellings, file.origin),
    newSuspicions: judgement.suspicions.filter((one) => !file.suspicions.includes(one)),
    resolvedSuspicions: file.suspicions.filter((one) => !judgement.suspicions.includes(one)),
    suspicions: judgement.suspicions,
  };
}

function isSameDue(a: Due, b: Due | undefined): boolean {
  return b !== undefined && a.day === b.day && a.dueAt === b.dueAt && a.state === b.state;
}
