import { describe, expect, it } from 'vitest';
import { checkRoster, type RosterFault } from './check-roster.js';
import { personalDataIn } from './personal-data.js';
import { eligibleDays, type Payee, rosterSha256, type Span, spanDays } from './roster.js';

const july = { firstDay: '2018-07-01', lastDay: '2018-07-31' };
const terms = { period: july, currency: 'EUR', departments: new Set(['warehouse', 'delivery']) };
const span: Span = { department: 'warehouse', start: '2018-07-01', end: '2018-08-01', shareBp: 10_000n };
const payee: Payee = { ref: 'p-0001', currency: 'EUR', targetMinor: 150_000n, spans: [span] };

describe('a line of a roster', () => {
  it('is accepted with one span, with spans that meet, and with two half shares at once', () => {
    const halves = [
      { ...span, shareBp: 5_000n },
      { ...span, department: 'delivery', shareBp: 5_000n },
    ];
    const moved = [
      { ...span, end: '2018-07-16' },
      { ...span, department: 'delivery', start: '2018-07-16' },
    ];
    const roster = [payee, { ...payee, ref: 'p-2', spans: halves }, { ...payee, ref: 'p-3', spans: moved }];
    expect(checkRoster(roster, terms)).toEqual([]);
  });

  it.each<[string, Partial<Payee>, string, RosterFault]>([
    ['no reference', { ref: '' }, 'payee', 'PAYEE_INVALID'],
    ['a reference that a spreadsheet would run', { ref: '=cmd' }, 'payee', 'PAYEE_INVALID'],
    ['a mail address', { ref: 'erika@example.com' }, 'payee', 'PERSONAL_DATA'],
    ['another currency', { currency: 'USD' }, 'currency', 'CURRENCY_DIFFERS'],
    ['an amount below 0', { targetMinor: -1n }, 'target_minor', 'TARGET_INVALID'],
    ['an amount beyond all measure', { targetMinor: 10n ** 15n + 1n }, 'target_minor', 'TARGET_INVALID'],
    ['no span', { spans: [] }, 'spans', 'SPAN_MISSING'],
    ['101 spans', { spans: Array.from({ length: 101 }, () => span) }, 'spans', 'SPANS_TOO_MANY'],
    ['a span without a day', { spans: [{ ...span, end: span.start }] }, 'spans[0].end', 'SPAN_INVALID'],
    ['a day that does not exist', { spans: [{ ...span, end: '2018-07-32' }] }, 'spans[0].end', 'SPAN_INVALID'],
    ['a day before', { spans: [{ ...span, start: '2018-06-30' }] }, 'spans[0].start', 'SPAN_OUTSIDE_PERIOD'],
    ['a day after', { spans: [{ ...span, end: '2018-08-02' }] }, 'spans[0].end', 'SPAN_OUTSIDE_PERIOD'],
    ['no share', { spans: [{ ...span, shareBp: 0n }] }, 'spans[0].share_bp', 'SHARE_INVALID'],
    ['more than full time', { spans: [{ ...span, shareBp: 10_001n }] }, 'spans[0].share_bp', 'SHARE_INVALID'],
    [
      'more than full time on one day',
      {
        spans: [
          { ...span, end: '2018-07-17' },
          { ...span, start: '2018-07-16', shareBp: 1n },
        ],
      },
      'spans',
      'SHARE_TOO_GREAT',
    ],
    [
      'a department without a result',
      { spans: [{ ...span, department: 'support' }] },
      'spans[0].department',
      'DEPARTMENT_WITHOUT_FACTOR',
    ],
    [
      'a person in place of a department',
      { spans: [span, { ...span, department: 'Erika Mustermann' }] },
      'spans[1].department',
      'PERSONAL_DATA',
    ],
  ])('is refused with %s', (_, wrong, field, fault) => {
    const errors = checkRoster([payee, { ...payee, ref: 'p-0002', ...wrong }], terms);
    expect(errors).toEqual([{ line: 2, field, fault }]);
  });

  it('is refused when its payee stands in the roster already', () => {
    expect(checkRoster([payee, payee], terms)).toEqual([{ line: 2, field: 'payee', fault: 'PAYEE_TWICE' }]);
  });

  it('tells everything that is wrong at once', () => {
    const errors = checkRoster(
      [
        { ...payee, ref: '', currency: 'JPY' },
        { ...payee, targetMinor: -1n },
      ],
      terms,
    );
    expect(errors.map(({ line, field }) => `${line} ${field}`)).toEqual(['1 payee', '1 currency', '2 target_minor']);
  });
});

describe('a value with the shape of personal data', () => {
  it.each([
    ['erika@example.com', 'MAIL'],
    ['+49 170 1234567', 'TELEPHONE'],
    ['0170-1234567', 'TELEPHONE'],
    ['(030) 123 45 67', 'TELEPHONE'],
    ['Erika Mustermann', 'NAME'],
    ['Mustermann, Erika', 'NAME'],
    ['e.mustermann', 'NAME'],
    ['erika-mustermann', 'NAME'],
    ['Mustermann', 'NAME'],
    ["Siobhan O'Neill", 'NAME'],
  ])('"%s" is recognised as %s', (value, shape) => {
    expect(personalDataIn(value)).toBe(shape);
  });

  it.each(['p-0001', '7f3c2a91', 'EMP', 'a1b2-c3d4', '000123', 'K_42', 'P.17'])('"%s" has none', (value) => {
    expect(personalDataIn(value)).toBeUndefined();
  });
});

describe('the days of spans', () => {
  it.each([
    ['a month of 31 days', '2018-07-01', '2018-08-01', 31],
    ['the day of a change belongs to the span that starts with it', '2018-07-16', '2018-07-17', 1],
    ['29 February', '2016-02-01', '2016-03-01', 29],
    ['the month in which Berlin loses an hour', '2027-03-01', '2027-04-01', 31],
    ['the month in which Berlin gains one', '2027-10-01', '2027-11-01', 31],
  ])('%s: from %s to %s', (_, start, end, days) => {
    expect(spanDays({ start, end })).toBe(days);
    expect(eligibleDays([{ ...span, start, end }])).toBe(days);
  });

  it('count a day with two shares once', () => {
    const both = [span, { ...span, department: 'delivery' }];
    expect(eligibleDays(both)).toBe(31);
    expect(
      eligibleDays([
        { ...span, end: '2018-07-03' },
        { ...span, start: '2018-07-02', end: '2018-07-04' },
      ]),
    ).toBe(3);
  });
});

describe('the hash of a roster', () => {
  const other = {
    ...payee,
    ref: 'p-0002',
    spans: [
      { ...span, end: '2018-07-16' },
      { ...span, start: '2018-07-16' },
    ],
  };

  it('does not depend on the order of lines and spans', () => {
    const turned = { ...other, spans: other.spans.toReversed() };
    expect(rosterSha256([turned, payee])).toBe(rosterSha256([payee, other]));
  });

  it.each<[string, Payee]>([
    ['an amount', { ...other, targetMinor: 1n }],
    ['a reference', { ...other, ref: 'p-0003' }],
    ['a currency', { ...other, currency: 'USD' }],
    ['a share', { ...other, spans: other.spans.map((one) => ({ ...one, shareBp: 9_999n })) }],
    ['a day', { ...other, spans: other.spans.map((one) => ({ ...one, start: '2018-07-02' })) }],
  ])('changes with %s', (_, changed) => {
    expect(rosterSha256([payee, changed])).not.toBe(rosterSha256([payee, other]));
  });
});
