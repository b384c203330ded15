import { COMPANY_FIGURES } from '#libs/catalogue/composites/composites.js';
import { type ContextFigure, DataState, Index, View } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { CxError } from '#libs/domain/error.js';
import type { Department } from '#libs/domain/source.js';
import type { CallContext } from '#libs/grpc/call-context.js';
import type { LiveIndex, LiveIndexes } from '../../answers/live-index.js';
import { isHiddenFromOthers } from '../../answers/small-groups.js';
import { indexToProto } from './mapping.js';

/** What a caller sees of each department. */
export type Sees = CallContext['sees'];

/** One point, E4. */
const POINT = 10_000n;
/** The band around the index of another department, in steps of 5 points. */
const BAND = 5n * POINT;

/** Why no index of another department is given: a more exact reason would state how many cases it has. */
export const NOT_SHOWN = 'NOT_SHOWN';

/** How the band of another department is made. */
export const BAND_METHOD = 'ROUNDED_OUTWARD_TO_5_POINTS';

/** How indexes are shown to a caller. */
export function showing(
  { displayNames, rulesets }: Pick<LiveIndexes, 'displayNames' | 'rulesets'>,
  sees: Sees,
): (live: LiveIndex, view?: View) => Index {
  return (live, view = View.VIEW_BASIC) => {
    const isHidden = isHiddenFromOthers(live, rulesets.usualKind);
    return shownIndex(indexToProto(live, view, displayNames), sees, isHidden);
  };
}

/**
 * An index as far as the caller sees its department.
 *
 * @param isHidden  from callers who do not see the department
 */
export function shownIndex(index: Index, sees: Sees, isHidden = false): Index {
  const [, department = ''] = index.name.split('/');
  if (sees(department) !== 'all') return indexOfOthers(isHidden ? unmeasured(index) : index);
  return { ...index, context: shownContext(index.context, sees), data: index.data && shownData(index.data, sees) };
}

/** An index that is hidden looks like one that is not measured. */
function unmeasured(index: Index): Index {
  return { ...index, indexE4: undefined, lowerE4: undefined, upperE4: undefined };
}

/** The figures beside an index. Those of the company tell of all departments, so they are for callers who see all of them. */
export function shownContext(figures: readonly ContextFigure[], sees: Sees): ContextFigure[] {
  return figures.filter(({ figure }) => sees('-') === 'all' || !COMPANY_FIGURES.has(figure));
}

/**
 * Index and band of a department that is not the caller's: the index in whole points, the band in steps of 5 points. Neither tells how
 * many cases there are, and two answers cannot be subtracted to find that out. Every field that is not named here stays empty, also one
 * that a later version adds.
 */
export function indexOfOthers(index: Index): Index {
  const isMeasured = index.indexE4 !== undefined;
  return Index.fromPartial({
    name: index.name,
    title: index.title,
    firstDay: index.firstDay,
    lastDay: index.lastDay,
    datedBy: index.datedBy,
    state: index.state,
    origin: index.origin,
    ruleset: index.ruleset,
    rulesetSha256: index.rulesetSha256,
    indexE4: index.indexE4 === undefined ? undefined : wholePoints(index.indexE4),
    lowerE4: index.lowerE4 === undefined ? undefined : (index.lowerE4 / BAND) * BAND,
    upperE4: index.upperE4 === undefined ? undefined : ((index.upperE4 + BAND - 1n) / BAND) * BAND,
    intervalMethod: isMeasured ? BAND_METHOD : '',
    notMeasuredReason: isMeasured ? '' : NOT_SHOWN,
    data: index.data && dataOfOthers(index.data),
  });
}

/** An index in whole points, half up; E4 as before. */
export function wholePoints(e4: bigint): bigint {
  return ((e4 + POINT / 2n) / POINT) * POINT;
}

/** The data behind answers: shards only of departments that the caller sees, for batches tell how much a department does. */
export function shownData(data: DataState, sees: Sees): DataState {
  if (sees('-') === 'all') return data;
  const shards = data.shards.filter(({ shard }) => sees(shard.split('/')[0] ?? '') === 'all');
  return { ...data, shards };
}

/** How old the counts are, and nothing of what they are. */
function dataOfOthers({ appliedAt }: DataState): DataState {
  return DataState.fromPartial({ appliedAt });
}

/**
 * Units are shown to their own department only: a unit may have so few cases that its index tells them.
 *
 * @throws {CxError} CALLER_NOT_ALLOWED
 */
export function requireOwnUnits(
  sees: Sees,
  { department, unit }: { readonly department: Department | '-'; readonly unit?: string | undefined },
): void {
  if (unit === undefined || sees(department) === 'all') return;
  const whose = department === '-' ? 'all departments' : department;
  throw new CxError('CALLER_NOT_ALLOWED', `the units of ${whose} are shown to their own department only`);
}
