import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { DepartmentInput, NotPayable, SnapshotContent } from '../periods/content.js';
import type { AdjustmentReason } from './adjustment.js';

/** Reasons that a recount decides. All others stay as they were when the period was closed: late rules do not become early ones. */
const OF_DATA: readonly NotPayable[] = ['GENERATED_DATA', 'COVERAGE_LOW'];

export interface RestatementTerms {
  /** Of the adjustment, from 1. */
  readonly number: number;
  readonly reason: AdjustmentReason;
  /** Departments that it takes from their hold, in order of their names. */
  readonly released?: readonly string[] | undefined;
}

/**
 * The restated version of a closed period, as it is approved: all figures from the recount, what decides about paying beside the data from the
 * version before.
 *
 * @param recounted  the whole period at its new cut, by its own rules, as the next version
 * @param latest     the version that it corrects: the closed one, or a restated one
 */
export function restatedContent(
  recounted: SnapshotContent,
  latest: SnapshotContent,
  { number, reason, released = [] }: RestatementTerms,
): SnapshotContent {
  const inputs = recounted.inputs.map((input): DepartmentInput => {
    const before = lineOf(latest, input.department)?.notPayableReasons ?? [];
    const isReleased = released.includes(input.department);
    const kept = before.filter((one) => !OF_DATA.includes(one) && !(isReleased && WAITING.includes(one)));
    return {
      ...input,
      notPayableReasons: [...kept, ...input.notPayableReasons.filter((one) => OF_DATA.includes(one))],
    };
  });
  const notPayableReasons = [...new Set(inputs.flatMap((input) => input.notPayableReasons))];
  return {
    ...recounted,
    state: 'ADJUSTED',
    payable: notPayableReasons.length === 0,
    notPayableReasons,
    reason,
    adjustment: number,
    ...(released.length > 0 && { released }),
    ...(latest.accepted !== undefined && { accepted: latest.accepted }),
    inputs,
  };
}

/** The departments whose line differs. When an observation arrived is no part of a line, nor is the change since the version before. */
export function changedLines(latest: SnapshotContent, restated: SnapshotContent): readonly string[] {
  return restated.inputs
    .filter((input) => {
      const before = lineOf(latest, input.department);
      return before === undefined || figuresOf(before) !== figuresOf(input);
    })
    .map(({ department }) => department);
}

/**
 * Whether the same counts still make the same figures as when a version was made. If not, another engine computes than did then.
 *
 * @param again  the version, computed again at its own cut
 */
export function hasSameFigures(version: SnapshotContent, again: SnapshotContent): boolean {
  return version.inputs.every(({ department, indexE4, metrics }) => {
    const now = lineOf(again, department);
    return now !== undefined && now.indexE4 === indexE4 && canonicalJson(now.metrics) === canonicalJson(metrics);
  });
}

/** What keeps a line from being paid until people release it. */
const WAITING: readonly NotPayable[] = ['HELD', 'CONTEST_UPHELD'];

/** The departments whose line waits for a release, in the order of the lines. */
export function waitingIn(content: SnapshotContent): readonly string[] {
  return linesWith(content, WAITING);
}

/** The departments on hold. */
export function heldIn(content: SnapshotContent): readonly string[] {
  return linesWith(content, ['HELD']);
}

function linesWith({ inputs }: SnapshotContent, reasons: readonly NotPayable[]): readonly string[] {
  const lines = inputs.filter((one) => one.notPayableReasons.some((reason) => reasons.includes(reason)));
  return lines.map(({ department }) => department);
}

export function lineOf({ inputs }: SnapshotContent, department: string): DepartmentInput | undefined {
  return inputs.find((input) => input.department === department);
}

function figuresOf(input: DepartmentInput): string {
  const { observationsL0: _, observationsL1: __, observationsL2: ___, changeSinceLastVersionE4: ____, ...line } = input;
  return canonicalJson(line);
}
