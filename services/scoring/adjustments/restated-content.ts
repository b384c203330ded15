import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { DepartmentInput, NotPayable, SnapshotContent } from '../periods/content.js';
import type { AdjustmentReason } from './adjustment.js';

/** Reasons that a recount decides. All others stay as they were when the period was closed: late rules do not become early ones. */
const OF_DATA: readonly NotPayable[] = ['GENERATED_DATA', 'COVERAGE_LOW'];

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
  { number, reason }: { readonly number: number; readonly reason: AdjustmentReason },
): SnapshotContent {
  const inputs = recounted.inputs.map((input): DepartmentInput => {
    const before = lineOf(latest, input.department)?.notPayableReasons ?? [];
    const kept = before.filter((one) => !OF_DATA.includes(one));
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

export function lineOf({ inputs }: SnapshotContent, department: string): DepartmentInput | undefined {
  return inputs.find((input) => input.department === department);
}

function figuresOf(input: DepartmentInput): string {
  const { observationsL0: _, observationsL1: __, observationsL2: ___, changeSinceLastVersionE4: ____, ...line } = input;
  return canonicalJson(line);
}
