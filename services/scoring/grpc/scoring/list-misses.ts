import type { handleUnaryCall } from '@grpc/grpc-js';
import type { ListMissesRequest, ListMissesResponse } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { CxError } from '#libs/domain/error.js';
import type { Period } from '#libs/domain/period.js';
import type { Department } from '#libs/domain/source.js';
import { unary } from '#libs/grpc/unary.js';
import { type IndexPattern, parseIndexPattern } from '../../answers/index-name.js';
import type { LiveIndexes } from '../../answers/live-index.js';
import { type GroupBy, type OwnedCell, parseGroupBy, rankMisses } from '../../index/misses/misses.js';
import { periodNamed } from '../../rulesets/period-named.js';

/** Ranks the misses customers lived in a period, with the period before beside them. */
export function listMisses(indexes: LiveIndexes): handleUnaryCall<ListMissesRequest, ListMissesResponse> {
  return unary(async ({ parent, groupBy: text, compareWith, metric }) => {
    const pattern = parseIndexPattern(indexes.names, parent, 'parent');
    if (pattern.unit === '-') throw new CxError('NAME_INVALID', 'parent names one unit or none', { field: 'parent' });
    const groupBy = parseGroupBy(text);
    if (groupBy === undefined) {
      const says = 'group by metric, responsible, reason, or unit:1 to unit:4';
      throw new CxError('GROUP_BY_INVALID', says, { field: 'group_by' });
    }
    const { rulesets } = indexes;
    const before =
      compareWith === '' ? rulesets.before(pattern.period) : periodNamed(rulesets, compareWith, 'compare_with');

    const { cells, metrics } = await countedCells(indexes, pattern, before);
    const named = metrics.find(({ id, recordedAs }) => id === metric || recordedAs === metric);
    if (metric !== '' && named === undefined) {
      throw new CxError('METRIC_UNKNOWN', `${metric} is no scored metric there`, { field: 'metric' });
    }
    const asked = (of: readonly OwnedCell[]) => of.filter(({ metric: id }) => named === undefined || id === named.id);
    const { groups, totalMisses } = rankMisses(asked(cells.now), asked(cells.before), groupBy);
    const titleOf = (label: string) => titleOfGroup(label, groupBy, pattern.department, indexes);
    return { groups: groups.map((group) => ({ ...group, title: titleOf(group.label) })), totalMisses };
  });
}

/** The display name of what a group is: a unit, or a department that answers for misses. A group of all departments names both. */
function titleOfGroup(
  label: string,
  { by }: GroupBy,
  department: Department | '-',
  { displayNames, departments }: LiveIndexes,
): string {
  if (by === 'unit' && department !== '-') return displayNames(department, label);
  const named = departments.find((one) => label === one || label.startsWith(`${one}/`));
  if (named === undefined || by === 'metric' || by === 'reason') return '';
  return displayNames(named, label === named ? undefined : label.slice(named.length + 1));
}

/** The cells of every scored metric in the period and the one before, under its id. @throws as GetIndex */
async function countedCells(indexes: LiveIndexes, pattern: IndexPattern, before: Period) {
  const { indexes: live } = await indexes.matching([pattern]);
  const counts = await indexes.counted([pattern.period, before]);
  const cellsIn = (period: Period): readonly OwnedCell[] =>
    live.flatMap(({ input, name: { department, unit } }) =>
      input.rules.flatMap(({ metric, stated }) =>
        (counts.get(period.name)?.cellsOf(metric, unit) ?? []).map((cell) => ({
          ...cell,
          metric: stated.id,
          department,
        })),
      ),
    );
  const metrics = live.flatMap(({ input }) => input.rules.map(({ stated }) => stated));
  return { cells: { now: cellsIn(pattern.period), before: cellsIn(before) }, metrics };
}
