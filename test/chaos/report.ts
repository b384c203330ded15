import type { Tally } from './storm.js';

export interface Report {
  readonly seed: number;
  readonly commit: string;
  readonly orders: number;
  readonly generations: number;
  readonly facts: number;
  /** Published during the faults. */
  readonly documents: number;
  /** Made during the faults, and what was not. */
  readonly rulings: string;
  /** Observations that count at the end. */
  readonly observations: number;
  readonly cells: number;
  readonly tallies: readonly Tally[];
  /** Kinds of faults for which no time was left. */
  readonly missed: readonly string[];
  readonly snapshots: string;
  readonly starts: string;
  readonly stormMs: number;
  readonly allMs: number;
}

/** The report, in Markdown. */
export function reportOf(report: Report): string {
  const { seed, commit, orders, generations, facts, observations, cells, tallies, starts } = report;
  const rows = tallies
    .toSorted((a, b) => b.struck - a.struck)
    .map(({ fault, struck, recoveredMs }) => {
      const sorted = recoveredMs.toSorted((a, b) => a - b);
      return `| ${fault} | ${struck} | ${seconds(at(sorted, 0.5))} | ${seconds(at(sorted, 0.95))} | ${seconds(sorted.at(-1))} |`;
    });
  return [
    `Seed ${seed}, commit ${commit}: ${grouped(orders)} orders, ${generations} times; ${grouped(facts)} facts, a quarter of`,
    `them sent twice; ${grouped(observations)} observations in ${grouped(cells)} cells. ${sum(tallies)} faults in`,
    `${(report.stormMs / 60_000).toFixed(1)} minutes, ${(report.allMs / 60_000).toFixed(1)} with everything. Starts: ${starts}.`,
    `Documents published during the faults: ${report.documents}. Snapshots requested during the faults: ${report.snapshots}.`,
    `Rulings during the faults: ${report.rulings}.`,
    '',
    '| fault | times | next commit, median s | 95 % | longest |',
    '| --- | --: | --: | --: | --: |',
    ...rows,
    '',
    ...(report.missed.length === 0 ? [] : [`Never happened: ${report.missed.join('; ')}.`, '']),
  ].join('\n');
}

function sum(tallies: readonly Tally[]): number {
  return tallies.reduce((all, { struck }) => all + struck, 0);
}

function at(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? '-' : (ms / 1000).toFixed(1);
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}
