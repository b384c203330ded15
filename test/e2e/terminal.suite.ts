import { beforeAll, describe, expect, it } from 'vitest';
import { widthOf } from '#cli/wrap.js';
import type { TestInstallation } from '#test/stack/installation.js';
import { runProgram } from '#test/stack/run-cx.js';
import { untilCounted } from './counts.js';
import { factsOfOrders, send } from './real-orders.js';

const COMMANDS: readonly string[] = [
  '',
  'index list delivery',
  'index list --limit 500',
  'index list delivery --units',
  'index get delivery 2017-11',
  'index explain delivery 2017-11',
  'index compare delivery 2017-10 2017-11',
  'index watch delivery 2017-11 --for 1',
  'misses delivery 2017-11',
  'cases delivered_by_first_promise 2017-11 --miss',
  'metrics',
  'bonus check 2017-11',
  'doctor',
  'verify counts',
  'import csv README.md --map contacts --zone Europe/Berlin',
  'explian delivery 2017-11',
];

/** `cx` in a real terminal of 60 columns, and with its output piped. */
export const describeTerminal = (installation: () => TestInstallation) =>
  describe('cx', () => {
    let env: Record<string, string>;
    beforeAll(async () => {
      await send(installation(), await factsOfOrders(400));
      await untilCounted(installation().addresses);
      const pairs = Object.entries(installation().addresses).map(([name, address]) => `${name}=${address}`);
      env = { CX_ADDRESSES: pairs.join(), CX_DATA: installation().logDir, NO_COLOR: '1', SHELL: '/bin/sh' };
    });

    it.each(COMMANDS)('fits into a terminal of 60 columns and prints no colour: %s', async (words) => {
      const command = `stty cols 60 rows 40; "${process.execPath}" cli/cx.mjs ${words}`;
      const { stdout } = await runProgram('script', ['-qec', command, '/dev/null'], env);
      const lines = stdout.replaceAll('\r', '').split('\n');
      expect(lines.length).toBeGreaterThan(1);
      // A word that is longer than a line stays whole, so that it can be copied.
      const tooWide = lines.filter((line) => widthOf(line) > 60 && /\S\s+\S/.test(line));
      expect(tooWide).toEqual([]);
      expect(stdout).not.toContain('\u001b'); // no escape sequence of any kind
    });

    it.each(COMMANDS.filter((words) => !/^(index (watch|compare)|import|explian)/.test(words)))(
      'ends quietly when its reader has enough after one line: %s',
      async (words) => {
        const shell = `set -o pipefail; "${process.execPath}" cli/cx.mjs ${words} | head -1`;
        const { code, stdout, stderr } = await runProgram('bash', ['-c', shell], env);
        expect([stdout.split('\n').length, stderr]).toEqual([2, '']);
        expect([0, 3]).toContain(code); // 3: bonus check finds a guard that is not met
      },
    );

    it('prints whole lines into a file or a pipe, however long they are', async () => {
      const { stdout } = await runProgram(process.execPath, ['cli/cx.mjs', 'index', 'list', 'delivery'], {
        ...env,
        COLUMNS: '60',
      });
      expect(stdout.split('\n').some((line) => line.length > 60)).toBe(true);
    });
  });
