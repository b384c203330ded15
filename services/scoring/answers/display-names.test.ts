import { describe, expect, it } from 'vitest';
import { statedUnitsOf } from './display-names.js';

const version = (number: number, from: string, title: string) => ({
  version: number,
  text: [
    `valid_from: ${from}`,
    'departments:',
    `  delivery: { title: ${title}, units: [{ unit: carrier/acme/depot-7, title: "ACME, depot 7" }, { unit: carrier }] }`,
  ].join('\n'),
});
const company = { version: 1, text: 'valid_from: 2027-01-01\nname: Shop\nzone: Europe/Berlin' };
const at = (instant: string) =>
  statedUnitsOf(
    [version(2, '2027-02-01', 'Shipping'), version(1, '2027-01-01', 'Carriers')],
    company,
  )(Date.parse(instant));

describe('the display name', () => {
  it.each([
    ['of no department before the first version holds', '2026-12-31T22:59:59Z', ''],
    ['is that of the version that holds today, in the zone of the company', '2026-12-31T23:00:00Z', 'Carriers'],
    ['changes when the next version begins', '2027-01-31T23:00:00Z', 'Shipping'],
  ])('%s', (_, instant, title) => {
    expect(at(instant).displayNames('delivery')).toBe(title);
  });

  it('of a unit stands beside its path, and is empty for a unit without one', () => {
    const names = at('2027-03-01T00:00:00Z').displayNames;
    expect(['carrier/acme/depot-7', 'carrier', 'carrier/acme'].map((unit) => names('delivery', unit))).toEqual([
      'ACME, depot 7',
      '',
      '',
    ]);
    expect(names('warehouse', 'carrier/acme/depot-7')).toBe('');
  });

  it('of a unit that belongs to another stands beside the path at which it is counted, and beside the reported one', () => {
    const text = [
      'valid_from: 2027-01-01',
      'departments:',
      '  delivery: { units: [{ unit: acme, title: ACME }, { unit: depot-7, title: Depot 7, of: acme }] }',
    ].join('\n');
    const stated = statedUnitsOf([{ version: 1, text }], company)(Date.parse('2027-03-01T00:00:00Z'));
    const titles = ['acme', 'acme/depot-7', 'depot-7', 'depot-7/gate'].map((unit) =>
      stated.displayNames('delivery', unit),
    );
    expect(titles).toEqual(['ACME', 'Depot 7', 'Depot 7', '']);
    expect(stated.countedIn('delivery', 'depot-7/gate')).toBe('acme/depot-7/gate');
    expect(stated.countedIn('warehouse', 'depot-7')).toBe('depot-7');
  });
});
