import { describe, expect, it } from 'vitest';
import { BUILT_IN_DEPARTMENTS, BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import type { OwnDepartment } from '#libs/domain/source.js';
import { callsCountedBy } from './calls.js';
import { EXPORTED_METRICS, type MetricSpec } from './exported-metrics.js';
import { createMetrics } from './metrics.js';

const specs: MetricSpec[] = Object.values(EXPORTED_METRICS);
const exposed = async (metrics: ReturnType<typeof createMetrics>) => (await metrics.exposition()).text.split('\n');
const ofProcess = (process: string, onMistake?: (message: string) => void) =>
  createMetrics(process, { withProcess: false, ...(onMistake === undefined ? {} : { onMistake }) });

describe('the catalogue', () => {
  it.each(specs.map((spec) => [spec.name, spec] as const))('%s carries its unit in its name', (name, spec) => {
    expect(name).toMatch(/^(cx|grpc_server)_[a-z][a-z_]*[a-z]$/);
    expect(name.endsWith('_total')).toBe(spec.type === 'counter');
    expect(name.endsWith('_timestamp_seconds')).toBe(spec.unit === 'timestamp');
    expect(name.endsWith('_seconds')).toBe(spec.unit === 'seconds' || spec.unit === 'timestamp');
    expect(name.endsWith('_ratio')).toBe(spec.unit === 'ratio');
    expect(name.endsWith('_info')).toBe(spec.unit === 'info');
    expect(name.includes('_points')).toBe(spec.unit === 'points');
    expect(name).not.toMatch(/_(ms|millis|minutes|hours|days|percent|age|bytes_total_count)(_|$)/);
  });

  it.each(specs.map((spec) => [spec.name, spec] as const))(
    '%s says in one sentence what it is',
    (_, { help, buckets }) => {
      expect(help).toMatch(/^[A-Z].*\.$/);
      expect([...(buckets ?? [])].sort((a, b) => a - b)).toEqual(buckets ?? []);
    },
  );

  it('gives no name twice', () => {
    expect(new Set(specs.map(({ name }) => name)).size).toBe(specs.length);
  });

  it('has labels with few values only: nothing that grows with cases, people or sellers', () => {
    const labels = new Set(specs.flatMap(({ labels }) => labels));
    expect([...labels].sort()).toEqual(
      [
        'accepted',
        'account',
        'batches',
        'bound',
        'cause',
        'certificate',
        'code',
        'counter',
        'department',
        'feed',
        'figure',
        'from',
        'kind',
        'method',
        'metric',
        'mode',
        'partition',
        'period',
        'process',
        'purpose',
        'reason',
        // Of units and parties the ten with most, see services/scoring/watch.
        'responsible',
        'result',
      ].concat([
        'ruleset',
        'service',
        'sha256',
        'shard',
        'state',
        'step',
        'subscription',
        'task',
        'transport',
        'unit',
        'upstream',
        'version',
        'waits_for',
      ]),
    );
  });
});

describe('a department exports', () => {
  it('its facts, counted from 0 for every result and reason', async () => {
    const lines = await exposed(ofProcess('delivery'));
    expect(lines).toContain('cx_facts_total{department="delivery",result="accepted",reason=""} 0');
    expect(lines).toContain('cx_facts_total{department="delivery",result="refused",reason="TIME_OUT_OF_RANGE"} 0');
    expect(lines.join()).not.toContain('cx_facts_total{department="warehouse",result="accepted",reason=""}');
  });

  it('what it counts, under its own name', async () => {
    const metrics = ofProcess('delivery');
    metrics.factsTotal.inc({ result: 'known', reason: '' }, 3);
    metrics.batchLastSealed.set({ shard: '1' }, 12);
    const lines = await exposed(metrics);
    expect(lines).toContain('cx_facts_total{department="delivery",result="known",reason=""} 3');
    expect(lines).toContain('cx_batch_last_sealed{department="delivery",shard="1"} 12');
  });

  it('no index, and reports the mistake when one is set', async () => {
    const metrics = ofProcess('delivery');
    expect((await exposed(metrics)).join()).not.toContain('cx_index_points');
    expect(() => metrics.indexCoverage.set({ department: 'delivery' }, 1)).toThrow('not exported by delivery');
  });
});

describe('scoring exports', () => {
  it('quantities of every source from 0, and nothing that would be wrong at 0', async () => {
    const lines = await exposed(ofProcess('scoring'));
    for (const source of BUILT_IN_SOURCES) {
      expect(lines).toContain(`cx_batches_missing{department="${source}"} 0`);
      expect(lines).toContain(`cx_batches_applied_total{department="${source}"} 0`);
      expect(lines).toContain(`cx_batch_apply_delay_seconds_count{department="${source}"} 0`);
    }
    expect(lines).toContain('cx_counts_check_failures_total 0');
    const samples = lines.filter((line) => !line.startsWith('#')).join('\n');
    expect(samples).not.toMatch(/cx_index_|_timestamp_seconds|cx_ruleset_info|cx_facts_total/);
  });

  it('an index as long as it is measured, then none', async () => {
    const metrics = ofProcess('scoring');
    for (const department of BUILT_IN_DEPARTMENTS) {
      metrics.indexPoints.set({ department, account: 'accountable', period: 'latest' }, 83.4271);
    }
    metrics.indexPoints.forget({ department: 'support', account: 'accountable', period: 'latest' });
    const lines = (await exposed(metrics)).filter((line) => line.startsWith('cx_index_points{'));
    expect(lines).toHaveLength(3);
    expect(lines[2]).toBe('cx_index_points{department="delivery",account="accountable",period="latest"} 83.4271');
  });

  it('one ruleset: a new one takes the place of the old', async () => {
    const metrics = ofProcess('scoring');
    metrics.rulesetInfo.set({ ruleset: '2018-first', sha256: 'aa' });
    metrics.rulesetInfo.set({ ruleset: '2019', sha256: 'bb' });
    const lines = (await exposed(metrics)).filter((line) => line.startsWith('cx_ruleset_info{'));
    expect(lines).toEqual(['cx_ruleset_info{ruleset="2019",sha256="bb"} 1']);
  });
});

describe('a department of the company itself', () => {
  const product = 'product' as OwnDepartment;

  it('exports its own facts under its name, from 0', async () => {
    const metrics = ofProcess('product');
    metrics.factsTotal.inc({ result: 'accepted', reason: '' }, 2);
    const lines = await exposed(metrics);
    expect(lines).toContain('cx_facts_total{department="product",result="accepted",reason=""} 2');
    expect(lines).toContain('cx_facts_total{department="product",result="known",reason=""} 0');
  });

  it('is a label value of scoring once it is declared, with quantities from 0', async () => {
    const metrics = ofProcess('scoring');
    expect((await exposed(metrics)).join()).not.toContain('product');
    metrics.declare(product);
    metrics.batchesAppliedTotal.inc({ department: product }, 3);
    metrics.declare(product);
    metrics.indexPoints.set({ department: product, account: 'accountable', period: 'latest' }, 71.5);
    const lines = await exposed(metrics);
    expect(lines).toContain('cx_batches_applied_total{department="product"} 3');
    expect(lines).toContain('cx_batches_missing{department="product"} 0');
    expect(lines).toContain('cx_index_points{department="product",account="accountable",period="latest"} 71.5');
  });

  it('makes no series when it is not declared: label values are bounded by what the company states', async () => {
    const told: string[] = [];
    const metrics = ofProcess('scoring', (message) => told.push(message));
    metrics.batchesAppliedTotal.inc({ department: product });
    expect((await exposed(metrics)).join()).not.toContain('product');
    expect(told).toEqual(['cx_batches_applied_total has no department "product"']);
  });
});

describe('a label value that is not in the list', () => {
  const lost = { result: 'lost' as 'known', reason: '' as const };

  it('throws in a test', () => {
    expect(() => ofProcess('delivery').factsTotal.inc(lost)).toThrow('cx_facts_total has no result "lost"');
  });

  it('is counted under "other" in production, and reported as a mistake', async () => {
    const told: string[] = [];
    const metrics = ofProcess('delivery', (message) => told.push(message));
    metrics.factsTotal.inc(lost);
    expect(await exposed(metrics)).toContain('cx_facts_total{department="delivery",result="other",reason=""} 1');
    expect(told).toEqual(['cx_facts_total has no result "lost"']);
  });
});

describe('calls', () => {
  it('are counted by method and code, and failures exist before the first one', async () => {
    const metrics = ofProcess('scoring');
    const calls = callsCountedBy(metrics);
    const getIndex = { service: 'cx.scoring.v1.ScoringService', method: 'GetIndex' };
    calls.known(getIndex);
    calls.handled({ ...getIndex, code: 'OK', seconds: 0.004 });
    const lines = (await exposed(metrics)).join('\n');
    expect(lines).toMatch(/grpc_server_handled_total\{.*method="GetIndex",code="OK"\} 1/);
    expect(lines).toMatch(/grpc_server_handled_total\{.*method="GetIndex",code="INTERNAL"\} 0/);
    expect(lines).toMatch(/grpc_server_handling_seconds_bucket\{le="0.0025",.*\} 0/);
    expect(lines).toMatch(/grpc_server_handling_seconds_bucket\{le="0.005",.*\} 1/);
  });
});
