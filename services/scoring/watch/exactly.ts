import type { GaugeInstrument } from '#libs/metrics/instruments.js';

/** One series of a gauge. */
export interface Series<L> {
  readonly labels: L;
  readonly value: number;
}

/** Keeps a gauge at exactly the series that were given last: one that is not among them is forgotten, for it is not measured any more. */
export class Exactly<L extends object> {
  #shown = new Map<string, L>();

  constructor(private readonly gauge: GaugeInstrument<L>) {}

  show(series: readonly Series<L>[]): void {
    const next = new Map(series.map(({ labels }) => [JSON.stringify(labels), labels]));
    for (const [key, labels] of this.#shown) if (!next.has(key)) this.gauge.forget(labels);
    for (const { labels, value } of series) this.gauge.set(labels, value);
    this.#shown = next;
  }
}

/** The largest, and the rest as one; nothing of it when there is no rest. @param most  1 or more */
export function largest<K extends string>(
  sums: ReadonlyMap<K, number>,
  most: number,
): { readonly kept: readonly (readonly [K, number])[]; readonly rest: number } {
  const ranked = [...sums].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  return { kept: ranked.slice(0, most), rest: ranked.slice(most).reduce((sum, [, value]) => sum + value, 0) };
}
