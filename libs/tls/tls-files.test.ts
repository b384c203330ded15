import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalAuthority } from '#deploy/local/tls/local-authority.js';
import { TlsFiles, TlsMistake } from './tls-files.js';
import { expiryOf } from './tls-material.js';

const folder = mkdtempSync(join(tmpdir(), 'cx-tls-files-'));
const names = (folderOf = join(folder, 'tls')) => ({
  certificate: join(folderOf, 'delivery.crt'),
  key: join(folderOf, 'delivery.key'),
  authority: join(folderOf, 'ca.crt'),
});
beforeAll(() => new LocalAuthority({ dataDir: folder }).ensure(['delivery', 'other']));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the certificates of a process', () => {
  it('are read, and state when they expire', () => {
    const { current } = new TlsFiles(names(), { onReplaced: () => {}, onMistake: () => {} });
    const { own, authority } = expiryOf(current);
    expect(Math.round((own - Date.now()) / 86_400_000)).toBe(90);
    expect(Math.round((authority - Date.now()) / 86_400_000)).toBe(825);
  });

  it.each<[string, (files: ReturnType<typeof names>) => object, RegExp]>([
    ['a file is missing', () => ({ key: '/none' }), /^CX_TLS_KEY_FILE is wrong: \/none cannot be read \(ENOENT\)\.$/],
    [
      'the key belongs to another',
      () => ({ key: join(folder, 'tls/other.key') }),
      /^CX_TLS_KEY_FILE .* does not belong/,
    ],
    ['there is no authority', ({ key }) => ({ authority: key }), /^CX_TLS_CA_FILE is wrong: .* holds no certificate/],
  ])('are refused at the start when %s', (_, change, says) => {
    const files = { ...names(), ...change(names()) };
    const open = () => new TlsFiles(files, { onReplaced: () => {}, onMistake: () => {} });
    expect(open).toThrow(TlsMistake);
    expect(open).toThrow(says);
  });

  it('are replaced when all files fit together again, and until then stay as they were', () => {
    const own = mkdtempSync(join(folder, 'own-'));
    const files = names(own);
    const from = (name: string, as: string) => copyFileSync(join(folder, 'tls', name), as);
    from('delivery.crt', files.certificate);
    from('delivery.key', files.key);
    from('ca.crt', files.authority);
    const mistakes: string[] = [];
    const replaced: Buffer[] = [];
    const tls = new TlsFiles(files, {
      onReplaced: ({ certificate }) => replaced.push(certificate),
      onMistake: (why) => mistakes.push(why),
    });
    const first = tls.current.certificate;
    const heard: Buffer[] = [];
    const end = tls.onChange(({ certificate }) => heard.push(certificate));
    tls.poll();
    expect(mistakes).toEqual([]);

    from('other.crt', files.certificate); // its key is not there yet
    tls.poll();
    tls.poll();
    expect([mistakes.length, tls.current.certificate]).toEqual([1, first]);

    from('other.key', files.key);
    tls.poll();
    expect(tls.current.certificate).not.toEqual(first);
    expect([replaced.length, heard.length]).toEqual([1, 1]);

    end();
    writeFileSync(files.certificate, 'nothing');
    tls.poll();
    expect([mistakes.length, heard.length]).toEqual([2, 1]);
  });
});
