import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { madeBundle } from '#test/real-orders/made-bundle.js';
import { UsageError } from '../command.js';
import { verify } from './verify.js';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cx-verify-'));
  for (const [path, file] of (await madeBundle(false)).files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), file);
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What `cx verify` prints, and its exit code. */
async function run(options: Readonly<Record<string, string>> = {}, json = false, args: readonly string[] = [folder]) {
  const lines: string[] = [];
  const code = await verify.run({
    ...{ args, options, json, width: 200, remark: () => undefined },
    print: (line) => void lines.push(line),
  });
  return { code, lines };
}

describe('cx verify', () => {
  it('prints each step, and says what a bundle without batches does not prove', async () => {
    const { code, lines } = await run();
    expect(code).toBe(0);
    expect(lines.at(-1)).toBe('  => every figure is proved');
    expect(lines.find((line) => line.includes('batches '))).toMatch(
      /^ {2}-- {4}batches .* the proof begins at the counts$/,
    );
  });

  it('names file, metric, field and both values of the first difference, and exits with 3', async () => {
    const { files } = await madeBundle(false, (record) => ({
      ...record,
      metrics: record.metrics.map((metric) => ({ ...metric, weightBp: metric.weightBp + 1n })),
    }));
    for (const [path, file] of files) writeFileSync(join(folder, path), file);
    const { code, lines } = await run();
    expect(code).toBe(3);
    expect(lines.slice(-5)).toEqual([
      '  NO    records/ordering.json',
      '        metric    payment_approved_in_time',
      '        field     metrics[payment_approved_in_time].weight_bp',
      '        expected  5000',
      '        found     5001',
    ]);
  });

  it('prints the same for programs', async () => {
    writeFileSync(join(folder, 'counts.jsonl'), 'changed');
    const { code, lines } = await run({}, true);
    expect(code).toBe(3);
    expect(JSON.parse(lines.join('\n')).difference).toMatchObject({ file: 'counts.jsonl', field: 'bytes', found: '7' });
  });

  it('refuses a key that is none, and a place where nothing is', async () => {
    await expect(run({ key: 'abc' })).rejects.toThrow(UsageError);
    await expect(run({}, false, [join(folder, 'nowhere')])).rejects.toThrow('is no folder');
  });

  it('takes a single file for a manifest of a payout, and says when it is none', async () => {
    const { code, lines } = await run({}, false, [join(folder, 'root.json')]);
    expect([code, lines.join(' ')]).toEqual([3, expect.stringMatching(/NO {4}root\.json .*cx-payout-manifest/)]);
  });
});
