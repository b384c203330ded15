import { describe, expect, it } from 'vitest';
import type { ValueType } from '../values/value.js';
import { cellReader } from './cell-reader.js';
import { type DateFormat, dateFormat } from './date-format.js';

const iso = dateFormat('iso', false) as DateFormat;
const read = (type: ValueType, text: string, decimalComma = false) =>
  cellReader({ type, format: iso, zone: undefined, decimalComma })(text, 'Europe/Berlin');

describe('a cell', () => {
  it.each([
    ['decimal', '1234.5', false, 1234.5],
    ['decimal', '1,234.50', false, 1234.5],
    ['decimal', '1.234,50', true, 1234.5],
    ['decimal', '1 234,50', true, 1234.5],
    ['decimal', '-5,25', true, -5.25],
    ['whole', '007', false, 7],
    ['yes_no', 'TRUE', false, true],
    ['yes_no', 'nein', false, false],
    ['day', '2018-03-02T23:59:00-08:00', false, '2018-03-02'],
    ['instant', '2018-03-02T14:10:00', false, Date.UTC(2018, 2, 2, 13, 10)],
  ] as const)('of type %s reads "%s" (decimal comma: %s) as %s', (type, text, comma, expected) => {
    expect(read(type, text, comma)).toBe(expected);
  });

  it.each([
    ['decimal', '1.23', true, '"1.23" is not a number; write 5,25, or say decimal: point'],
    ['decimal', '1,23', false, '"1,23" is not a number; write 5.25, or say decimal: comma'],
    ['decimal', '12,34.5', false, '"12,34.5" is not a number'],
    ['whole', '1.0', false, '"1.0" is not a whole number; write 5'],
    ['whole', '99999999999999999999', false, 'is not a whole number'],
    ['yes_no', 'maybe', false, '"maybe" is neither yes nor no; write true or false'],
    ['day', '02.03.2018', false, '"02.03.2018" is not a day; write 2018-03-02'],
    ['instant', 'soon', false, '"soon" is not a timestamp; write 2018-03-02T14:10:00+01:00'],
  ] as const)('of type %s refuses "%s" (decimal comma: %s): %s', (type, text, comma, sentence) => {
    expect(() => read(type, text, comma)).toThrow(sentence);
  });

  it('with a wall time needs a zone', () => {
    const withoutZone = cellReader({ type: 'instant', format: iso, zone: undefined, decimalComma: false });
    expect(() => withoutZone('2018-03-02 14:10', undefined)).toThrow('has no offset; name its zone');
  });
});
