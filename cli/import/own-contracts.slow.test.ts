import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { runCx } from '#test/stack/run-cx.js';
import { run } from '../run.js';

const MAP = 'docs/example-import/berlin/prices.yaml';
const HEAD = 'Artikel;Tag;Warengruppe;Unser Preis;Niedrigster Preis';
const NOWHERE = { CX_ADDRESSES: 'scoring=127.0.0.1:1' };

async function cx(...words: string[]) {
  let says = '';
  const stream = () =>
    new Writable({
      write: (piece, _, done) => {
        says += piece;
        done();
      },
    });
  const code = await run(['import', 'csv', ...words], { stdout: stream(), stderr: stream() });
  return { code, says };
}

describe('a dry run for a department of the company', () => {
  const home = mkdtempSync(join(tmpdir(), 'cx-own-contracts-'));
  afterAll(() => rmSync(home, { recursive: true }));
  const fileOf = (...lines: string[]) => {
    const file = join(home, 'prices.csv');
    writeFileSync(file, `${[HEAD, ...lines].join('\r\n')}\r\n`);
    return file;
  };

  it('takes the fields from a folder of documents, and shows the facts as the department takes them', async () => {
    const file = fileOf('A1;05.01.2027;toys;2100;2000', 'A2;05.01.2027;toy;2100;2000', 'A3;5.1.;books;21,50;2000');
    const { code, says } = await cx(file, '--map', MAP, '--dry-run', '--company', 'docs/example-company', '--json');
    const { first, refused, kinds } = JSON.parse(says.slice(says.indexOf('{'))) as Record<string, unknown>;
    expect([code, kinds]).toEqual([3, { 'product.price_seen': 1 }]);
    const fields = {
      ...{ article: { text: 'A1' }, day: { day: '2027-01-05' }, category: { choice: 'toys' } },
      ...{ our_price_cents: { wholeNumber: '2100' }, lowest_price_cents: { wholeNumber: '2000' } },
    };
    const named = { factId: 'A1/2027-01-05', happenedAt: '2027-01-05T11:00:00.000Z', kind: 'price_seen' };
    expect(first).toEqual([{ kind: 'product.price_seen', fact: { ...named, fields } }]);
    expect(refused).toEqual([
      `${file}, line 3, Warengruppe: "toy" is not one of the contract; choose toys, books, with a value table`,
      `${file}, line 4, Tag: "5.1." is not a day; write dd.MM.yyyy`,
      `${file}, line 4, Unser Preis: "21,50" is not a whole number; write 5`,
    ]);
  });

  it('names a folder with mistakes and the first of them', async () => {
    writeFileSync(join(home, 'company.yaml'), 'valid_from: soon\n');
    const { code, says } = await cx(fileOf(), '--map', MAP, '--dry-run', '--company', home);
    expect([code, says]).toEqual([
      2,
      expect.stringMatching(/have mistakes; cx company lint .* lists them\. The first: /),
    ]);
  });

  it('is the only run that takes a folder', async () => {
    const { code, says } = await cx(fileOf(), '--map', MAP, '--company', 'docs/example-company');
    expect([code, says]).toEqual([
      2,
      expect.stringContaining('publish the documents: cx company propose DIR, cx company publish DIR'),
    ]);
  });

  it('without a folder asks the installation, and says what to do when nothing answers', async () => {
    const map = join(home, 'typing.yaml');
    writeFileSync(map, 'facts: [{fact: suport.received}]\n');
    const { code, stderr: says } = await runCx(['import', 'csv', fileOf(), '--map', map, '--dry-run'], NOWHERE);
    expect(code).toBe(1);
    expect(says).toMatch(/asked what suport takes: no such department is built in\. Did you mean support\?/);
    expect(says).toMatch(/--company DIR\.[\s\S]*Nothing answers at 127\.0\.0\.1:1/);
  });
});
