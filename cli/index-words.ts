import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { type Counts, type Index, IndexState } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { grouped, points } from './format.js';

/** How an index reads: words and figures that several commands print alike. */

/**
 * "  taken out by event/carrier_strike: 412 hits of 1,200 cases; without the event the index would be 61.2", a line for each event, and one for
 * all rulings on single cases.
 */
export function eventLines({ events, rulings }: Pick<Index, 'events' | 'rulings'>): string[] {
  const lines = events.map(({ event, takenOut, indexWithoutE4 }) => {
    return `  taken out by ${event}: ${countWords(takenOut)}; without the event the index would ${beWords(indexWithoutE4)}`;
  });
  if (rulings === undefined) return lines;
  const charged = grouped(rulings.chargedToOthers?.cases ?? 0n);
  return [
    ...lines,
    `  taken out by rulings: ${countWords(rulings.takenOut)}, ${charged} charged to others; without rulings the index would ${beWords(rulings.indexWithoutE4)}`,
  ];
}

function countWords({ hits, cases }: Pick<Counts, 'hits' | 'cases'> = { hits: 0n, cases: 0n }): string {
  return `${grouped(hits)} hits of ${grouped(cases)} cases`;
}

function beWords(indexE4: bigint | undefined): string {
  return indexE4 === undefined ? 'not be measured' : `be ${points(indexE4)}`;
}

/** Half the width of the 95 % interval, "4.0". */
export function spread(index: Index): string {
  if (index.lowerE4 === undefined || index.upperE4 === undefined) return '-';
  return points((index.upperE4 - index.lowerE4 + 1n) / 2n);
}

/** Accountable cases of the metric with the most of them. */
export function casesOf(index: Index): string {
  const cases = index.metrics.map((metric) => metric.accountable?.cases ?? 0n);
  return grouped(cases.reduce((most, next) => (next > most ? next : most), 0n));
}

/** "complete", and what else a reader must know before relying on the number. */
export function stateWord(index: Index): string {
  const word = STATE[index.state] ?? 'unknown';
  const waiting = index.metrics.reduce((sum, metric) => sum + (metric.accountable?.waiting ?? 0n), 0n);
  return [
    word,
    ...(index.origin === Origin.ORIGIN_GENERATED ? ['(g) generated, not for pay'] : []),
    ...(waiting > 0n ? [`${grouped(waiting)} waiting for ${index.waitsFor.join(', ')}`] : []),
    ...((index.data?.missingBatches ?? 0n) > 0n ? ['batches missing'] : []),
  ].join(', ');
}

const STATE: Readonly<Record<number, string>> = {
  [IndexState.INDEX_STATE_OPEN]: 'open',
  [IndexState.INDEX_STATE_COLLECTING]: 'collecting',
  [IndexState.INDEX_STATE_COMPLETE]: 'complete',
  [IndexState.INDEX_STATE_PROVISIONAL]: 'provisional',
  [IndexState.INDEX_STATE_CLOSED]: 'closed',
  [IndexState.INDEX_STATE_ADJUSTED]: 'adjusted',
};
