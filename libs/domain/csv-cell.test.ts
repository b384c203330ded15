import { describe, expect, it } from 'vitest';
import { armed, disarmed, quotedIfNeeded, textCell } from './csv-cell.js';

describe('a text cell', () => {
  it.each([
    ['=cmd|calc', "'=cmd|calc"],
    ['+49', "'+49"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    ['  =1', "'  =1"],
    ['\uFF1Dcmd', "'\uFF1Dcmd"],
    ['a,b', '"a,b"'],
    ['a "b"', '"a ""b"""'],
    ['=1,2', '"\'=1,2"'],
    ['plain', 'plain'],
    ['a-b=c', 'a-b=c'],
    ['', ''],
  ])('%j is written as %j, so that no spreadsheet runs it', (text, written) => {
    expect(textCell(text)).toBe(written);
  });

  it.each(['=1', '-x', 'plain', "'quoted", ''])('%j comes back as it was', (text) => {
    expect(armed(disarmed(text))).toBe(text);
  });

  it('is quoted for the separator that the file has', () => {
    expect([quotedIfNeeded('a;b', ';'), quotedIfNeeded('a,b', ';')]).toEqual(['"a;b"', 'a,b']);
  });
});
