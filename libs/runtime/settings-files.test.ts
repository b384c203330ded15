import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fillFromFiles } from './settings-files.js';

describe('a setting given as a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-secrets-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const file = (name: string, content: string | Buffer, mode = 0o600) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    chmodSync(path, mode);
    return path;
  };
  const fill = (env: Record<string, string>) => fillFromFiles(['CX_CASE_KEY', 'KAFKA_SASL_PASSWORD'], env);
  const mistakeOf = (path: string) => fill({ CX_CASE_KEY_FILE: path }).mistakes.get('CX_CASE_KEY');

  it.each([
    ['without a line break', 'geheim', 'geheim'],
    ['with one line break, which is dropped', 'geheim\n', 'geheim'],
    ['with the line break of Windows', 'geheim\r\n', 'geheim'],
    ['with two line breaks, of which one belongs to the value', 'geheim\n\n', 'geheim\n'],
    ['with spaces, which belong to the value', ' p w \n', ' p w '],
    ['with every character of a password', 'p@:/?#%20 Grüße 🙂"\'\\$\n', 'p@:/?#%20 Grüße 🙂"\'\\$'],
    ['with a byte order mark, which is dropped', '\ufeffgeheim\n', 'geheim'],
  ])('is its content %s', (_, content, value) => {
    const { env, mistakes } = fill({ KAFKA_SASL_PASSWORD_FILE: file('value', content) });
    expect([env['KAFKA_SASL_PASSWORD'], mistakes.size]).toEqual([value, 0]);
  });

  it('may be a link, as Kubernetes mounts secrets', () => {
    const link = join(folder, 'link');
    symlinkSync(file('target', 'geheim'), link);
    expect(fill({ CX_CASE_KEY_FILE: link }).env['CX_CASE_KEY']).toBe('geheim');
  });

  it('is refused when the setting itself is set too', () => {
    const { mistakes } = fill({ CX_CASE_KEY: 'ab', CX_CASE_KEY_FILE: file('both', 'cd') });
    expect([...mistakes.values()]).toEqual(['CX_CASE_KEY and CX_CASE_KEY_FILE are both set; set only one of them.']);
  });

  it('counts as not set when the name of the file is empty', () => {
    expect(fill({ CX_CASE_KEY: 'ab', CX_CASE_KEY_FILE: '' })).toMatchObject({ env: { CX_CASE_KEY: 'ab' } });
  });

  it.each([
    ['a file that is missing', () => join(folder, 'none'), 'cannot be read: there is no such file; correct the path'],
    ['a folder', () => folder, 'cannot be read: it is a folder; name a file in it.'],
    ['an empty file', () => file('empty', ''), 'is empty; write the value into it.'],
    ['a file with a line break only', () => file('break', '\n'), 'is empty; write the value into it.'],
    ['bytes that are no text', () => file('bytes', Buffer.from([0x67, 0xff])), 'is not text in UTF-8'],
    ['a file of more than 1 MiB', () => file('large', 'x'.repeat((1 << 20) + 1)), 'is larger than 1 MiB.'],
  ])('is refused for %s, by name and with the cure', (_, path, says) => {
    expect(mistakeOf(path())).toMatch(/^CX_CASE_KEY_FILE is wrong: \//);
    expect(mistakeOf(path())).toContain(says);
  });

  it.skipIf(process.getuid?.() === 0)('is refused when this user may not read it', () => {
    expect(mistakeOf(file('locked', 'geheim', 0o000))).toContain('the user of this process may not read it');
  });

  it.each([
    ['its owner', 0o600, 0],
    ['its group', 0o640, 0],
    ['all users', 0o644, 1],
    ['its owner, while all may write it', 0o602, 1],
  ])('that is readable for %s (mode %i) is reported as exposed %i times', (_, mode, times) => {
    const { exposed } = fill({ CX_CASE_KEY_FILE: file('mode', 'geheim', mode) });
    expect(exposed.map(({ setting }) => setting)).toEqual(Array.from({ length: times }, () => 'CX_CASE_KEY_FILE'));
  });
});
