import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { savedBy } from '#libs/catalogue/saved-by.js';
import type { Instant } from '#libs/domain/time.js';

/** What one more miss costs the index of the department, as scoring stated it last. */
export interface MissPrices {
  /** The index from which they are computed, "departments/delivery/indexes/2018-08". */
  readonly index: string;
  /** When scoring was asked. */
  readonly at: Instant;
  /** Millionths of a point by `priceKey`. A metric without a price has no weight, or is not measured. */
  readonly costsE6: ReadonlyMap<string, bigint>;
}

/** The name of a definition among prices. */
export function priceKey({ id, definition }: Pick<MetricDefinition, 'id' | 'definition'>): string {
  return `${id} ${definition}`;
}

/** The open questions of one definition that would be misses of one kind: the department answers for them, or another party. */
export interface DueGroup {
  readonly metric: MetricDefinition;
  readonly asKnown: 'MISS' | 'MISS_OF_OTHERS';
  /** What one miss costs, millionths of a point; undefined when no prices are known. */
  readonly costE6: bigint | undefined;
  /** The fact that saves them; empty when none does. */
  readonly savedBy: string;
}

/** Which open questions are asked for. */
export type Outlook = 'SAVABLE' | 'PAST_SAVING';

/** Due later than `after` and not later than `through`. */
export interface DueRange {
  readonly after: Instant;
  readonly through: Instant;
}

/**
 * The groups of the definitions that a department is asked by, the most costly first. Groups of one cost are in the order of the
 * definitions, which is that of the journey, and those for which another party would answer come last.
 *
 * @param prices  undefined when none are known
 */
export function dueGroups(definitions: readonly MetricDefinition[], prices: MissPrices | undefined): DueGroup[] {
  const counting = definitions.filter(({ counts }) => counts !== 'TALLY');
  const groups = (['MISS', 'MISS_OF_OTHERS'] as const).flatMap((asKnown) =>
    counting.map((metric): DueGroup => {
      const own = prices && (prices.costsE6.get(priceKey(metric)) ?? 0n);
      // A miss for which another party answers is in no count that makes the index.
      const costE6 = asKnown === 'MISS' ? own : prices && 0n;
      return { metric, asKnown, costE6, savedBy: savedBy(metric) };
    }),
  );
  return groups.sort((a, b) => Number((b.costE6 ?? 0n) - (a.costE6 ?? 0n)));
}

/**
 * Where the questions of a group lie by their due instants. Those that are due are past saving, and so is every miss of a metric that no
 * later fact can turn, whenever it falls due.
 *
 * @param withinMs  how far ahead; more than 0
 * @param outlook   undefined for both
 * @returns undefined when the group has none of these
 */
export function dueRange(
  { savedBy: fact }: Pick<DueGroup, 'savedBy'>,
  {
    now,
    withinMs,
    outlook,
  }: { readonly now: Instant; readonly withinMs: number; readonly outlook: Outlook | undefined },
): DueRange | undefined {
  const isSavable = fact !== '';
  if (outlook === 'SAVABLE') return isSavable ? { after: now, through: now + withinMs } : undefined;
  const through = isSavable ? now : Number.POSITIVE_INFINITY;
  const ahead = isSavable ? now + withinMs : through;
  return { after: Number.NEGATIVE_INFINITY, through: outlook === 'PAST_SAVING' ? through : ahead };
}

/** Whether a question of a group is past saving. */
export function isPastSaving({ savedBy: fact }: Pick<DueGroup, 'savedBy'>, dueAt: Instant, now: Instant): boolean {
  return fact === '' || dueAt <= now;
}
