import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyAt, keysIn } from '#libs/signing/key-file.js';
import { publicKeysIn } from '#libs/signing/public-keys.js';
import { type Command, UsageError } from '../command.js';
import { keyMake, keyPublic, keyRotate } from './key.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cx-key-'));
  file = join(folder, 'signing-keys.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(command: Command, args: readonly string[] = [file]): Promise<readonly string[]> {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  expect(await command.run({ args, options: {}, json: false, width: 200, remark: print, print })).toBe(0);
  return lines;
}
const kept = () => keysIn(readFileSync(file, 'utf8'));

describe('cx key', () => {
  it('makes a key in a file of its owner alone, and prints nothing private', async () => {
    const lines = await run(keyMake);
    const [key] = kept();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(lines[0]).toContain(key?.publicKey);
    expect(lines.join()).not.toContain(key?.privateKey);
    await expect(run(keyMake)).rejects.toThrow('is there');
  });

  it('rotates: the next key signs, the one before keeps its span and loses its private half', async () => {
    await run(keyMake);
    const [first] = kept();
    await run(keyRotate);
    const [old, next] = kept();
    expect(old).toEqual({ ...first, privateKey: undefined, until: next?.from });
    expect(keyAt(kept(), Date.now())?.keyId).toBe(next?.keyId);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('gives others the public halves only', async () => {
    await run(keyMake);
    await run(keyRotate);
    const [text = ''] = await run(keyPublic);
    expect(publicKeysIn(JSON.parse(text)).map(({ keyId }) => keyId)).toEqual(kept().map(({ keyId }) => keyId));
    expect(text).not.toContain('private');
  });

  it('refuses a file that is missing or is none', async () => {
    await expect(run(keyRotate)).rejects.toThrow('cx key make');
    writeFileSync(file, '{}');
    await expect(run(keyPublic)).rejects.toThrow(UsageError);
  });
});
