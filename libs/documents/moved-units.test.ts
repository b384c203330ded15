import { expect, it } from 'vitest';
import type { DepartmentsDocument } from './departments/departments-document.js';
import { movedUnits } from './moved-units.js';

const version = (valid_from: string, ...units: { readonly unit: string; readonly of?: string }[]) =>
  ({ valid_from, departments: { delivery: { units }, support: {} } }) as DepartmentsDocument;
const acme = { unit: 'carrier/acme' };
const begin = version('2027-01-01', acme, { unit: 'depot-7' }, { unit: 'depot-8', of: 'carrier/acme' });
const moved = (...of: Parameters<typeof version>) =>
  movedUnits(begin, version(...of)).map(({ reported, from, to }) => [reported, from, to]);

it('a unit moves when a version lets it belong to another unit, or to none any more', () => {
  expect(moved('2027-02-01', acme, { unit: 'depot-7', of: 'carrier/acme' }, { unit: 'depot-8' })).toEqual([
    ['depot-7', 'depot-7', 'carrier/acme/depot-7'],
    ['depot-8', 'carrier/acme/depot-8', 'depot-8'],
  ]);
});

it('a unit moves when the unit above it moves, and when it is not listed any more', () => {
  const north = { unit: 'north' };
  expect(moved('2027-02-01', north, { ...acme, of: 'north' }, { unit: 'depot-7' })).toEqual([
    ['carrier/acme', 'carrier/acme', 'north/acme'],
    ['depot-8', 'carrier/acme/depot-8', 'depot-8'],
  ]);
});

it('no unit moves when a version says the same, and each that moves has the first day of the version', () => {
  expect(movedUnits(begin, begin)).toEqual([]);
  const [first] = movedUnits(begin, version('2027-02-01'));
  expect(first).toEqual({
    ...{ department: 'delivery', reported: 'depot-8', from: 'carrier/acme/depot-8', to: 'depot-8' },
    firstDay: '2027-02-01',
  });
});
