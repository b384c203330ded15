import type { Fraction } from '#libs/domain/fraction.js';
import { type Instant, isoInstant } from '#libs/domain/time.js';
import { numberText } from '#libs/exports/format/number-text.js';
import { roundBy } from '#libs/payout/allocate/round.js';

/** How figures and names look in a statement. */

export function metricName(metric: string): string {
  return metric.replaceAll('_', ' ');
}

/** "834271" -> "83.4271": every digit there is, where figures add up. */
export function exact(e4: string): string {
  return numberText(BigInt(e4), 4, 'DOT');
}

/** 834271n -> "83.43": two decimals are enough in a sentence. */
export function points(e4: bigint): string {
  return numberText(roundBy('HALF_UP', { numerator: e4, denominator: 100n }), 2, 'DOT');
}

export function factorText({ numerator, denominator }: Fraction): string {
  return `${numberText(roundBy('HALF_UP', { numerator: numerator * 10_000n, denominator }), 2, 'DOT')} %`;
}

export function shareText(bp: string): string {
  return `${numberText(BigInt(bp), 2, 'DOT').replace(/\.?0+$/, '')} %`;
}

export function grouped(count: string | bigint): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

export function dayOf(instant: Instant): string {
  return isoInstant(instant).slice(0, 10);
}

/** "2018-12-18 02:00 UTC" */
export function instantText(instant: Instant): string {
  return `${isoInstant(instant).slice(0, 16).replace('T', ' ')} UTC`;
}
