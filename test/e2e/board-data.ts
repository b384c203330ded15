import { setTimeout as pause } from 'node:timers/promises';
import type { BoardQuery, VariableQuery } from '#deploy/grafana/queries.js';

/** Asks a Prometheus: "query?query=up". */
export type AskPrometheus = <T>(path: string) => Promise<T>;

/** The values that a variable can be given. */
export async function valuesOf(ask: AskPrometheus, { match, label }: VariableQuery): Promise<readonly string[]> {
  return ask(`label/${label}/values?match[]=${encodeURIComponent(match)}`);
}

/**
 * Asks all queries until each has shown a number, and gives up after that time.
 *
 * @returns the places that have shown none, each with its query
 */
export async function withoutData(
  ask: AskPrometheus,
  queries: readonly BoardQuery[],
  withinMs: number,
): Promise<readonly string[]> {
  let without = queries;
  for (const began = Date.now(); without.length > 0 && Date.now() - began < withinMs; await pause(500)) {
    const shown = await Promise.all(without.map(({ expr }) => shows(ask, expr)));
    without = without.filter((_, place) => !shown[place]);
  }
  return without.map(({ where, expr }) => `${where}: ${expr}`);
}

async function shows(ask: AskPrometheus, expr: string): Promise<boolean> {
  const { result } = await ask<{ result: { value: [number, string] }[] }>(`query?query=${encodeURIComponent(expr)}`);
  return result.some(({ value }) => Number.isFinite(Number(value[1])));
}
