import { describe, expect, it } from 'vitest';
import { keyOf } from './by-question.js';
import type { CaseChanges } from './case-changes.js';
import type { CaseFile } from './case-file.js';
import { changedCase, changesAnything } from './changed-case.js';
import type { CurrentVerdict, Due } from './verdict.js';

const verdict = (changes: Partial<CurrentVerdict> = {}): CurrentVerdict => ({
  ...{ part: '', metric: 'delivered', definition: 1, unit: 'area/rj', day: '2018-03-02', class: 'ACCOUNTABLE' },
  ...{ reason: '', responsible: '', origin: 'REPORTED', hits: 1, misses: 0, cause: 'acme/1', version: 1 },
  ...changes,
});
const due = (changes: Partial<Due> = {}): Due => ({
  ...{ part: '', metric: 'delivered', definition: 1, unit: 'area/rj', day: '2018-03-02', dueAt: 7, state: 'WAITS' },
  asKnown: 'SAFE',
  ...changes,
});
const promised = { name: 'promised', part: '', revision: 1, withdrawn: false, content: Buffer.alloc(0) };
const file: CaseFile = {
  ...{ ref: Buffer.alloc(16), number: 1, shard: 1, version: 4, isNew: false, place: '(0,1)' },
  ...{ allFacts: [], facts: [], origin: 'REPORTED' },
  ...{ standing: [verdict()], spent: new Map([[keyOf(verdict({ part: 'B' })), 2]]), due: [due({ part: 'C' })] },
  ...{ published: [promised], inconsistencies: ['DELIVERED_TWICE'], rulings: [] },
};
const nothing: CaseChanges = {
  ...{ file, versions: [], dueToPut: [], dueToRemove: [], milestones: [], newInconsistencies: [] },
  ...{ resolvedInconsistencies: [], inconsistencies: file.inconsistencies, isTallied: false },
};

describe('changedCase', () => {
  it('is the case as it was where nothing changed', () => {
    expect(changedCase(nothing)).toEqual(file);
    expect(changesAnything(nothing)).toBe(false);
  });

  it('has the newest version of each verdict', () => {
    const other = verdict({ hits: 0, misses: 1 });
    const versions = [
      { kind: 'retract' as const, version: 2, verdict: verdict() },
      { kind: 'record' as const, version: 3, verdict: other },
      { kind: 'record' as const, version: 3, verdict: verdict({ part: 'B' }) },
    ];
    const after = changedCase({ ...nothing, versions });
    expect(after.standing).toEqual([{ ...other, version: 3 }, verdict({ part: 'B', version: 3 })]);
    expect([...after.spent]).toEqual([]);
    expect(changesAnything({ ...nothing, versions })).toBe(true);
  });

  it('knows of a retracted verdict only its version', () => {
    const versions = [{ kind: 'retract' as const, version: 2, verdict: verdict() }];
    const after = changedCase({ ...nothing, versions });
    expect(after.standing).toEqual([]);
    expect(after.spent.get(keyOf(verdict()))).toBe(2);
  });

  it('waits for what was put, and no longer for what was removed', () => {
    const after = changedCase({ ...nothing, dueToPut: [due({ dueAt: 9 })], dueToRemove: [due({ part: 'C' })] });
    expect(after.due).toEqual([due({ dueAt: 9 })]);
    expect(changedCase({ ...nothing, dueToPut: [due({ part: 'C', dueAt: 9 })] }).due).toEqual([
      due({ part: 'C', dueAt: 9 }),
    ]);
  });

  it('has published the newest revision of each milestone, and has the inconsistencies that stand now', () => {
    const published = { ...promised, revision: 2, content: Buffer.alloc(1) };
    const milestones = [
      { milestone: { name: 'promised', unit: 'u', happenedAt: 1 }, origin: 'REPORTED' as const, published },
    ];
    const after = changedCase({
      ...nothing,
      milestones,
      inconsistencies: [],
      resolvedInconsistencies: ['DELIVERED_TWICE'],
    });
    expect(after.published).toEqual([published]);
    expect(after.inconsistencies).toEqual([]);
  });
});
