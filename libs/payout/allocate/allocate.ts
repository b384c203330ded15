import { commonDenominator, type Fraction, fraction, numeratorOver, reduced } from '#libs/domain/fraction.js';
import type { PayPlan, Pool, UnderSpend } from '../plan.js';
import type { Payee } from '../roster/roster.js';
import { type ExactAmount, exactAmount, type Proration } from './exact-amount.js';
import { roundBy } from './round.js';
import { shareOutByHash } from './share-out-by-hash.js';

/** What a payee is paid, with every step that led there. */
export interface Allocated extends ExactAmount {
  /** Minor units. */
  readonly amountMinor: bigint;
}

/** What a pool is shared out to. */
export interface Allocation {
  /** In the order of the roster. */
  readonly payees: readonly Allocated[];
  /** Before the pool is asked, with what is reserved, exact. */
  readonly askedMinor: Fraction;
  /** The one factor for all payees of the pool; 1 when the pool suffices. */
  readonly scale: Fraction;
  /** How each amount became whole: by itself with the mode of the plan, or all together. */
  readonly roundedBy: 'MODE' | 'LARGEST_REMAINDER';
  readonly paidMinor: bigint;
  /** For departments on hold. */
  readonly reservedMinor: bigint;
  /** Of the pool; undefined when it pays whatever the roster asks for. */
  readonly leftMinor: bigint | undefined;
  readonly underSpend: UnderSpend;
}

/** How a pool is shared out. */
export interface AllocationTerms {
  /** "2018-07", for ties. */
  readonly periodName: string;
  readonly plan: Pick<PayPlan, 'rounding'>;
  readonly pool: Pool;
  readonly proration: Proration;
}

/** Stands among the payees for what is reserved. No reference of a payee is empty. */
const RESERVE = '';

/** What a payee would be paid before the pool is asked, and what is reserved for departments on hold; exact minor units. */
export type Asked = Pick<ExactAmount, 'paid' | 'reserved'> & { readonly ref: string };

/** How a pool comes to whole minor units. */
export interface Settled extends Omit<Allocation, 'payees' | 'underSpend'> {
  /** In the order of what was asked. */
  readonly amounts: readonly bigint[];
}

/**
 * Shares out a pool: exact amounts, one exact scale factor for all when they exceed the pool, and one rounding at the payee. When the pool
 * suffices each amount is rounded by the mode of the plan; when it binds, or when rounding would exceed it, the largest remainders settle
 * the last minor units. So the sum never exceeds the pool, and the order of the roster changes nothing.
 */
export function allocate(roster: readonly Payee[], { periodName, plan, pool, proration }: AllocationTerms): Allocation {
  const exact = roster.map((payee) => exactAmount(payee, proration));
  const asked = exact.map(({ payee: { ref }, paid, reserved }) => ({ ref, paid, reserved }));
  const { amounts, ...settled } = settle(asked, { periodName, rounding: plan.rounding, pool });
  return {
    payees: exact.map((one, place) => ({ ...one, amountMinor: amounts[place] ?? 0n })),
    ...settled,
    underSpend: pool.underSpend,
  };
}

/** The part of an allocation that needs no roster: scale, rounding and what is left. */
export function settle(
  exact: readonly Asked[],
  { periodName, rounding, pool }: Pick<AllocationTerms, 'periodName' | 'pool'> & Pick<PayPlan, 'rounding'>,
): Settled {
  const { denominator, parts } = overOne(exact);
  const asked = parts.reduce((sum, { numerator }) => sum + numerator, 0n);
  const scale = scaleOf(pool, fraction(asked, denominator));
  const isScaled = scale.numerator !== scale.denominator;
  const each = parts.map(({ numerator }) => roundBy(rounding, fraction(numerator, denominator)));
  const isTooMuch = pool.amountMinor !== undefined && total(each) > pool.amountMinor;
  const roundedBy = isScaled || isTooMuch ? 'LARGEST_REMAINDER' : 'MODE';
  const amounts =
    roundedBy === 'MODE'
      ? each
      : shareOutByHash(
          parts.map(({ ref, numerator }) => ({ ref, numerator: numerator * scale.numerator })),
          {
            denominator: denominator * scale.denominator,
            whole: (asked * scale.numerator) / (denominator * scale.denominator),
            period: periodName,
          },
        );
  const reservedMinor = amounts[exact.length] ?? 0n;
  const paidMinor = total(amounts) - reservedMinor;
  return {
    amounts: amounts.slice(0, exact.length),
    askedMinor: reduced(fraction(asked, denominator)),
    scale,
    roundedBy,
    paidMinor,
    reservedMinor,
    leftMinor: pool.amountMinor === undefined ? undefined : pool.amountMinor - paidMinor - reservedMinor,
  };
}

/** All amounts over one denominator, so that adding up ten thousand of them stays cheap; the reserve comes last. */
function overOne(exact: readonly Asked[]) {
  const fractions = exact.map(({ paid }) => reduced(paid));
  const reserves = exact.map(({ reserved }) => reduced(reserved));
  const denominator = commonDenominator([...fractions, ...reserves]);
  const parts = exact.map(({ ref }, place) => ({
    ref,
    numerator: numeratorOver(fractions[place] ?? fraction(0n), denominator),
  }));
  const reserved = reserves.reduce((sum, one) => sum + numeratorOver(one, denominator), 0n);
  return { denominator, parts: reserved === 0n ? parts : [...parts, { ref: RESERVE, numerator: reserved }] };
}

/** Below 1 when the pool does not suffice, above 1 when what is left is shared out as well. */
function scaleOf({ amountMinor, underSpend }: Pool, asked: Fraction): Fraction {
  const one = fraction(1n);
  if (amountMinor === undefined || asked.numerator === 0n) return one;
  const exceeds = asked.numerator > amountMinor * asked.denominator;
  if (!exceeds && underSpend !== 'REDISTRIBUTE') return one;
  return reduced(fraction(amountMinor * asked.denominator, asked.numerator));
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
