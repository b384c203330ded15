import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import type { MetricSpec } from '#libs/metrics/spec.js';
import { BOARDS, printed } from './boards.js';
import { DATASOURCE, type Dashboard, type Grid, type Panel } from './panel.js';
import { queriesOf, variablesOf } from './queries.js';

const FILLED_IN = { rateInterval: '1m', range: '1h' };

/** Each with the reason why no board and no alert asks for it. */
const NOT_SHOWN: Readonly<Record<string, string>> = {
  cx_adjustments_total: 'the audit log says who did what; cx adjustment list shows the state of each',
  cx_adjustments_waiting: 'how long the oldest one waits is shown',
  cx_audit_head_hash: 'it is compared by hand, after a restore',
  cx_build_info: 'no process sets it yet',
  cx_counts_check_last_success_timestamp_seconds: 'a recount that fails is shown; cx doctor says when the last one was',
  cx_document_batches_applied_total: 'the position of each department says how far it is',
  cx_document_batches_missing: 'the position of each department says how far it is',
  cx_document_batches_sealed_total: 'a blue mark is a document',
  cx_documents_total: 'a blue mark is a document; cx company history says which',
  cx_export_claims_total: 'a claim is made a few times a month; the audit log says by whom',
  cx_index_period_start_timestamp_seconds: 'the index is explained by the period that a reader names',
  cx_issuer_keys_read_timestamp_seconds: 'callers that are refused for want of keys are shown',
  cx_milestone_batch_last_applied: 'several readers take the same batches in, and holes show what is not there',
  cx_milestone_batch_last_sealed: 'several readers take the same batches in, and holes show what is not there',
  cx_record_bundles_total: 'the audit log says who took which bundle',
  cx_ruleset_info: 'cx index explain names the ruleset of a period',
  cx_snapshots_total: 'a purple mark is a snapshot; cx bonus show says which',
  cx_webhook_waiting: 'how long the first one waits is shown',
};

const specs: readonly MetricSpec[] = Object.values(EXPORTED_METRICS);
const boards = Object.entries(BOARDS).map(([path, board]) => ({ path, board }));
const panelsOf = (board: Dashboard) => board.panels.filter((panel): panel is Panel => panel.type !== 'row');
const panels = boards.flatMap(({ board }) => panelsOf(board).map((panel) => ({ board: board.uid, panel })));
const exprs = [
  ...panels.flatMap(({ panel }) => panel.targets.map(({ expr }) => expr)),
  ...boards.flatMap(({ board }) => board.annotations.list.map(({ target }) => target.expr)),
];
const uids = boards.map(({ board }) => board.uid);

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
    const [first, ...variables] = board.templating.list;
    expect(first).toMatchObject({ name: 'datasource', type: 'datasource' });
    const asked = [
      ...panelsOf(board).flatMap(({ datasource, targets }) => [datasource, ...targets.map((t) => t.datasource)]),
      ...board.annotations.list.map(({ datasource }) => datasource),
      ...variables.map((one) => 'datasource' in one && one.datasource),
    ];
    expect(asked.every((one) => one === DATASOURCE)).toBe(true);
  });

  it('marks when documents were published and periods frozen, and leads to the other boards', () => {
    const names = board.annotations.list.map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(['Documents published', 'Periods frozen']);
    expect(board.tags).toEqual(board.links.flatMap(({ tags }) => tags));
  });

  it('uses every variable that it offers, and no other', () => {
    const texts = JSON.stringify(board.panels);
    const offered = variablesOf(board, FILLED_IN).map(({ where }) => where.split(' ').at(-1) ?? '');
    expect(offered.filter((name) => !texts.includes(`$${name}\\"`))).toEqual([]);
    const used = [...texts.matchAll(/=~\\"\$(\w+)\\"/g)].map(([, name = '']) => name);
    expect(used.filter((name) => !offered.includes(name))).toEqual([]);
  });

  it('leads to boards that there are', () => {
    const links = [...JSON.stringify(board).matchAll(/\/d\/([\w-]+)/g)].map(([, uid]) => uid);
    expect(links.filter((uid) => !uids.includes(uid ?? ''))).toEqual([]);
  });

  it('cannot be changed in Grafana: it is changed here', () => {
    expect(board.editable).toBe(false);
  });
});

describe('the boards', () => {
  it('have names of their own', () => {
    expect(new Set(uids).size).toBe(uids.length);
  });

  it('have at most twelve panels each: more is not seen', () => {
    expect(boards.filter(({ board }) => panelsOf(board).length > 12).map(({ board }) => board.uid)).toEqual([]);
  });

  it('show every exported metric, or an alert reads it', () => {
    const rules = ['cx.yaml', 'slo.yaml'].map((file) =>
      readFileSync(new URL(`../prometheus/rules/${file}`, import.meta.url), 'utf8'),
    );
    const asked = [...exprs, ...rules].join('\n');
    const unasked = specs.filter(({ name, by }) => by !== 'feeds' && !new RegExp(`\\b${name}(_|\\b)`).test(asked));
    expect(unasked.map(({ name }) => name).sort()).toEqual(Object.keys(NOT_SHOWN));
  });
});

describe('every panel', () => {
  it.each(panels.map(({ board, panel }) => [`${board}: ${panel.title}`, panel] as const))(
    '"%s" has its unit and says how to read it and what to do',
    (_, panel) => {
      expect(panel.fieldConfig.defaults.unit).not.toBe('');
      expect(panel.fieldConfig.defaults.noValue).toBe('no data yet');
      expect(panel.description.split(/[.;] /).length, panel.description).toBeGreaterThan(1);
      expect(panel.description).toMatch(/\.$/);
      expect(panel.targets.length).toBeGreaterThan(0);
      expect(new Set(panel.targets.map(({ refId }) => refId)).size).toBe(panel.targets.length);
    },
  );
});

describe('every query', () => {
  it.each(exprs)('%s', (expr) => {
    expect(faultsIn(expr)).toEqual([]);
  });

  it('is ready for Prometheus once the variables are filled in', () => {
    const queries = boards.flatMap(({ board }) => queriesOf(board, FILLED_IN));
    expect(queries).toHaveLength(exprs.length);
    expect(queries.filter(({ expr }) => expr.includes('$'))).toEqual([]);
    const variables = boards.flatMap(({ board }) => variablesOf(board, FILLED_IN));
    expect(variables.filter(({ match, label }) => match === '' || label === '' || match.includes('$'))).toEqual([]);
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

/** Labels that Prometheus adds: bounds of buckets, the process that was scraped, and those of recorded service levels. */
const OF_PROMETHEUS: ReadonlySet<string> = new Set(['le', 'job', 'instance', 'slo']);

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
        ...labelsIn(matchers).filter((label) => !OF_PROMETHEUS.has(label) && !spec.labels.includes(label)),
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
  return [...expr.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, labels = '']) =>
    labels === '' ? [] : labels.split(/,\s*/),
  );
}

function labelsNamedIn(expr: string): ReadonlySet<string> {
  const names = [...expr.matchAll(/\b((?:cx|grpc)_\w+)/g)].map(([, name = '']) => name);
  return new Set(names.flatMap((name) => specOf(name)?.labels ?? []));
}

function overlaps(a: Grid, b: Grid): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
