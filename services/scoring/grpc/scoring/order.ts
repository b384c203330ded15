import type { Index } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { CxError } from '#libs/domain/error.js';
import { compareSources } from '#libs/domain/source.js';
import type { LiveIndex } from '../../answers/live-index.js';
import { mostCases } from '../../answers/small-groups.js';
import type { Sees } from './shown-index.js';

type Compare = (a: LiveIndex, b: LiveIndex) => number;

/**
 * The order a list is asked for in: "period" (also ""), "index_e4" or "cases", each with " desc". What is not measured comes last
 * by index, either way; equal ones by period, department, unit.
 *
 * The order tells no more than the answers: indexes are ordered as they are shown, and departments that the caller does not see not by
 * cases.
 *
 * @throws {CxError} ORDER_BY_INVALID
 */
export function compareIndexesBy(orderBy: string, sees: Sees, shown: (index: LiveIndex) => Index): Compare {
  const [, field, desc] = /^(period|index_e4|cases)( desc)?$/.exec(orderBy === '' ? 'period' : orderBy) ?? [];
  if (field === undefined) throw invalid();
  const first = fieldsSeen(sees, shown)[field as 'period'];
  const sign = desc === undefined ? 1 : -1;
  return (a, b) => first(a, b, sign) || byPlace(a, b);
}

const fieldsSeen = (sees: Sees, shown: (index: LiveIndex) => Index) => ({
  period: (a: LiveIndex, b: LiveIndex, sign: number) => sign * text(a.name.period.firstDay, b.name.period.firstDay),
  cases: (a: LiveIndex, b: LiveIndex, sign: number) => sign * number(casesSeen(a, sees), casesSeen(b, sees)),
  index_e4: (a: LiveIndex, b: LiveIndex, sign: number) => {
    const [left, right] = [shown(a).indexE4, shown(b).indexE4];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return sign * number(left, right);
  },
});

function byPlace(a: LiveIndex, b: LiveIndex): number {
  return (
    text(a.name.period.firstDay, b.name.period.firstDay) ||
    compareSources(a.name.department, b.name.department) ||
    text(a.name.unit ?? '', b.name.unit ?? '')
  );
}

function casesSeen({ index, name }: LiveIndex, sees: Sees): bigint {
  return sees(name.department) === 'all' ? mostCases(index) : 0n;
}

function number(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function text(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function invalid(): CxError {
  return new CxError('ORDER_BY_INVALID', 'order by period, index_e4 or cases, each with " desc" if wanted', {
    field: 'order_by',
  });
}
