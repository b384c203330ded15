import { describe, expect, it } from 'vitest';
import { SecretsMistake, secretsIn } from './secrets.js';

const key = (length: number, filled = 1) => Buffer.alloc(length, filled);
const line = (name: string, bytes: Buffer) => `${name} whsec_${bytes.toString('base64')}`;

describe('secretsIn', () => {
  it('reads a line for each secret, several of one name in their order', () => {
    const text = ['# of HR', line('hr', key(32, 2)), '', line('hr', key(32, 1)), line('payroll', key(24))].join('\n');
    expect([...secretsIn(text)]).toEqual([
      ['hr', [key(32, 2), key(32, 1)]],
      ['payroll', [key(24)]],
    ]);
  });

  it('reads none in an empty text', () => {
    expect(secretsIn('').size).toBe(0);
  });

  it('takes keys of 24 to 64 bytes', () => {
    expect(secretsIn(line('hr', key(64))).get('hr')).toEqual([key(64)]);
  });

  it.each([
    ['a key that is too short', line('hr', key(23))],
    ['a key that is too long', line('hr', key(65))],
    ['a line without a name', `whsec_${key(32).toString('base64')}`],
    ['a key in another form', `hr ${key(32).toString('hex')}`],
    ['a name in capitals', line('HR', key(32))],
  ])('refuses %s, and shows nothing of it', (_, text) => {
    const read = () => secretsIn(`# first\n${text}`);
    expect(read).toThrow(SecretsMistake);
    expect(read).toThrow(/^line 2 is not NAME whsec_BASE64 with a key of 24 to 64 bytes in base64$/);
  });
});
