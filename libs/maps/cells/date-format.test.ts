import { describe, expect, it } from 'vitest';
import { dateFormat } from './date-format.js';

/** What a format makes of a text: an instant in UTC, a wall time, or nothing. */
function read(name: string, text: string, decimalComma = false): string {
  const format = dateFormat(name, decimalComma);
  if (typeof format === 'string') throw new Error(format);
  const found = format.read(text);
  if (found.kind === 'instant') return new Date(found.instant).toISOString();
  return found.kind === 'wall_time' ? found.wallTime : 'invalid';
}

describe('a format of dates', () => {
  it.each([
    ['iso', '2018-03-02T14:10:00+01:00', '2018-03-02T13:10:00.000Z'],
    ['iso', '2018-03-02 14:10:00 +0100', '2018-03-02T13:10:00.000Z'],
    ['iso', '2018-03-02', '2018-03-02T00:00:00.000'],
    ['iso', '2018-02-30', 'invalid'],
    ['dd.MM.yyyy HH:mm', '02.03.2018 14:10', '2018-03-02T14:10:00.000'],
    ['dd.MM.yyyy HH:mm', '2.3.2018 14:10', 'invalid'],
    ['d.M.yy', '2.3.18', '2018-03-02T00:00:00.000'],
    ['M/d/yyyy h:mm a', '3/2/2018 12:05 AM', '2018-03-02T00:05:00.000'],
    ['M/d/yyyy h:mm a', '3/2/2018 12:05 pm', '2018-03-02T12:05:00.000'],
    ['M/d/yyyy h:mm a', '3/2/2018 13:05 PM', 'invalid'],
    ['M/d/yyyy', '2/29/2019', 'invalid'],
    ['yyyy-MM-dd HH:mm:ss Z', '2018-03-02 14:10:00 +0100', '2018-03-02T13:10:00.000Z'],
    ["d MMM yyyy 'at' HH:mm", '2 Mar 2018 at 14:10', '2018-03-02T14:10:00.000'],
    ['unix', '1520000000', '2018-03-02T14:13:20.000Z'],
    ['unix_ms', '1520000000000', '2018-03-02T14:13:20.000Z'],
    ['unix', 'soon', 'invalid'],
    ['excel', '43161', '2018-03-02T00:00:00.000'],
    ['excel', '43161.5', '2018-03-02T12:00:00.000'],
    ['excel', '43161.590277778', '2018-03-02T14:10:00.000'],
    ['excel', '61', '1900-03-01T00:00:00.000'],
    ['excel', '60', 'invalid'],
    ['excel', '2958466', 'invalid'],
  ])('%s reads "%s" as %s', (name, text, expected) => {
    expect(read(name, text)).toBe(expected);
  });

  it('of Excel takes the decimal comma of its file', () => {
    expect([read('excel', '43161,5', true), read('excel', '43161,5')]).toEqual(['2018-03-02T12:00:00.000', 'invalid']);
  });

  it.each([
    ['dd.MM', 'it lacks a day, a month or a year'],
    ['dd.MM.yyyy hh:mm', 'h and a (AM or PM) belong together'],
    ['dd.MM.yyyy QQ', 'it does not know the letter Q'],
    ['dd.MM.yyyy mm', 'it has minutes or an offset without an hour'],
    ['dd.dd.MM.yyyy', 'it names the day twice'],
    ['', 'it lacks a day, a month or a year'],
  ])('"%s" is no format: %s', (name, problem) => {
    expect(dateFormat(name, false)).toBe(problem);
  });
});
