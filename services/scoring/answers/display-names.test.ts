import { describe, expect, it } from 'vitest';
import { displayNamesOf } from './display-names.js';

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
  displayNamesOf(
    [version(2, '2027-02-01', 'Shipping'), version(1, '2027-01-01', 'Carriers')],
    company,
  )(Date.parse(instant));

describe('the display name', () => {
  it.each([
    ['of no department before the first version holds', '2026-12-31T22:59:59Z', ''],
    ['is that of the version that holds today, in the zone of the company', '2026-12-31T23:00:00Z', 'Carriers'],
    ['changes when the next version begins', '2027-01-31T23:00:00Z', 'Shipping'],
  ])('%s', (_, instant, title) => {
    expect(at(instant)('delivery')).toBe(title);
  });

  it('of a unit stands beside its path, and is empty for a unit without one', () => {
    const names = at('2027-03-01T00:00:00Z');
    expect(['carrier/acme/depot-7', 'carrier', 'carrier/acme'].map((unit) => names('delivery', unit))).toEqual([
      'ACME, depot 7',
      '',
      '',
    ]);
    expect(names('warehouse', 'carrier/acme/depot-7')).toBe('');
  });
});
