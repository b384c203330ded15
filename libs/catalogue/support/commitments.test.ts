import { describe, expect, it } from 'vitest';
import { type CommitmentKind, commitmentsOf } from './commitments.js';

const made = (happenedAt: number, dueAt: number, commitment: CommitmentKind = 'CALL_BACK') => ({
  ...{ name: 'commitment_made', happenedAt, commitment, dueAt },
});
const kept = (happenedAt: number, commitment: CommitmentKind = 'CALL_BACK') => ({
  ...{ name: 'commitment_kept', happenedAt, commitment },
});

describe('the commitments of a contact', () => {
  it.each([
    ['are none where nothing was promised', [kept(5)], []],
    ['are open until something was done', [made(1, 9)], [{ dueAt: 9, keptAt: undefined }]],
    ['are kept by what was done', [made(1, 9), kept(5)], [{ dueAt: 9, keptAt: 5 }]],
    ['are kept at the instant at which they were made', [made(1, 9), kept(1)], [{ dueAt: 9, keptAt: 1 }]],
    ['are not kept by what was done before', [kept(0), made(1, 9)], [{ dueAt: 9, keptAt: undefined }]],
    ['are not kept by something else', [made(1, 9), kept(5, 'VISIT')], [{ dueAt: 9, keptAt: undefined }]],
  ])('%s', (_, known, commitments) => {
    expect(commitmentsOf(known)).toEqual(commitments);
  });

  it('of one kind are kept in the order in which they were made, each by a report of its own', () => {
    expect(commitmentsOf([made(1, 20), made(2, 9), kept(5)])).toEqual([
      { dueAt: 20, keptAt: 5 },
      { dueAt: 9, keptAt: undefined },
    ]);
    expect(commitmentsOf([made(1, 9), kept(5), made(6, 20), kept(7)])).toEqual([
      { dueAt: 9, keptAt: 5 },
      { dueAt: 20, keptAt: 7 },
    ]);
  });
});
