import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute, type MetricEvaluation } from '#libs/catalogue/evaluation.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { hitIf } from '#libs/catalogue/result.js';
import type { Watermarks } from '../facts/watermarks.js';
import { keyOf } from './by-question.js';
import { asKnownOf, changesOf, wantedOf } from './standing.js';
import { ripeRanges } from './sweep.js';
import { type CurrentVerdict, FEED_SILENT, type Verdict } from './verdict.js';

const metric = { recordedAs: 'delivered', definition: 1, needs: ['ordering'] } as unknown as MetricDefinition;
const resultIf = (isHit: boolean) => attribute(hitIf(isHit), metric);
const evaluation = (changes: Partial<MetricEvaluation> = {}): MetricEvaluation => ({
  metric,
  unit: 'area/rj',
  day: '2018-03-02',
  dueAt: 100,
  result: resultIf(true),
  ...changes,
});
const watermarks = (own: number, upstream: number, now = 1_000): Watermarks => ({
  source: 'delivery',
  now,
  feeds: [{ feed: 'acme', completeThrough: own, origin: 'REPORTED' }],
  upstreams: new Map([['ordering', upstream]]),
  silentAfterMs: 14,
});
const verdict = (changes: Partial<CurrentVerdict> = {}): CurrentVerdict => ({
  part: '',
  metric: 'delivered',
  definition: 1,
  unit: 'area/rj',
  day: '2018-03-02',
  class: 'ACCOUNTABLE',
  reason: '',
  responsible: '',
  origin: 'REPORTED',
  hits: 1,
  misses: 0,
  cause: 'acme/1',
  version: 1,
  ...changes,
});

describe('wantedOf', () => {
  it('charges no miss for silence to a case that an event takes out: it is a miss, and stays out of the account', () => {
    const out = { class: 'EXCLUDED', reason: 'DECLARED_EVENT', responsible: 'event/storm' } as const;
    const taken = evaluation({ takenOutBy: 'storm', result: { hits: 1, misses: 0, ...out } });
    const { verdicts, due } = wantedOf([taken], [], 'REPORTED', watermarks(50, 50), 'sweep');
    expect(verdicts).toMatchObject([{ ...out, hits: 0, misses: 1, cause: FEED_SILENT }]);
    expect(due).toMatchObject([{ state: 'CHARGED' }]);
  });

  it('judges two parts of a case apart, and two definitions of a metric', () => {
    const second = { ...metric, definition: 2 };
    const evaluations = [
      evaluation({ part: 'A' }),
      evaluation({ part: 'B', result: resultIf(false) }),
      evaluation({ metric: second }),
    ];
    const { verdicts } = wantedOf(evaluations, [], 'REPORTED', watermarks(100, 100), 'sweep');
    const changes = changesOf([], verdicts, new Map(), 'sweep').map(
      ({ version, verdict: { part, definition, hits } }) => [version, part, definition, hits],
    );
    expect(changes).toEqual([
      [1, 'A', 1, 1],
      [1, 'B', 1, 0],
      [1, '', 2, 1],
    ]);
  });

  it('gives a verdict when everything before its due instant has been reported, and not a moment earlier', () => {
    expect(wantedOf([evaluation()], [], 'IMPORTED', watermarks(100, 100), 'sweep').verdicts).toHaveLength(1);
    const waits = wantedOf([evaluation()], [], 'IMPORTED', watermarks(99, 100), 'sweep');
    expect(waits).toEqual({
      verdicts: [],
      due: [
        {
          part: '',
          metric: 'delivered',
          definition: 1,
          unit: 'area/rj',
          day: '2018-03-02',
          dueAt: 100,
          state: 'WAITS',
          asKnown: 'SAFE',
        },
      ],
    });
  });

  it('keeps an answer given once, also when a new feed appears that has declared nothing', () => {
    const late = evaluation({ result: resultIf(false) });
    const { verdicts } = wantedOf([late], [verdict()], 'REPORTED', watermarks(Number.NEGATIVE_INFINITY, 100), 'acme/2');
    expect(verdicts).toMatchObject([{ misses: 1, cause: 'acme/2' }]);
  });

  it('does not keep it when the promise it was about was taken back for another day', () => {
    const other = evaluation({ day: '2018-04-01', dueAt: 500 });
    expect(wantedOf([other], [verdict()], 'IMPORTED', watermarks(100, 100), 'x').verdicts).toEqual([]);
  });

  it.each([
    ['a live feed silent for longer than the limit is charged', 'REPORTED', watermarks(99, 1_000, 114), 'CHARGED'],
    ['a moment before the limit it is not', 'REPORTED', watermarks(99, 1_000, 113), 'MAY_GO_SILENT'],
    ['imported cases are never charged for silence', 'IMPORTED', watermarks(99, 1_000, 114), 'WAITS'],
    ['nor are generated ones', 'GENERATED', watermarks(99, 1_000, 114), 'WAITS'],
    ['no department is charged because an upstream is silent', 'REPORTED', watermarks(100, 99, 1_000), 'MAY_GO_SILENT'],
  ] as const)('%s', (_, origin, known, state) => {
    const { verdicts, due } = wantedOf([evaluation()], [], origin, known, 'sweep');
    expect(due).toMatchObject([{ state }]);
    const charge = { class: 'ACCOUNTABLE', hits: 0, misses: 1, cause: FEED_SILENT };
    expect(verdicts).toMatchObject(state === 'CHARGED' ? [charge] : []);
  });

  it('never charges a tally for silence: one miss says nothing of a quantity', () => {
    const tallied = evaluation({ metric: { ...metric, counts: 'TALLY' } });
    const { verdicts, due } = wantedOf([tallied], [], 'REPORTED', watermarks(99, 1_000, 114), 'sweep');
    expect([verdicts, due]).toMatchObject([[], [{ state: 'WAITS' }]]);
  });

  it('takes the charge back while an upstream is still behind, and judges by the facts when that has caught up', () => {
    const charged = [verdict({ hits: 0, misses: 1, cause: FEED_SILENT })];
    expect(wantedOf([evaluation()], charged, 'REPORTED', watermarks(100, 99), 'sweep').verdicts).toEqual([]);
    expect(wantedOf([evaluation()], charged, 'REPORTED', watermarks(100, 100), 'sweep').verdicts).toMatchObject([
      { hits: 1 },
    ]);
  });

  it('agrees with the ranges by which the sweep finds what to look at again', () => {
    const instants = fc.integer({ min: 0, max: 50 });
    const states = fc.constantFrom('REPORTED', 'IMPORTED');
    fc.assert(
      fc.property(instants, instants, instants, instants, states, (dueAt, own, upstream, now, origin) => {
        const known = watermarks(own, upstream, now);
        const wanted = wantedOf([evaluation({ dueAt })], [], origin, known, 'sweep');
        const before = origin === 'REPORTED' ? 'MAY_GO_SILENT' : 'WAITS';
        const isRipe = ripeRanges(Math.min(own, upstream, now), known).some(
          (range) => range.state === before && dueAt > range.after && dueAt <= range.through,
        );
        expect(isRipe).toBe(wanted.verdicts.length > 0);
      }),
    );
  });
});

describe('changesOf', () => {
  const none = new Map<string, number>();

  it('records what is new as version 1', () => {
    expect(changesOf([], [verdict()], none, 'x')).toMatchObject([{ kind: 'record', version: 1 }]);
  });

  it('writes nothing for a verdict that stands, whatever made us look', () => {
    expect(changesOf([verdict()], [verdict({ cause: 'sweep' })], none, 'sweep')).toEqual([]);
  });

  it.each<[string, Partial<Verdict>]>([
    ['the answer', { hits: 0, misses: 1 }],
    ['the day', { day: '2018-03-03' }],
    ['the class', { class: 'OTHERS', reason: 'R', responsible: 'warehouse' }],
    ['the responsible party', { responsible: 'ordering' }],
    ['the reason', { reason: 'R' }],
    ['the origin', { origin: 'IMPORTED' }],
  ])('retracts and records again when %s has changed', (_, changes) => {
    expect(changesOf([verdict({ version: 3 })], [verdict(changes)], none, 'acme/2')).toMatchObject([
      { kind: 'retract', version: 4, verdict: { day: '2018-03-02', hits: 1, cause: 'acme/2' } },
      { kind: 'record', version: 5, verdict: changes },
    ]);
  });

  it.each<[string, Partial<Verdict>]>([
    ['unit', { unit: 'area/sp' }],
    ['definition', { definition: 2 }],
    ['part', { part: 'B' }],
  ])('retracts under the old %s and records under the new one', (_, changes) => {
    expect(changesOf([verdict({ version: 3 })], [verdict(changes)], none, 'x')).toMatchObject([
      { kind: 'retract', version: 4, verdict: { part: '', definition: 1, unit: 'area/rj' } },
      { kind: 'record', version: 1, verdict: changes },
    ]);
  });

  it('goes on counting versions when a retracted verdict comes back', () => {
    const spent = new Map([[keyOf(verdict()), 2]]);
    expect(changesOf([], [verdict()], spent, 'x')).toMatchObject([{ kind: 'record', version: 3 }]);
  });

  it('replaces a charge for silence by the miss it turned out to be', () => {
    const charged = verdict({ hits: 0, misses: 1, cause: FEED_SILENT });
    expect(changesOf([charged], [verdict({ hits: 0, misses: 1 })], none, 'sweep')).toHaveLength(2);
  });

  it('refuses a metric that was evaluated twice', () => {
    expect(() => changesOf([], [verdict(), verdict()], none, 'x')).toThrow('evaluated twice');
  });
});

describe('what an open question would become if nothing more were reported', () => {
  const miss = resultIf(false);
  it.each([
    ['a hit is safe', metric, resultIf(true), 'SAFE'],
    ['a miss of the department may be prevented', metric, miss, 'MISS'],
    [
      'a miss may be of others',
      metric,
      { ...miss, class: 'OTHERS', responsible: 'warehouse' } as const,
      'MISS_OF_OTHERS',
    ],
    ['a case that does not count is safe', metric, { ...miss, class: 'EXCLUDED' } as const, 'SAFE'],
    ['a quantity is no miss', { ...metric, counts: 'TALLY' } as const, miss, 'SAFE'],
  ])('%s', (_, of, result, asKnown) => {
    expect(asKnownOf(of, result)).toBe(asKnown);
  });

  it('is stored with the question, and again when a fact changes it', () => {
    const dueOf = (isHit: boolean) =>
      wantedOf([evaluation({ result: resultIf(isHit) })], [], 'REPORTED', watermarks(99, 100), 'acme/1').due;
    expect([...dueOf(false), ...dueOf(true)].map(({ asKnown }) => asKnown)).toEqual(['MISS', 'SAFE']);
  });
});
