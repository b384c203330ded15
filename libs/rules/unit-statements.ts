import type { DepartmentsDocument } from '#libs/documents/departments/departments-document.js';
import type { PublishedDocument } from '#libs/documents/published-document.js';
import { countedUnits, type ListedUnit } from '#libs/domain/counted-unit.js';
import type { Source } from '#libs/domain/source.js';
import type { Statement } from './held-late.js';
import { unitsIn } from './units-in.js';
import { versionsOf, zoneBefore } from './versions.js';

/** Before the first version, and for a long time before it, every unit is counted where it is reported. */
const AT_FIRST: Statement = { from: '0001-01-01', publishedAt: Number.NEGATIVE_INFINITY, zone: 'UTC', says: '' };

/** What the versions of `departments` say of the units of a source that are counted in others. */
export function unitStatements(documents: readonly PublishedDocument[], source: Source): Statement[] {
  const stated = versionsOf<DepartmentsDocument>(documents, 'departments').map(
    ({ value, publishedAt, position }): Statement => ({
      ...{ from: value.valid_from, publishedAt, zone: zoneBefore(documents, position) },
      says: movesIn(unitsIn(value, source)),
    }),
  );
  return [AT_FIRST, ...stated];
}

/** "depot-7 carrier/acme/depot-7", a line for each unit that moves, in order. */
function movesIn(units: readonly ListedUnit[]): string {
  const counted = countedUnits(units);
  const moves = units.flatMap(({ unit }) => (counted(unit) === unit ? [] : [`${unit} ${counted(unit)}`]));
  return moves.sort().join('\n');
}
