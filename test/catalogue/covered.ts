import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { GUARDS } from '#test/mutations/guards.js';

const ROOT = join(import.meta.dirname, '../..');

/** What keeps a metric right, each as a number: 0 is a gap. Undefined: the product does not have the place yet. */
export interface Covered {
  readonly metric: string;
  /** Tests of its edges: `it` of the file beside it. */
  readonly edges: number;
  /** Guards that are removed from its file, or whose removal its own test notices. */
  readonly mutations: number;
  /** Its section of docs/metrics.md. */
  readonly docs: number;
  readonly simulator: number | undefined;
  readonly board: number | undefined;
}
export const COLUMNS = ['edges', 'mutations', 'docs', 'simulator', 'board'] as const;

/** Every metric of the catalogue, in the order of the journey. The laws of facts are asked of all: test/golden/laws-of-facts.slow.test.ts. */
export function coveredMetrics(): readonly Covered[] {
  const docs = textOf('docs/metrics.md');
  return CATALOGUE.all.map((metric) => ({
    metric: metric.id,
    edges: testsIn(`${fileOf(metric)}.test.ts`),
    mutations: guardsOf(fileOf(metric)),
    docs: docs.split(`\`${metric.id}\`, definition ${metric.definition}`).length - 1,
    simulator: inSimulator(metric),
    board: onBoard(),
  }));
}

function fileOf({ id, source }: MetricDefinition): string {
  return `libs/catalogue/${source}/${id.replaceAll('_', '-')}`;
}

function testsIn(file: string): number {
  return existsSync(join(ROOT, file)) ? [...textOf(file).matchAll(/^\s+it(\.each)?\(/gm)].length : 0;
}

function guardsOf(metric: string): number {
  return GUARDS.filter(({ file, test }) => file === `${metric}.ts` || test.includes(`${metric}.test.ts`)).length;
}

/** The simulator has a test that asks every metric of the catalogue, except those that are named here. */
function inSimulator({ id }: MetricDefinition): number | undefined {
  const test = 'test/simulator/without-cases.ts';
  if (!existsSync(join(ROOT, test))) return undefined;
  return textOf(test).includes(`'${id}'`) ? 0 : 1;
}

/** A board that shows the points lost by metric shows each, because its panel has a line for every value of the label. */
function onBoard(): number | undefined {
  const folder = 'deploy/grafana/boards';
  if (!existsSync(join(ROOT, folder))) return undefined;
  const boards = readdirSync(join(ROOT, folder)).filter((file) => file.endsWith('.json'));
  return boards.filter((file) => textOf(join(folder, file)).includes('cx_index_points_lost')).length;
}

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
