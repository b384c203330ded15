import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { linesOf } from '#test/e2e/counts.js';
import type { PurePath } from './pure-path.js';

const run = promisify(execFile);

export const describeOracle = (path: () => PurePath) =>
  describe('an independent count of the real orders', () => {
    it('in another language, from the definitions alone, gives the same dump', async () => {
      const file = 'data/olist/olist_joined.csv.gz';
      const { stdout } = await run('python3', ['test/oracle/orders.py', file], { maxBuffer: 1 << 28 });
      const theirs = stdout.split('\n').filter((line) => line !== '');
      const ours = linesOf(path().evaluations);
      const known = new Set(theirs);
      expect(ours.filter((line) => !known.has(line)).slice(0, 3)).toEqual([]);
      expect(ours).toEqual(theirs);
    }, 240_000);
  });
