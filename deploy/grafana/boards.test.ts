import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import type { MetricSpec } from '#libs/metrics/spec.js';
import { BOARDS, printed } from './boards.js';
import { cxOverview } from './cx-overview.js';
import { DATASOURCE, type Grid, type Panel } from './panel.js';
import { queriesOf } from './queries.js';

const specs: readonly MetricSpec[] = Object.values(EXPORTED_METRICS);
const boards = Object.entries(BOARDS).map(([path, board]) => ({ path, board }));
const panels = boards.flatMap(({ board }) => board.panels.filter((panel): panel is Panel => panel.type !== 'row'));
const exprs = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

describe.each(boards)('$path', ({ path, board }) => {
  it('is what the code says; npm run dashboards prints it again', () => {
    const file = new URL(`../../${path}`, import.meta.url);
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe(printed(board));
  });

  it('numbers every panel once', () => {
    const ids = board.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('fits 24 columns, and no panel lies on another', () => {
    const grids = board.panels.map(({ gridPos }) => gridPos);
    expect(grids.filter(({ x, w }) => x < 0 || x + w > 24)).toEqual([]);
    expect(grids.filter((a, i) => grids.some((b, j) => j > i && overlaps(a, b)))).toEqual([]);
  });

  it('asks the Prometheus chosen at its top', () => {
    expect(board.templating.list.map(({ name, type }) => ({ name, type }))).toEqual([
      { name: 'datasource', type: 'datasource' },
    ]);
    const asked = panels.flatMap(({ datasource, targets }) => [datasource, ...targets.map((t) => t.datasource)]);
    expect(asked.every((one) => one === DATASOURCE)).toBe(true);
  });

  it('cannot be changed in Grafana: it is changed here', () => {
    expect(board.editable).toBe(false);
  });
});

describe('the overview', () => {
  it('has twelve panels in six rows', () => {
    expect(cxOverview.panels.filter(({ type }) => type === 'row')).toHaveLength(6);
    expect(panels).toHaveLength(12);
  });
});

describe('every panel', () => {
  it.each(panels.map((panel) => [panel.title, panel] as const))('"%s" says its unit and how to read it', (_, panel) => {
    expect(panel.fieldConfig.defaults.unit).not.toBe('');
    expect(panel.fieldConfig.defaults.noValue).toBe('no data yet');
    expect(panel.description.length).toBeGreaterThan(40);
    expect(panel.targets.length).toBeGreaterThan(0);
    expect(new Set(panel.targets.map(({ refId }) => refId)).size).toBe(panel.targets.length);
  });
});

describe('every query', () => {
  it.each(exprs)('%s', (expr) => {
    expect(faultsIn(expr)).toEqual([]);
  });

  it('is ready for Prometheus once the variables are filled in', () => {
    const queries = queriesOf(cxOverview, { rateInterval: '1m', range: '1h' });
    expect(queries).toHaveLength(exprs.length);
    expect(queries.filter(({ expr }) => expr.includes('$'))).toEqual([]);
  });

  it('shows denials, the audit log and what is insecure', () => {
    const { callersUnprovenTotal, auditHeadWritten, auditBrokenPosition, auditCheckLastSuccess, insecure } =
      EXPORTED_METRICS;
    for (const shown of [callersUnprovenTotal, auditHeadWritten, auditBrokenPosition, auditCheckLastSuccess, insecure])
      expect(
        exprs.some((expr) => expr.includes(shown.name)),
        shown.name,
      ).toBe(true);
  });

  it.each([
    ['a metric that is not exported', 'max(cx_index_pionts)'],
    ['a gauge added up, twice with two writers', 'sum(cx_batches_missing)'],
    ['the rate of a gauge', 'rate(cx_batch_last_sealed[$__rate_interval])'],
    ['a counter shown as it stands', 'max by (department) (cx_batches_sealed_total)'],
    ['a rate over a time of its own', 'sum(rate(cx_batches_sealed_total[5m]))'],
    ['a label the metric does not have', 'max by (region) (cx_index_cases)'],
  ])('with %s would be found', (_, expr) => {
    expect(faultsIn(expr)).not.toEqual([]);
  });
});

/** Labels that Prometheus adds: bounds of buckets, and the process that was scraped. */
const OF_PROMETHEUS: ReadonlySet<string> = new Set(['le', 'job']);

function faultsIn(expr: string): string[] {
  return [...expr.matchAll(/(\w+\s*\()?\b((?:cx|grpc)_\w+)(\{[^}]*\})?(\[[^\]]*\])?/g)]
    .flatMap(([, around = '', name = '', matchers = '', range = '']) => {
      const spec = specOf(name);
      if (spec === undefined) return [`${name} is not in the catalogue`];
      const perTime = /^(rate|increase)\s*\($/.test(around);
      return [
        ...(isCounted(spec) === perTime ? [] : [`${name} is a ${spec.type}`]),
        ...(/^sum/.test(around) ? [`${name} may have several writers`] : []),
        ...(around.startsWith('rate') && range !== '[$__rate_interval]' ? [`rate over ${range}`] : []),
        ...labelsIn(matchers).filter((label) => !spec.labels.includes(label)),
      ];
    })
    .concat(groupedBy(expr).filter((label) => !OF_PROMETHEUS.has(label) && !labelsNamedIn(expr).has(label)));
}

/** Histograms are asked by their buckets. */
function specOf(name: string): MetricSpec | undefined {
  const plain = name.replace(/_(bucket|sum|count)$/, '');
  return specs.find((spec) => spec.name === (spec.type === 'histogram' ? plain : name));
}

function isCounted({ type }: MetricSpec): boolean {
  return type === 'counter' || type === 'histogram';
}

function labelsIn(matchers: string): string[] {
  return [...matchers.matchAll(/(\w+)\s*(?:=|!=|=~|!~)"/g)].map(([, label = '']) => label);
}

function groupedBy(expr: string): string[] {
  return [...expr.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(/,\s*/));
}

function labelsNamedIn(expr: string): ReadonlySet<string> {
  const names = [...expr.matchAll(/\b((?:cx|grpc)_\w+)/g)].map(([, name = '']) => name);
  return new Set(names.flatMap((name) => specOf(name)?.labels ?? []));
}

function overlaps(a: Grid, b: Grid): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
