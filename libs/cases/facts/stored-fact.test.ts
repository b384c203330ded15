import { describe, expect, it } from 'vitest';
import { factsThatStand, milestoneFactId, originOf, type StoredFact } from './stored-fact.js';

const ref = Buffer.alloc(16, 7);
const fact = (changes: Partial<StoredFact>): StoredFact => ({
  part: '',
  factId: 'a',
  feed: 'shop',
  kind: 'delivered',
  happenedAt: 1_000,
  recordedAt: 9_000,
  withdraws: undefined,
  origin: 'REPORTED',
  body: new Uint8Array(),
  ...changes,
});
const milestone = (name: string, revision: number, withdrawn = false): StoredFact =>
  fact({
    feed: 'ordering',
    kind: `ordering/${name}`,
    factId: milestoneFactId(name, revision, ref),
    withdraws: withdrawn ? milestoneFactId(name, revision - 1, ref) : undefined,
  });
const ids = (facts: readonly StoredFact[]) =>
  factsThatStand(facts).map((one) => one.factId.split('/').slice(0, 2).join('/'));

describe('factsThatStand', () => {
  it('leaves out a fact that its feed has withdrawn, and the withdrawal', () => {
    const withdrawal = fact({ factId: 'w', kind: 'withdrawal', withdraws: 'a' });
    expect(ids([fact({}), withdrawal, fact({ factId: 'b' })])).toEqual(['b']);
  });

  it('keeps a fact whose id another feed has withdrawn', () => {
    const withdrawal = fact({ feed: 'acme', factId: 'w', kind: 'withdrawal', withdraws: 'a' });
    expect(ids([fact({}), withdrawal])).toEqual(['a']);
  });

  it('takes the newest revision of a milestone, in whatever order they came', () => {
    expect(ids([milestone('released', 10), milestone('released', 2)])).toEqual(['released/10']);
  });

  it('takes none when the newest revision says that it never happened', () => {
    expect(ids([milestone('released', 1), milestone('released', 2, true)])).toEqual([]);
  });

  it('keeps the first promise, because later ones never help', () => {
    expect(ids([milestone('promised', 2), milestone('promised', 1)])).toEqual(['promised/1']);
  });

  it('takes the promise after one that was withdrawn', () => {
    expect(ids([milestone('promised', 1), milestone('promised', 2, true), milestone('promised', 3)])).toEqual([
      'promised/3',
    ]);
  });

  it('orders by time, then by feed and id, so that the order of arrival does not matter', () => {
    const facts = [fact({ factId: 'late', happenedAt: 2_000 }), fact({ factId: 'b' }), fact({ factId: 'a' })];
    expect(ids(facts)).toEqual(['a', 'b', 'late']);
    expect(ids(facts.toReversed())).toEqual(['a', 'b', 'late']);
  });
});

describe('originOf', () => {
  it('is the worst of all facts, withdrawn ones included', () => {
    expect(originOf([fact({}), fact({ origin: 'GENERATED' }), fact({ origin: 'IMPORTED' })])).toBe('GENERATED');
  });
});
