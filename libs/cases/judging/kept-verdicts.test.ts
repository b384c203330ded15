import { describe, expect, it } from 'vitest';
import { attribute, type MetricEvaluation } from '#libs/catalogue/evaluation.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { hitIf } from '#libs/catalogue/result.js';
import type { Watermarks } from '../facts/watermarks.js';
import { ByQuestion } from './by-question.js';
import { changesOfCase } from './case-changes.js';
import type { CaseFile } from './case-file.js';
import { wantedOf } from './standing.js';
import { type CurrentVerdict, type Due, FEED_SILENT } from './verdict.js';

const metric = { recordedAs: 'delivered', definition: 1, needs: [] } as unknown as MetricDefinition;
const evaluation = (isHit = true): MetricEvaluation => ({
  ...{ metric, unit: 'area/rj', day: '2018-03-02', dueAt: 100, result: attribute(hitIf(isHit), metric) },
});
const watermarks = (own: number): Watermarks => ({
  ...{ source: 'delivery', now: 1_000, silentAfterMs: 14, upstreams: new Map() },
  feeds: [{ feed: 'acme', completeThrough: own, origin: 'REPORTED' }],
});
const verdict = (changes: Partial<CurrentVerdict> = {}): CurrentVerdict => ({
  ...{ part: '', metric: 'delivered', definition: 1, unit: 'area/rj', day: '2018-03-02', class: 'ACCOUNTABLE' },
  ...{ reason: '', responsible: '', origin: 'REPORTED', hits: 1, misses: 0, cause: 'acme/1', version: 1 },
  ...changes,
});
const due = (changes: Partial<Due> = {}): Due => ({
  ...{ part: '', metric: 'delivered', definition: 1, unit: 'area/rj', day: '2018-03-02', dueAt: 100, state: 'WAITS' },
  asKnown: 'SAFE',
  ...changes,
});
/** What is wanted of a case with one evaluation, of which the store holds something. */
const wanted = (isHit: boolean, verdicts: readonly CurrentVerdict[], waits: readonly Due[] = [], own = 100) =>
  wantedOf([evaluation(isHit)], verdicts, 'IMPORTED', watermarks(own), 'acme/2', { verdicts, due: waits });

/** Nearly everything that is wanted of a case stands already: then it is that verdict or question itself, and not another one like it. */
describe('what stands and is wanted again', () => {
  it('is the verdict that stands', () => {
    const stands = verdict({ origin: 'IMPORTED' });
    expect(wanted(true, [stands]).verdicts[0]).toBe(stands);
  });

  it.each([
    ['a hit became a miss', false, {}],
    ['the origin became worse', true, { origin: 'REPORTED' }],
    ['another party answered', true, { class: 'OTHERS', reason: 'LATE', responsible: 'warehouse' }],
    ['it was a charge for silence', true, { cause: FEED_SILENT }],
    ['it was of another part', true, { part: '1Z' }],
    ['it was of another day', true, { day: '2018-03-03' }],
  ] as const)('is given anew where %s', (_, isHit, changes) => {
    const stands = verdict({ origin: 'IMPORTED', ...changes });
    expect(wanted(isHit, [stands]).verdicts).toMatchObject([
      { hits: Number(isHit), origin: 'IMPORTED', cause: 'acme/2' },
    ]);
  });

  it.each([
    ['the same', {}, true],
    ['due later', { dueAt: 101 }, false],
    ['in another state', { state: 'CHARGED' }, false],
    ['with another outlook', { asKnown: 'MISS' }, false],
    ['in another unit', { unit: 'area/sp' }, false],
  ] as const)('is the question that waits, if it is %s', (_, changes, isKept) => {
    const waits = due(changes);
    const [found] = wanted(true, [], [waits], 99).due;
    expect([found === waits, found]).toEqual([isKept, due()]);
  });

  it('is found to be there twice, also if it is one and the same', () => {
    const stands = verdict();
    expect(new ByQuestion([stands, stands]).hasRepeats).toBe(true);
  });

  it('is given anew where there is a ruling, so that its cause says why it changed', () => {
    const file: CaseFile = {
      ...{ ref: Buffer.alloc(16), number: 1, shard: 1, version: 4, isNew: false, place: '(0,1)' },
      ...{ allFacts: [], facts: [], origin: 'REPORTED', spent: new Map(), due: [], published: [], inconsistencies: [] },
      standing: [verdict({ hits: 0, misses: 1 })],
      rulings: [{ number: 1, contest: 1, metric: 'delivered', party: 'delivery', outcome: 'TAKEN_OUT', chargedTo: '' }],
    };
    const judgement = { evaluations: [evaluation(false)], milestones: [], inconsistencies: [] };
    expect(changesOfCase(file, judgement, watermarks(100), 'ruling/1').versions).toMatchObject([
      { kind: 'retract', version: 2, verdict: { cause: 'ruling/1' } },
      { kind: 'record', version: 3, verdict: { class: 'EXCLUDED', cause: 'ruling/1' } },
    ]);
  });
});
