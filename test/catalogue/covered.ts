import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { BOARDS } from '#deploy/grafana/boards.js';
import type { Dashboard } from '#deploy/grafana/panel.js';
import { queriesOf } from '#deploy/grafana/queries.js';
import { factsThatStand } from '#libs/cases/facts/stored-fact.js';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { figureOf } from '#libs/catalogue/readings.js';
import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import { parseRuleset } from '#services/scoring/rulesets/ruleset.js';
import { GUARDS } from '#test/mutations/guards.js';
import { defaultRules } from '#test/rules/documents.js';
import { aCase, CASES, RUNS } from './any-case.js';
import { DEPARTMENTS } from './any-fact.js';

const ROOT = join(import.meta.dirname, '../..');

/** What keeps a metric right, each as a number: 0 is a gap. Undefined: the product does not have the place yet. */
export interface Covered {
  readonly metric: string;
  /** Tests of its edges: `it` of the file beside it. */
  readonly edges: number;
  /** Cases of those with which the laws are asked that it judges: order, repetition and withdrawal change nothing that they should not. */
  readonly laws: number;
  /** Guards that are removed from its file, or whose removal its own test notices. */
  readonly mutations: number;
  /** Its section of docs/metrics.md. */
  readonly docs: number;
  readonly simulator: number | undefined;
  readonly board: number;
}
export const COLUMNS = ['edges', 'laws', 'mutations', 'docs', 'simulator', 'board'] as const;

/** Every metric of the catalogue, in the order of the journey. */
export function coveredMetrics(): readonly Covered[] {
  const docs = textOf('docs/metrics.md');
  const laws = casesOfLaws();
  return CATALOGUE.all.map((metric) => ({
    metric: metric.id,
    edges: testsIn(`${fileOf(metric)}.test.ts`),
    laws: laws.get(metric.id) ?? 0,
    mutations: guardsOf(fileOf(metric)),
    docs: docs.split(`\`${metric.id}\`, definition ${metric.definition}`).length - 1,
    simulator: inSimulator(metric),
    board: boardsOf(metric).length,
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

/** How many cases of the laws each metric judges. */
function casesOfLaws(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const row of CASES) {
    const rules = defaultRules(row.department);
    for (const facts of fc.sample(aCase(row), RUNS)) {
      const { evaluations } = DEPARTMENTS[row.department].judge(factsThatStand(facts), rules);
      for (const id of new Set(evaluations.map(({ metric }) => metric.id))) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return counts;
}

const WEIGHTED = new Set(
  [...parseRuleset(textOf('data/kontor/company/ruleset.yaml')).departments.values()]
    .flat()
    .map(({ stated }) => stated.id),
);

/** Boards that show a metric: by the points that it costs where the simulated retailer weighs it, otherwise by its figure beside the index. */
function boardsOf({ id }: MetricDefinition): readonly Dashboard[] {
  const { indexPointsLost, indexFigure, indexAmount } = EXPORTED_METRICS;
  return Object.values(BOARDS).filter((board) =>
    queriesOf(board, { rateInterval: '1m', range: '1h' }).some(({ expr }) => {
      if (WEIGHTED.has(id)) return expr.includes(indexPointsLost.name);
      const [, names] = new RegExp(`${indexFigure.name}\\{[^}]*figure=~"([^"]+)"`).exec(expr) ?? [];
      const isFigure = names !== undefined && new RegExp(`^(${names})$`).test(figureOf(id));
      return isFigure || (!figureOf(id).endsWith('_rate') && expr.includes(indexAmount.name));
    }),
  );
}

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
