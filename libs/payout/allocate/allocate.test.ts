import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountText } from '#libs/domain/currency.js';
import { compared, fraction, fractionText, minus, reduced, times } from '#libs/domain/fraction.js';
import { parsePeriod } from '#libs/domain/period.js';
import { departmentFactor } from '../factor/department-factor.js';
import { GOLDEN_INDEXES, GOLDEN_PLAN, GOLDEN_POOL, inputOf } from '../fixtures/golden.js';
import type { PayPlan, Pool } from '../plan.js';
import type { Payee, Span } from '../roster/roster.js';
import { allocate } from './allocate.js';
import { roundBy } from './round.js';
import { tieBreak } from './share-out-by-hash.js';

const QUARTER = periodOf('2018-Q3'); // 92 days, 1 July to 30 September

function periodOf(name: string) {
  const found = parsePeriod(name);
  if (found === undefined) throw new Error(`${name} is a period`);
  return found;
}

interface Case {
  readonly indexes?: Readonly<Record<string, bigint | undefined>>;
  readonly plan?: Partial<PayPlan>;
  readonly pool?: Partial<Pool>;
  readonly period?: ReturnType<typeof periodOf>;
}

function shareOut(
  roster: readonly Payee[],
  { indexes = GOLDEN_INDEXES, plan = {}, pool = {}, period = QUARTER }: Case = {},
) {
  const whole = { ...GOLDEN_PLAN, ...plan };
  const factors = new Map(
    Object.entries(indexes).map(([department, indexE4]) => [
      department,
      departmentFactor(whole, inputOf(department, indexE4), { companyE4: undefined, lastDay: period.lastDay }),
    ]),
  );
  return allocate(roster, {
    periodName: period.name,
    plan: whole,
    pool: { ...GOLDEN_POOL, ...pool },
    proration: { period, factors, minimumEligibleDays: whole.minimumEligibleDays },
  });
}

const all = (department: string): Span => ({ department, start: '2018-07-01', end: '2018-10-01', shareBp: 10_000n });
const payee = (ref: string, targetMinor: bigint, ...spans: readonly Span[]): Payee => ({
  ref,
  currency: 'EUR',
  targetMinor,
  spans,
});
const GOLDEN_ROSTER = [
  payee('w', 12_000_000n, all('warehouse')),
  payee('d', 9_000_000n, all('delivery')),
  payee('s', 4_500_000n, all('support')),
  payee('o', 6_000_000n, all('ordering')),
];
const euros = ({ payees }: ReturnType<typeof allocate>) => payees.map((one) => amountText(one.amountMinor, 'EUR'));

describe('the worked example', () => {
  it('scales four departments to the pool of 280,000.00, to the cent', () => {
    const result = shareOut(GOLDEN_ROSTER);
    expect(euros(result)).toEqual(['130183.74', '31933.52', '59848.16', '58034.58']);
    expect(fractionText(result.scale)).toBe('1400000/1447413');
    expect(fractionText(result.askedMinor)).toBe('28948260');
    expect(result).toMatchObject({ paidMinor: 28_000_000n, leftMinor: 0n, roundedBy: 'LARGEST_REMAINDER' });
  });

  it('pays each of them in full from a pool that suffices', () => {
    const result = shareOut(GOLDEN_ROSTER, { pool: { amountMinor: 28_948_260n } });
    expect(euros(result)).toEqual(['134592.60', '33015.00', '61875.00', '60000.00']);
    expect(result).toMatchObject({ scale: fraction(1n), leftMinor: 0n, roundedBy: 'MODE' });
  });

  it('pays a transfer in the middle of the quarter 1,116.33', () => {
    const moved = payee(
      't',
      150_000n,
      { ...all('warehouse'), end: '2018-08-16' },
      { ...all('delivery'), start: '2018-08-16' },
    );
    const result = shareOut([moved]);
    expect(result.payees[0]?.steps.map(({ days }) => days)).toEqual([46, 46]);
    expect(fractionText(result.askedMinor)).toBe('893063/8');
    expect(euros(result)).toEqual(['1116.33']);
  });

  it('pays a joiner with 73 of 92 days 1,334.95', () => {
    const result = shareOut([payee('j', 150_000n, { ...all('warehouse'), start: '2018-07-20' })]);
    expect(result.payees[0]?.eligibleDays).toBe(73);
    expect(fractionText(result.askedMinor)).toBe('49126299/368');
    expect(euros(result)).toEqual(['1334.95']);
  });
});

describe('proration', () => {
  it.each([
    ['a leap year February', '2016-02', '2016-02-15', [14, 15]],
    ['the month in which an hour is lost', '2027-03', '2027-03-28', [27, 4]],
    ['the month in which an hour is gained', '2027-10', '2027-10-31', [30, 1]],
  ])('counts the day of a transfer once in %s', (_, name, change, days) => {
    const period = periodOf(name);
    const end = period.lastDay < '2017' ? '2016-03-01' : name === '2027-03' ? '2027-04-01' : '2027-11-01';
    const spans = [
      { ...all('warehouse'), start: period.firstDay, end: change },
      { ...all('ordering'), start: change, end },
    ];
    const result = shareOut([payee('t', 1_000_000n, ...spans)], {
      period,
      indexes: { warehouse: 850_000n, ordering: 850_000n },
    });
    expect(result.payees[0]?.steps.map((step) => step.days)).toEqual(days);
    expect(result.paidMinor).toBe(1_000_000n);
  });

  it('pays half a share half', () => {
    expect(euros(shareOut([payee('h', 150_000n, { ...all('ordering'), shareBp: 5_000n })]))).toEqual(['750.00']);
  });

  it.each([
    [73, '1334.95', false],
    [74, '0.00', true],
  ])('with at least %s days demanded pays 73 days %s', (minimumEligibleDays, amount, belowMinimumDays) => {
    const result = shareOut([payee('j', 150_000n, { ...all('warehouse'), start: '2018-07-20' })], {
      plan: { minimumEligibleDays },
    });
    expect(euros(result)).toEqual([amount]);
    expect(result.payees[0]?.belowMinimumDays).toBe(belowMinimumDays);
  });
});

describe('a pool', () => {
  const halves = [
    payee('a', 1n, { ...all('ordering'), shareBp: 5_000n }),
    payee('b', 1n, { ...all('ordering'), shareBp: 5_000n }),
  ];

  it('is not exceeded by rounding: two halves of one cent are one cent', () => {
    const result = shareOut(halves, { pool: { amountMinor: 1n } });
    expect(result).toMatchObject({ paidMinor: 1n, roundedBy: 'LARGEST_REMAINDER', scale: fraction(1n) });
  });

  it('gives a tie to the smaller hash, whatever the order of the roster', () => {
    const winner = tieBreak('2018-Q3', 'a') < tieBreak('2018-Q3', 'b') ? 'a' : 'b';
    for (const roster of [halves, halves.toReversed()]) {
      const paid = shareOut(roster, { pool: { amountMinor: 1n } }).payees.filter(
        ({ amountMinor }) => amountMinor === 1n,
      );
      expect(paid.map((one) => one.payee.ref)).toEqual([winner]);
    }
  });

  it('gives ties to others in another period', () => {
    const months = ['2018-01', '2018-02', '2018-03', '2018-04', '2018-05', '2018-06'];
    expect(new Set(months.map((name) => tieBreak(name, 'a') < tieBreak(name, 'b'))).size).toBe(2);
  });

  it.each([
    ['RETURN', ['750.00'], 25_000n],
    ['CARRY', ['750.00'], 25_000n],
    ['REDISTRIBUTE', ['1000.00'], 0n],
  ] as const)('that is not used up: %s', (underSpend, amounts, leftMinor) => {
    const result = shareOut([payee('h', 150_000n, { ...all('ordering'), shareBp: 5_000n })], {
      pool: { amountMinor: 100_000n, underSpend },
    });
    expect(euros(result)).toEqual(amounts);
    expect(result).toMatchObject({ leftMinor, underSpend });
  });

  it('without an amount pays what the roster asks for, and has nothing left to name', () => {
    const result = shareOut(GOLDEN_ROSTER, { pool: { amountMinor: undefined } });
    expect(result).toMatchObject({ paidMinor: 28_948_260n, leftMinor: undefined });
  });

  it('reserves the most for a department on hold, and pays the others from the rest', () => {
    const roster = [payee('o', 100_000n, all('ordering')), payee('w', 100_000n, all('warehouse'))];
    const indexes = { ordering: 850_000n, warehouse: undefined };
    const plan = { unmeasured: 'HOLD' as const };
    const enough = shareOut(roster, { indexes, plan, pool: { amountMinor: 250_000n } });
    expect(enough).toMatchObject({ paidMinor: 100_000n, reservedMinor: 150_000n, leftMinor: 0n, roundedBy: 'MODE' });
    expect(euros(enough)).toEqual(['1000.00', '0.00']);
    const scarce = shareOut(roster, { indexes, plan, pool: { amountMinor: 125_000n } });
    expect(scarce).toMatchObject({
      paidMinor: 50_000n,
      reservedMinor: 75_000n,
      leftMinor: 0n,
      scale: fraction(1n, 2n),
    });
  });

  it('pays nothing to an empty roster', () => {
    expect(shareOut([])).toMatchObject({ paidMinor: 0n, leftMinor: 28_000_000n, scale: fraction(1n) });
  });
});

describe('every pool', () => {
  const departments = Object.keys(GOLDEN_INDEXES);
  const rosters = fc
    .array(
      fc.record({
        target: fc.bigInt(0n, 10_000_000n),
        share: fc.bigInt(1n, 10_000n),
        place: fc.nat(3),
        day: fc.integer({ min: 1, max: 28 }),
      }),
      { minLength: 1, maxLength: 40 },
    )
    .map((lines) =>
      lines.map(({ target, share, place, day }, at) => {
        const start = `2018-07-${String(day).padStart(2, '0')}`;
        return payee(`p-${at}`, target, { ...all(departments[place] ?? ''), start, shareBp: share });
      }),
    );
  const pools = fc.record({
    amountMinor: fc.bigInt(0n, 100_000_000n),
    underSpend: fc.constantFrom('RETURN', 'REDISTRIBUTE'),
  });
  const roundings = fc.constantFrom('HALF_EVEN', 'HALF_UP');

  it('is shared out exactly, and no payee is off by one minor unit or more', () => {
    fc.assert(
      fc.property(rosters, pools, roundings, (roster, pool, rounding) => {
        const result = shareOut(roster, { pool, plan: { rounding } });
        expect(result.paidMinor + (result.leftMinor ?? 0n)).toBe(pool.amountMinor);
        expect(result.paidMinor).toBe(result.payees.reduce((sum, { amountMinor }) => sum + amountMinor, 0n));
        if (result.scale.numerator !== result.scale.denominator) expect(result.leftMinor).toBe(0n);
        for (const { paid, amountMinor } of result.payees) {
          const off = minus(fraction(amountMinor), times(paid, result.scale));
          const size = off.numerator < 0n ? { ...off, numerator: -off.numerator } : off;
          expect(compared(size, fraction(1n))).toBeLessThan(0);
        }
      }),
    );
  });

  it('is shared out alike in any order of the roster', () => {
    fc.assert(
      fc.property(rosters, pools, fc.infiniteStream(fc.nat()), (roster, pool, keys) => {
        const shuffled = roster.map((one) => [keys.next().value ?? 0, one] as const).sort(([a], [b]) => a - b);
        const amounts = (of: readonly Payee[]) => {
          const { payees } = shareOut(of, { pool });
          return Object.fromEntries(payees.map((one) => [one.payee.ref, one.amountMinor]));
        };
        expect(amounts(shuffled.map(([, one]) => one))).toEqual(amounts(roster));
      }),
    );
  });

  it('never pays a payee less for a better index of its department, while the pool suffices', () => {
    const index = fc.bigInt(0n, 1_000_000n);
    fc.assert(
      fc.property(index, index, fc.bigInt(0n, 10_000_000n), (one, other, target) => {
        const paid = (warehouse: bigint) =>
          shareOut([payee('w', target, all('warehouse'))], { indexes: { warehouse } }).paidMinor;
        const [less, more] = one < other ? [one, other] : [other, one];
        expect(paid(less) <= paid(more)).toBe(true);
      }),
    );
  });
});

describe('rounding', () => {
  it.each([
    ['HALF_UP', 5n, 2n, 3n],
    ['HALF_EVEN', 5n, 2n, 2n],
    ['HALF_EVEN', 7n, 2n, 4n],
    ['HALF_UP', 469n, 2n, 235n], // 2.345 with two decimals is 2.35
    ['HALF_EVEN', 469n, 2n, 234n], // and 2.34
    ['HALF_EVEN', 267n, 1n, 267n],
    ['HALF_EVEN', 5001n, 2000n, 3n],
    ['HALF_EVEN', 4999n, 2000n, 2n],
  ] as const)('by %s makes of %s/%s: %s', (mode, numerator, denominator, nearest) => {
    expect(roundBy(mode, fraction(numerator, denominator))).toBe(nearest);
  });

  it.each([
    ['JPY', '1116'],
    ['EUR', '1116.33'],
    ['KWD', '1116.329'],
  ])('of %s is to its own minor unit: %s', (currency, text) => {
    const exact = { EUR: 150_000n, JPY: 1_500n, KWD: 1_500_000n }[currency] ?? 0n;
    const moved = payee(
      't',
      exact,
      { ...all('warehouse'), end: '2018-08-16' },
      { ...all('delivery'), start: '2018-08-16' },
    );
    const { payees } = shareOut([{ ...moved, currency }]);
    expect(amountText(payees[0]?.amountMinor ?? 0n, currency)).toBe(text);
    expect(reduced(payees[0]?.paid ?? fraction(0n)).numerator > 0n).toBe(true);
  });
});
