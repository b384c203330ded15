import { describe, expect, it } from 'vitest';
import { type Entry, RowQueue } from './row-queue.js';

const entry = (line: number, pending: number): Entry => ({ rows: 1, line, records: [], pending, reasons: [] });

describe('rows on their way', () => {
  it('are done in the order of the file, whatever the order of the answers', () => {
    const done: number[] = [];
    const queue = new RowQueue(({ line }) => done.push(line));
    const [first, second, third] = [entry(2, 2), entry(3, 0), entry(4, 1)];
    for (const one of [first, second, third]) queue.add(one);
    third.pending = 0;
    queue.settle();
    expect([done, queue.length]).toEqual([[], 3]);
    first.pending = 1;
    queue.settle();
    expect(done).toEqual([]);
    first.pending = 0;
    queue.settle();
    expect([done, queue.length]).toEqual([[2, 3, 4], 0]);
  });

  it('without facts are done at once', () => {
    const done: number[] = [];
    const queue = new RowQueue(({ line }) => done.push(line));
    for (let line = 1; line <= 5_000; line++) queue.add(entry(line, 0));
    expect([done.length, done.at(-1), queue.length]).toEqual([5_000, 5_000, 0]);
  });
});
