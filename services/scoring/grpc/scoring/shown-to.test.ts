import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  Index,
  type ScoringServiceClient,
  View,
  type WatchIndexResponse,
} from '#libs/contracts/cx/scoring/v1/scoring.js';
import { bound, type Caller } from '#libs/domain/access.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { LOOK_MS, type Served, serveScoring } from '../../fixtures/served.js';
import { NOT_SHOWN } from './shown-index.js';

const person = (name: string, ...bindings: Caller['bindings'][number][]): Caller => ({
  name,
  kind: 'person',
  bindings,
});
const callers = new Map(
  [
    person('reader', bound('DEPARTMENT_READER', { departments: ['delivery'] })),
    person('operator', bound('OPERATOR')),
    person('auditor', bound('AUDITOR')),
    person('author', bound('RULES_AUTHOR')),
  ].map((caller) => [caller.name, caller]),
);

let served: Served;
let reader: ScoringServiceClient;
beforeAll(async () => {
  served = await serveScoring(undefined, undefined, callers);
  reader = served.clientAs('reader');
});
afterAll(() => served.close());

const own = 'departments/delivery/indexes/2018-08';
const foreign = 'departments/warehouse/indexes/2018-08';
const refusal = (answer: Promise<unknown>) =>
  answer.then(
    () => 'answered',
    (error: unknown) => refusalOf(error)?.reason,
  );

/** Whether an index says nothing but index and band: whole points, a band of fives, every other field empty. */
function isOfOthers({ name, indexE4, lowerE4 = 0n, upperE4 = 0n, data, ...rest }: Index): boolean {
  const { title, firstDay, lastDay, datedBy, state, origin, ruleset, rulesetSha256, intervalMethod, ...figures } = rest;
  const { title: _, ...empty } = Index.fromPartial({});
  const isEmpty = Object.entries(figures).every(([field, value]) => {
    if (field === 'notMeasuredReason') return value === (indexE4 === undefined ? NOT_SHOWN : '');
    return JSON.stringify(value, words) === JSON.stringify(empty[field as keyof typeof empty], words);
  });
  const isRounded = (indexE4 ?? 0n) % 10_000n === 0n && lowerE4 % 50_000n === 0n && upperE4 % 50_000n === 0n;
  return isEmpty && isRounded && data?.batches === 0n && data.progressVersion === 0n && data.shards.length === 0;
}
const words = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);

/** One miss of August becomes a hit. */
function changeOne(metric: string): void {
  const { rows } = served.counts;
  const changed = rows.find((row) => row.metric === metric && row.day.startsWith('2018-08') && row.misses > 0n);
  if (changed === undefined) throw new Error(`${metric} has no miss in August`);
  const better = { ...changed, hits: changed.hits + 1n, misses: changed.misses - 1n };
  served.counts.set({ rows: rows.map((row) => (row === changed ? better : row)) });
}

describe('a department reader', () => {
  it('reads all of its own department', async () => {
    const index = await call(reader, 'getIndex', { name: own, view: View.VIEW_FULL, atLeast: '' });
    expect(index.metrics.length).toBeGreaterThan(0);
    expect(await refusal(call(reader, 'explainIndex', { name: own }))).toBe('answered');
    const asked = { parent: own, groupBy: 'responsible', compareWith: '', metric: '' };
    expect(await refusal(call(reader, 'listMisses', asked))).toBe('answered');
  });

  it('reads index and band of another department, and nothing else of it', async () => {
    const index = await call(reader, 'getIndex', { name: foreign, view: View.VIEW_FULL, atLeast: '' });
    expect(index.indexE4).toBeDefined();
    expect(isOfOthers(index)).toBe(true);
  });

  it('gets no other answer about another department', async () => {
    const answers = [
      call(reader, 'explainIndex', { name: foreign }),
      call(reader, 'compareIndexes', { from: own, to: foreign, unitDepth: 0 }),
      call(reader, 'compareIndexes', { from: foreign, to: own, unitDepth: 0 }),
      call(reader, 'listMisses', { parent: foreign, groupBy: 'metric', compareWith: '', metric: '' }),
      call(reader, 'listMisses', {
        ...{ parent: 'departments/-/indexes/2018-08', groupBy: 'metric', compareWith: '', metric: '' },
      }),
      call(reader, 'getIndex', { name: foreign.replace('/indexes', '/units/a/indexes'), view: 0, atLeast: '' }),
      call(reader, 'listIndexes', {
        ...{ parent: 'departments/warehouse/units/-', filter: '', orderBy: '', pageSize: 0, pageToken: '' },
      }),
    ];
    expect(await Promise.all(answers.map(refusal))).toEqual(answers.map(() => 'CALLER_NOT_ALLOWED'));
  });

  it('gets lists and batches with the other departments from afar', async () => {
    const listed = await call(reader, 'listIndexes', {
      ...{ parent: 'departments/-', filter: 'period = "2018-08"', orderBy: 'cases desc', pageSize: 0, pageToken: '' },
    });
    const fetched = await call(reader, 'batchGetIndexes', { names: [own, foreign], view: View.VIEW_FULL });
    for (const { indexes } of [listed, fetched]) {
      const others = indexes.filter(({ name }) => !name.startsWith('departments/delivery/'));
      expect(others.length).toBeGreaterThan(0);
      expect(others.filter((one) => !isOfOthers(one))).toEqual([]);
    }
    // By cases, departments of which no cases are shown come in the order of the journey, behind the own one.
    const names = listed.indexes.map(({ name }) => name.split('/')[1]);
    expect(names[0]).toBe('delivery');
    expect(names.slice(1)).toEqual(['ordering', 'warehouse', 'support'].filter((one) => names.includes(one)));
  });

  it('is not told when the figures of another department change and its index in whole points does not', async () => {
    const watching = reader.watchIndex({ names: [own, foreign], resumeToken: '' });
    const sent: string[] = [];
    watching.on('error', () => {});
    watching.on('data', ({ event }: WatchIndexResponse) => {
      if (event?.$case === 'index') sent.push(event.value.name);
    });
    await vi.waitFor(() => expect(sent.toSorted()).toEqual([own, foreign]));
    changeOne('handed_over_by_limit');
    await pause(5 * LOOK_MS);
    changeOne('delivered_by_first_promise');
    await vi.waitFor(() => expect(sent.slice(2)).toEqual([own]));
    watching.cancel();
  });
});

describe('others', () => {
  it('operators see index and band of every department', async () => {
    const operator = served.clientAs('operator');
    for (const name of [own, foreign]) {
      expect(isOfOthers(await call(operator, 'getIndex', { name, view: View.VIEW_FULL, atLeast: '' }))).toBe(true);
    }
    expect(await refusal(call(operator, 'explainIndex', { name: own }))).toBe('CALLER_NOT_ALLOWED');
  });

  it('auditors read every department in full', async () => {
    const index = await call(served.clientAs('auditor'), 'getIndex', { name: foreign, view: 0, atLeast: '' });
    expect(isOfOthers(index)).toBe(false);
  });

  it('authors of rules read no index', async () => {
    expect(await refusal(call(served.clientAs('author'), 'getIndex', { name: own, view: 0, atLeast: '' }))).toBe(
      'CALLER_NOT_ALLOWED',
    );
  });
});
