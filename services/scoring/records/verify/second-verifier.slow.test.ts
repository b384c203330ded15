import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { madeBundle } from '#test/real-orders/made-bundle.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** What the program in Python says of a bundle, which was written from docs/record-format.md alone. */
function inPython(files: ReadonlyMap<string, Buffer>): {
  readonly code: number | null;
  readonly lines: readonly string[];
} {
  const folder = mkdtempSync(join(tmpdir(), 'cx-bundle-'));
  folders.push(folder);
  for (const [path, file] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), file);
  }
  const { status, stdout, stderr } = spawnSync('python3', ['test/oracle/record.py', folder], { encoding: 'utf8' });
  return { code: status, lines: `${stdout}${stderr}`.trim().split('\n') };
}

describe('a second verifier, in another language', () => {
  it('proves the bundle of the real orders of August 2018 to the last digit', async () => {
    const { files } = await madeBundle();
    const { code, lines } = inPython(files);
    expect(lines.at(-1)).toMatch(/^ok index: ordering \d+ {2}warehouse \d+ {2}delivery \d+/);
    expect(code).toBe(0);
  }, 60_000);

  it('names the figure that a forger changed before it was hashed and signed', async () => {
    const { files } = await madeBundle(true, (record) => ({
      ...record,
      index: { ...record.index, indexE4: (record.index.indexE4 ?? 0n) + 1n },
    }));
    const { code, lines } = inPython(files);
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(/^NO records\/ordering\.json: index_e4, interval: expected/);
  }, 60_000);
});
