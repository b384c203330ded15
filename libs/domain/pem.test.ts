import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Certificates } from '#test/stack/certificates.js';
import { pemMistake } from './pem.js';

describe('certificates and keys in PEM', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-pem-'));
  const made = new Certificates(folder);
  beforeAll(() => {
    made.makeAuthority('authority');
    made.make('client', { authority: 'authority' });
    made.make('other', { authority: 'authority' });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('can be used when each holds what it should', () => {
    const authority = `# two authorities\n${made.text('authority.crt')}\n${made.text('other.crt')}`;
    const client = { certificate: made.text('client.crt'), key: made.text('client.key') };
    expect(pemMistake({ authority, ...client })).toBeUndefined();
    expect(pemMistake({})).toBeUndefined();
  });

  it.each([
    ['an authority of text', () => ({ authority: 'x' }), 'authority', 'holds no certificate'],
    ['an authority that is a key', () => ({ authority: made.text('client.key') }), 'authority', 'holds no certificate'],
    ['a second authority that is cut off', () => ({ authority: cut() }), 'authority', 'holds no certificate'],
    ['a key of text', () => ({ certificate: made.text('client.crt'), key: 'x' }), 'key', 'holds no private key'],
    ['a certificate of text', () => ({ certificate: 'x', key: 'x' }), 'certificate', 'holds no certificate'],
    ['a certificate alone', () => ({ certificate: made.text('client.crt') }), 'key', 'is missing'],
    ['a key alone', () => ({ key: made.text('client.key') }), 'certificate', 'is missing'],
    [
      'the key of another certificate',
      () => ({ certificate: made.text('client.crt'), key: made.text('other.key') }),
      'key',
      'does not belong to the certificate',
    ],
  ])('%s is a mistake', (_, pem, part, why) => {
    expect(pemMistake(pem())).toEqual({ part, why: expect.stringContaining(why) });
  });

  const cut = () => `${made.text('authority.crt')}-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n`;
});
