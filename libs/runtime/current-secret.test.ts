import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { currentSecret } from './current-secret.js';
import { createLog } from './log.js';

const folder = mkdtempSync(join(tmpdir(), 'cx-current-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'password');

function secret(mistakes: string[] = []) {
  const env = { CX_DATABASE_PASSWORD_FILE: file };
  const onMistake = (mistake: string) => void mistakes.push(mistake);
  return currentSecret({ name: 'CX_DATABASE_PASSWORD', atStart: 'first-horse', env, onMistake });
}

it('a secret in a file is what the file holds now, without the line break at its end', () => {
  const current = secret();
  writeFileSync(file, 'second-horse\n');
  expect(current?.()).toBe('second-horse');
});

it('a file that is missing or empty leaves the secret that was read last, and is named once', () => {
  const mistakes: string[] = [];
  const current = secret(mistakes);
  rmSync(file, { force: true });
  expect([current?.(), current?.()]).toEqual(['first-horse', 'first-horse']);
  expect(mistakes).toEqual([expect.stringContaining('CX_DATABASE_PASSWORD_FILE is wrong')]);
  writeFileSync(file, 'third-horse');
  expect(current?.()).toBe('third-horse');
  writeFileSync(file, '');
  expect(current?.()).toBe('third-horse');
  expect(mistakes).toHaveLength(2);
});

it('a secret that stands in the environment itself does not change', () => {
  const options = { name: 'CX_DATABASE_PASSWORD', atStart: 'first-horse', onMistake: () => {} };
  expect(currentSecret({ ...options, env: { CX_DATABASE_PASSWORD: 'first-horse' } })).toBeUndefined();
});

it('a new secret is hidden in the log as the first one was', () => {
  writeFileSync(file, 'correct-battery-staple');
  secret()?.();
  const lines: string[] = [];
  createLog('delivery', 'info', (line) => lines.push(line)).info({}, 'refused: correct-battery-staple');
  expect(lines.join()).not.toContain('battery');
});
