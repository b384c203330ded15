import { describe, expect, it } from 'vitest';
import { readRoster } from './roster-file.js';

const terms = {
  period: { firstDay: '2018-07-01', lastDay: '2018-07-31' },
  currency: 'BRL',
  departments: new Set(['warehouse', 'delivery']),
};
const HEAD = 'payee,target,currency,department,start,end,share_bp';
const RIGHT = 'p-1,1500.00,BRL,warehouse,2018-07-01,2018-07-16,10000';
const read = (...lines: readonly string[]) => readRoster([HEAD, ...lines, ''].join('\n'), terms);
const faults = (...lines: readonly string[]) => {
  const found = read(...lines);
  return found.kind === 'faults' ? found.faults.map(({ line, column, reason }) => `${line} ${column} ${reason}`) : [];
};

describe('a roster as a file', () => {
  it('has a row for each span, and joins the rows of a payee', () => {
    const found = read(
      RIGHT,
      'p-2,0.5,BRL,delivery,2018-07-01,2018-08-01,5000',
      RIGHT.replace('warehouse,2018-07-01,2018-07-16', 'delivery,2018-07-16,2018-08-01'),
    );
    expect(found).toMatchObject({
      kind: 'roster',
      payees: [
        {
          ref: 'p-1',
          targetMinor: 150_000n,
          spans: [{ department: 'warehouse' }, { department: 'delivery', end: '2018-08-01' }],
        },
        { ref: 'p-2', targetMinor: 50n, spans: [{ shareBp: 5_000n }] },
      ],
    });
  });

  it('takes the columns in any order, with a byte order mark and others beside them', () => {
    const text =
      '\uFEFFnote,share_bp,end,start,department,currency,target,payee\nx,10000,2018-08-01,2018-07-01,delivery,BRL,1,p-1\n';
    expect(readRoster(text, terms)).toMatchObject({ kind: 'roster', payees: [{ ref: 'p-1', targetMinor: 100n }] });
  });

  it.each([
    ['an amount that no currency has', RIGHT.replace('1500.00', '1500.001'), '3 target TARGET_UNREADABLE'],
    ['an amount with a sign', RIGHT.replace('1500.00', '-1500.00'), '3 target TARGET_UNREADABLE'],
    ['another currency', RIGHT.replace('BRL', 'EUR').replace('p-1', 'p-2'), '3 currency CURRENCY_DIFFERS'],
    ['no currency', RIGHT.replace('BRL', ''), '3 currency CURRENCY_DIFFERS'],
    ['a share in percent', RIGHT.replace('10000', '100 %'), '3 share_bp SHARE_UNREADABLE'],
    ['another target of the payee', RIGHT.replace('1500.00', '1600.00'), '3 target TARGET_DIFFERS'],
    [
      'a span outside the period',
      RIGHT.replace('2018-07-16', '2018-08-02').replace('p-1', 'p-2'),
      '3 end SPAN_OUTSIDE_PERIOD',
    ],
    [
      'an unknown department',
      RIGHT.replace('warehouse', 'shipping').replace('p-1', 'p-2'),
      '3 department DEPARTMENT_WITHOUT_FACTOR',
    ],
    ['more than full time', RIGHT.replace('10000', '1'), '2 start SHARE_TOO_GREAT'],
    ['a mail address', RIGHT.replace('p-1', 'erika@example.com'), '3 payee PERSONAL_DATA'],
    ['a telephone number', RIGHT.replace('p-1', '+49 170 1234567'), '3 payee PERSONAL_DATA'],
    ['a name', RIGHT.replace('p-1', '"Mustermann, Erika"'), '3 payee PERSONAL_DATA'],
  ])('is refused with %s, at its line and column', (_, line, fault) => {
    expect(faults(RIGHT, line)).toEqual([fault]);
  });

  it('names the line of the span that is wrong, and every fault at once', () => {
    const wrong = RIGHT.replace('warehouse,2018-07-01,2018-07-16', 'delivery,2018-07-16,2018-09-01');
    expect(faults(RIGHT, 'p-2,x,BRL,delivery,2018-07-01,2018-08-01,1', wrong)).toEqual([
      '3 target TARGET_UNREADABLE',
      '4 end SPAN_OUTSIDE_PERIOD',
    ]);
  });

  it('never repeats what it refuses', () => {
    const found = read(RIGHT.replace('p-1', 'erika@example.com'));
    expect(JSON.stringify(found)).not.toContain('erika');
  });

  it.each([
    ['without a column', 'payee,target\np-1,1\n', '1 currency COLUMN_MISSING'],
    ['without anything', '', '1 payee COLUMN_MISSING'],
    ['with a quote that is never closed', `${HEAD}\n"p-1,1`, '1  FILE_UNREADABLE'],
  ])('is refused %s', (_, text, fault) => {
    const found = readRoster(text, terms);
    expect(found.kind === 'faults' && found.faults.map((one) => `${one.line} ${one.column} ${one.reason}`)).toEqual([
      fault,
    ]);
  });
});
