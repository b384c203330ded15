import { describe, expect, it } from 'vitest';
import { type Sheet, sheetXml, workbookOf } from './workbook.js';
import { crc32, zipped } from './zip.js';

const sheet = (rows: Sheet['rows']): Sheet => ({
  name: 'A & B',
  columns: [
    { title: 'Text', width: 20, kind: 'text' },
    { title: 'Points', width: 12, kind: 'points' },
    { title: 'Share', width: 12, kind: 'share' },
  ],
  rows,
});

describe('an archive', () => {
  it('has the check sum of the specification', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
    expect(crc32(Buffer.alloc(0))).toBe(0);
  });

  it('is the same bytes at any time: its only date is 1980-01-01', () => {
    const bytes = zipped([{ path: 'a.txt', bytes: Buffer.from('hello') }]);
    expect(bytes.readUInt16LE(12)).toBe(0x21);
    expect(bytes.readUInt16LE(10)).toBe(0);
    expect(bytes.subarray(-22, -18).toString('hex')).toBe('504b0506');
    expect(zipped([{ path: 'a.txt', bytes: Buffer.from('hello') }])).toEqual(bytes);
  });
});

describe('a workbook', () => {
  it('has numbers as numbers, exactly, and nothing where there is nothing', () => {
    const xml = sheetXml(
      sheet([
        ['delivery', 834_271n, 2_500n],
        ['', -5n, undefined],
      ]),
    );
    expect(xml).toContain('<c r="B2" s="4"><v>83.4271</v></c><c r="C2" s="5"><v>0.2500</v></c>');
    expect(xml).toContain('<row r="3"><c r="B3" s="4"><v>-0.0005</v></c></row>');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '=HYPERLINK("https://example.com")'])(
    'holds %j as a text and never as a formula',
    (text) => {
      const xml = sheetXml(sheet([[text]]));
      expect(xml).toMatch(/<c r="A2" s="2" t="inlineStr"><is><t xml:space="preserve">/);
      expect(xml).not.toMatch(/<f[ >]/);
    },
  );

  it('escapes what XML would read, and replaces what it cannot hold', () => {
    expect(sheetXml(sheet([['<b>&"\u0001']]))).toContain('&lt;b&gt;&amp;&quot;\uFFFD</t>');
    expect(workbookOf([sheet([])]).toString('latin1')).toContain('name="A &amp; B"');
  });

  it('keeps the head in sight, has widths, and asks for no macro, link or date', () => {
    const xml = sheetXml(sheet([['a']]));
    expect(xml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
    expect(xml).toContain('<col min="1" max="1" width="20" customWidth="1"/>');
    const whole = workbookOf([sheet([['a']])]).toString('latin1');
    expect(whole).not.toMatch(/vbaProject|externalLink|dcterms|calcChain|hyperlink/i);
  });

  it('is the same bytes every time', () => {
    expect(workbookOf([sheet([['a', 1n]])])).toEqual(workbookOf([sheet([['a', 1n]])]));
  });

  it('names columns beyond Z', () => {
    const columns = Array.from({ length: 28 }, () => ({ title: 'x', width: 5, kind: 'whole' as const }));
    expect(sheetXml({ name: 'wide', columns, rows: [] })).toContain('<dimension ref="A1:AB1"/>');
  });
});
