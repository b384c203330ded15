import { describe, expect, it } from 'vitest';
import { KeyFileMistake, keyFile } from '#libs/signing/key-file.js';
import { makeKey, rotated } from '#libs/signing/make-keys.js';
import { CurrentKeys } from './current-keys.js';

const at = Date.parse('2026-03-01T12:00:00Z');

describe('the keys of a signer', () => {
  it('are those of the file now, once it is whole', () => {
    const first = makeKey(at);
    const told: string[] = [];
    let text = keyFile([first]);
    const keys = new CurrentKeys(() => text, {
      onReplaced: (all) => told.push(`replaced ${all.length}`),
      onMistake: (why) => told.push(why),
    });
    expect(keys.at(at)?.keyId).toBe(first.keyId);
    const next = rotated([first], at + 1_000);
    for (const now of [text, 'half of a fi', 'half of a fi', keyFile(next), keyFile(next)]) {
      text = now;
      keys.poll();
    }
    expect(told).toEqual(['it is not JSON', 'replaced 2']);
    expect([keys.at(at), keys.at(at + 1_000)?.keyId]).toEqual([undefined, next[1]?.keyId]);
  });

  it('are refused at the start when the file is none', () => {
    const events = { onReplaced: () => {}, onMistake: () => {} };
    expect(() => new CurrentKeys(() => '{}', events)).toThrow(KeyFileMistake);
  });
});
