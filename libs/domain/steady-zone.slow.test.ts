import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { civilDaysLater, dayOf, instantOfWallTime, startOfDay } from './time.js';

const zone = fc.constantFrom(
  'America/Sao_Paulo',
  'Europe/Lisbon',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
);
const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2030, 0, 1) });
const of = (at: number, name: string) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name);

/** Most days are answered from memory; every answer must be the library's own, also near clock changes. */
describe('the quick way through a zone', () => {
  it('names the same day', () => {
    fc.assert(
      fc.property(instant, zone, (at, name) => {
        expect(dayOf(at, name)).toBe(of(at, name).toPlainDate().toString());
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds the same wall time days later', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -40, max: 40 }), zone, (at, days, name) => {
        const later = of(at, name).toPlainDateTime().add({ days }).toZonedDateTime(name);
        expect(civilDaysLater(at, days, name)).toBe(later.epochMilliseconds);
      }),
      { numRuns: 2_000 },
    );
  });

  it('begins the day and reads a wall time at the same instant', () => {
    fc.assert(
      fc.property(instant, zone, (at, name) => {
        const day = of(at, name).toPlainDate();
        expect(startOfDay(day.toString(), name)).toBe(day.toZonedDateTime(name).startOfDay().epochMilliseconds);
        const wall = Temporal.Instant.fromEpochMilliseconds(at).toString().slice(0, 19);
        expect(instantOfWallTime(wall, name)).toBe(
          Temporal.PlainDateTime.from(wall).toZonedDateTime(name).epochMilliseconds,
        );
      }),
      { numRuns: 2_000 },
    );
  });
});
