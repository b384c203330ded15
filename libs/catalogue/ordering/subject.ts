import type { Instant, Zone } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

/** A fact that the shop reported about a subject: a session, the check of a stock or of a price, a notice, a reminder. */
export type KnownOfShopSubject = Begun | Ended | StockLook | PriceLook;

interface Begun extends Place {
  readonly about: 'session' | 'stock_notice' | 'reminder';
  readonly name: 'checkout_started' | 'stock_notice_owed' | 'reminder_owed';
}

interface Ended {
  readonly about: Begun['about'];
  readonly name: 'checkout_completed' | 'stock_notice_sent' | 'reminder_sent';
  readonly happenedAt: Instant;
}

interface StockLook extends StockCheck {
  readonly about: 'stock_check';
  readonly name: 'stock_checked';
}

interface PriceLook extends PriceCheck {
  readonly about: 'price_check';
  readonly name: 'price_checked';
}

/** Where and when something was. */
interface Place {
  readonly unit: Unit;
  readonly zone: Zone;
  readonly happenedAt: Instant;
}

/** What was begun and is to be ended soon: a checkout by an order, a notice and a reminder by a message to the customer. */
export interface Errand {
  readonly unit: Unit;
  readonly zone: Zone;
  readonly begunAt: Instant;
  readonly endedAt: Instant | undefined;
}

/** How often customers looked at an article, and how often it was there. */
export interface StockCheck extends Place {
  readonly views: number;
  readonly viewsInStock: number;
}

/** Our price beside the lowest of the others, in minor units, and how often customers looked at the article. */
export interface PriceCheck extends Place {
  readonly ownPriceMinor: number;
  readonly lowestPriceMinor: number;
  readonly views: number;
}

/**
 * Makes the errand from the facts of a session, a notice or a reminder. The first fact of each kind counts.
 *
 * @param known  of one subject, in order of time
 * @returns      undefined while only its end is known
 */
export function errandFrom(known: readonly KnownOfShopSubject[]): Errand | undefined {
  const begun = known.find((fact): fact is Begun => BEGINS.has(fact.name));
  if (begun === undefined) return undefined;
  const ended = known.find(({ name }) => ENDS.has(name));
  return { unit: begun.unit, zone: begun.zone, begunAt: begun.happenedAt, endedAt: ended?.happenedAt };
}

const BEGINS: ReadonlySet<string> = new Set(['checkout_started', 'stock_notice_owed', 'reminder_owed']);
const ENDS: ReadonlySet<string> = new Set(['checkout_completed', 'stock_notice_sent', 'reminder_sent']);

/** The check of a stock; undefined while none is known. */
export function stockCheckFrom(known: readonly KnownOfShopSubject[]): StockCheck | undefined {
  return known.find((fact) => fact.name === 'stock_checked');
}

/** The check of a price; undefined while none is known. */
export function priceCheckFrom(known: readonly KnownOfShopSubject[]): PriceCheck | undefined {
  return known.find((fact) => fact.name === 'price_checked');
}
