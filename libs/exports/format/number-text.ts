import { fraction } from '#libs/domain/fraction.js';
import { roundBy } from '#libs/payout/allocate/round.js';
import { DECIMAL_SIGNS, type NumberFormat, type Profile } from '../profile/profile.js';

/** An exact number: a whole one with its decimals. 874321 with four decimals is 87.4321. */
export interface Exact {
  readonly whole: bigint;
  readonly scale: number;
}

/** A number in units of the last decimal of its column, or why it does not fit. */
export type Scaled = { readonly units: bigint } | { readonly fault: 'NUMBER_INEXACT' | 'NUMBER_OUT_OF_RANGE' };

/** Rounds once, if the column permits it. */
export function scaled({ whole, scale }: Exact, { decimals, rounding, shift, least, most }: NumberFormat): Scaled {
  const lost = scale + shift - decimals;
  const by = 10n ** BigInt(Math.abs(lost));
  if (lost > 0 && rounding === 'EXACT' && whole % by !== 0n) return { fault: 'NUMBER_INEXACT' };
  const units =
    lost <= 0 ? whole * by : roundBy(rounding === 'HALF_EVEN' ? 'HALF_EVEN' : 'HALF_UP', fraction(whole, by));
  const isOut = (least !== undefined && units < least) || (most !== undefined && units > most);
  return isOut ? { fault: 'NUMBER_OUT_OF_RANGE' } : { units };
}

/** "-12.50": digits without groups, one decimal sign. */
export function numberText(units: bigint, decimals: number, sign: Profile['decimalSign']): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const minus = units < 0n ? '-' : '';
  if (decimals === 0) return `${minus}${digits}`;
  return `${minus}${digits.slice(0, -decimals)}${DECIMAL_SIGNS[sign]}${digits.slice(-decimals)}`;
}
