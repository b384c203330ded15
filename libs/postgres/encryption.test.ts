import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CxError } from '#libs/domain/error.js';
import { Encryption } from './encryption.js';

const folder = mkdtempSync(join(tmpdir(), 'cx-encryption-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'tls.crt');

/** Files whose text is what is read of them; "wrong" cannot be used. */
function opened(text: string) {
  writeFileSync(file, text);
  let [nowMs, written] = [0, text];
  const seen: (string | undefined)[] = [];
  const readSsl = () => {
    if (written === 'wrong') throw new CxError('STORE_MISCONFIGURED', 'it is wrong');
    return { cert: written };
  };
  const address = { files: [file], readSsl, ssl: readSsl() };
  const encryption = new Encryption(
    address,
    (mistake) => seen.push(mistake),
    () => nowMs,
  );
  const later = (ms: number, write = written) => {
    writeFileSync(file, `${write}${write.length}`);
    [nowMs, written] = [nowMs + ms, write];
    return encryption.next();
  };
  return { encryption, later, seen };
}

describe('new connections', () => {
  it('get the files as they are, looked at every five seconds', () => {
    const { encryption, later, seen } = opened('one');
    const first = encryption.next();
    expect(first).toEqual({ cert: 'one' });
    expect(later(4_999, 'second')).toBe(first);
    expect(encryption.isOld(first)).toBe(false);
    const second = later(1);
    expect([second, seen]).toEqual([{ cert: 'second' }, [undefined]]);
    expect([encryption.isOld(first), encryption.isOld(second), encryption.isOld(false)]).toEqual([true, false, false]);
  });

  it('get what was read before while the files cannot be used, which is said once', () => {
    const { encryption, later, seen } = opened('one');
    const first = encryption.next();
    expect(later(5_000, 'wrong')).toBe(first);
    expect(encryption.next()).toBe(first);
    expect(seen).toEqual(['it is wrong']);
    expect(later(5_000, 'third')).toEqual({ cert: 'third' });
  });

  it('go without encryption once it was given up, whatever happens to the files', () => {
    const { encryption, later, seen } = opened('one');
    encryption.giveUp();
    expect([later(5_000, 'second'), seen]).toEqual([false, []]);
  });
});
