import type { handleUnaryCall } from '@grpc/grpc-js';
import type { Index, ListIndexesRequest, ListIndexesResponse } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { CxError } from '#libs/domain/error.js';
import type { Department } from '#libs/domain/observation.js';
import type { Period } from '#libs/domain/period.js';
import type { Unit } from '#libs/domain/unit.js';
import { unary } from '#libs/grpc/unary.js';
import { formatIndexName, type IndexName, parseOwner } from '../../answers/index-name.js';
import type { LiveIndex, LiveIndexes } from '../../answers/live-index.js';
import { type IndexFilter, parseFilter, passesPeriod } from './filter.js';
import { compareIndexesBy } from './order.js';
import { pageOf } from './page.js';
import { requireOwnUnits, showing } from './shown-index.js';

const USUAL_PAGE = 50;
const LARGEST_PAGE = 500;

/** Lists the indexes of an owner by period, of all departments, or of the units of one. */
export function listIndexes(indexes: LiveIndexes): handleUnaryCall<ListIndexesRequest, ListIndexesResponse> {
  return unary(async ({ parent, filter: text, orderBy, pageSize, pageToken }, { sees }) => {
    const owner = parseOwner(indexes, parent, 'parent');
    requireOwnUnits(sees, owner);
    const filter = parseFilter(indexes.rulesets, text);
    const shown = once(showing(indexes, sees));
    const order = compareIndexesBy(orderBy, sees, shown);

    const found = await indexes.findAll(await namesOf(indexes, owner, filter));
    const refused = found.find((one) => one instanceof CxError);
    if (refused !== undefined) throw refused;
    const listed = found
      .flatMap((one) => (one instanceof CxError ? [] : [one]))
      .filter((one) => filter.measured === undefined || filter.measured === isMeasured(shown(one)))
      .sort(order);
    const question = [parent, text, orderBy];
    const paging = { pageSize, pageToken, usual: USUAL_PAGE, most: LARGEST_PAGE, question };
    const page = pageOf(listed, ({ name }) => formatIndexName(name), paging);
    return {
      indexes: page.items.map((index) => shown(index)),
      nextPageToken: page.nextPageToken,
    };
  });
}

type Owner = { readonly department: Department | '-'; readonly unit?: Unit | '-' };

async function namesOf(indexes: LiveIndexes, { department, unit }: Owner, filter: IndexFilter): Promise<IndexName[]> {
  const periods = indexes.periods(filter.kind).filter((period) => passesPeriod(filter, period));
  if (department === '-') {
    return periods.flatMap((period) => indexes.departments.map((one) => ({ department: one, period })));
  }
  if (unit === undefined) return periods.map((period) => ({ department, period }));
  if (unit !== '-') return periods.map((period) => ({ department, unit, period }));

  const names = await Promise.all(
    (await unitPeriods(indexes, department, periods, filter)).map(async (period) => {
      const units = await indexes.unitsOf(department, period, filter.depth);
      return units.map((one) => ({ department, unit: one, period }));
    }),
  );
  return names.flat();
}

/** The periods of a list of units: those of the filter; without a filter only the newest measured one, because units are many. */
async function unitPeriods(
  indexes: LiveIndexes,
  department: Department,
  periods: readonly Period[],
  filter: IndexFilter,
): Promise<readonly Period[]> {
  if (filter.periods.length > 0) return periods;
  const newest = await indexes.newest(department, filter.kind);
  return newest === undefined ? [] : [newest.name.period];
}

/** Sorting asks for an index many times, and a list shows only a page of them. */
function once(show: (index: LiveIndex) => Index): (index: LiveIndex) => Index {
  const made = new Map<LiveIndex, Index>();
  return (index) => {
    const shown = made.get(index) ?? show(index);
    made.set(index, shown);
    return shown;
  };
}

function isMeasured({ indexE4 }: Index): boolean {
  return indexE4 !== undefined;
}
