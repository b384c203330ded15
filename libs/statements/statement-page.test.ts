import { describe, expect, it } from 'vitest';
import type { Block } from './blocks.js';
import { BESIDE, DELIVERY } from './fixtures/delivery.js';
import { htmlOf } from './html.js';
import { pdfOf } from './pdf.js';
import { type Beside, statementPage } from './statement-page.js';
import type { StatementRecord } from './statement-record.js';

const pageWith = (change: Partial<StatementRecord> = {}, beside: Partial<Beside> = {}) =>
  statementPage({ ...DELIVERY, ...change }, { ...BESIDE, ...beside });
const textsOf = (block: Block): readonly string[] => {
  if (block.kind === 'list') return block.items;
  if (block.kind === 'facts') return block.rows.map(({ name, value }) => `${name}: ${value}`);
  if (block.kind === 'table') return block.rows.map((row) => row.join(' | '));
  return [block.text];
};
const said = (heading: string, page = pageWith()) =>
  page.sections.find((one) => one.heading === heading)?.blocks.flatMap(textsOf) ?? [];

describe('a statement', () => {
  it('states index, range, factor and rules', () => {
    expect(said('Index')).toEqual(
      expect.arrayContaining([
        'Index 71.01 on a scale from 0 to 100, range 67.44 to 74.57; 80 is on target.',
        'Index: 71.0050 points',
        'Factor: 36.68 % of a target amount, before any pool (documents/pay-plan/versions/1)',
        'Rules: 2018-first, published 2018-06-01',
        'Reported by the department itself: 25 % of the weights',
      ]),
    );
  });

  it('shows the points of all weighed metrics, which add up to the index', () => {
    expect(said('What it is made of').slice(0, 2)).toEqual([
      'delivered by first promise | 5,801 of 6,292 | 62.2000 | 60 % | 37.3200',
      'arrived at last | 6,247 of 6,292 | 84.2125 | 40 % | 33.6850',
    ]);
  });

  it('names the greatest losses first, with counts', () => {
    expect(said('Where the most points are lost')).toEqual([
      '"delivered by first promise" costs 22.68 points: 491 of 6,292 cases were missed.',
      '"arrived at last" costs 6.32 points: 45 of 6,292 cases were missed.',
    ]);
  });

  it('says what was taken out, what was charged to others, and the index without that', () => {
    expect(said('Excluded, and charged to others')).toEqual([
      'delivered by first promise | taken out | carrier strike | 412',
      'delivered by first promise | charged to warehouse | handed over late | 97',
      'The declared event "carrier strike" took out 412 cases. Without it the index would be 59.82.',
      'Rulings took out 3 cases and charged 2 to others. Without them the index would be 70.77.',
    ]);
  });

  it('says in whole sentences what would have changed index and factor', () => {
    expect(said('What would have changed it')).toContain(
      'If 177 more of the 6,292 cases had been met, "delivered by first promise" would have reached its target: an index of 81.69 in place of 71.01, and a factor of 72.28 % in place of 36.68 %.',
    );
    expect(said('What would have changed it', pageWith({}, { factor: undefined }))[2]).toBe(
      'If 14 fewer of the 6,292 cases had been met, "arrived at last" would have fallen below its target: an index of 69.31 in place of 71.01.',
    );
  });

  it('names the window to contest while it is open, and what is possible after it', () => {
    const open = pageWith({ state: 'PROVISIONAL' }, { state: 'PROVISIONAL' });
    expect(said('How to contest it', open)[0]).toBe('The department may contest cases until 2018-09-01 03:00 UTC.');
    expect(said('How to contest it')[0]).toBe(
      'The review ended on 2018-09-01 03:00 UTC. What comes up later is corrected in a later period, until 2019-12-01 03:00 UTC.',
    );
    expect(said('How to contest it', pageWith({}, { state: 'FINAL' }))[0]).toContain('nothing is corrected any more');
  });

  it('says who approved it, or only as what', () => {
    expect(said('Who approved it')).toEqual([
      'HR (hr-approver), 2018-09-03 09:12 UTC',
      'Finance (finance-approver), 2018-09-03 15:40 UTC',
    ]);
    const hidden = BESIDE.approvals.map((one) => ({ ...one, by: '' }));
    expect(said('Who approved it', pageWith({}, { approvals: hidden }))[0]).toBe('HR, 2018-09-03 09:12 UTC');
  });

  it('warns on top when nothing may be paid by it', () => {
    expect(pageWith().notice).toBeUndefined();
    expect(pageWith({ state: 'PROVISIONAL' }).notice).toContain('Provisional');
    expect(pageWith({ not_payable_reasons: ['GENERATED_DATA', 'HELD'] }).notice).toBe(
      'Nothing is paid by it yet: generated data, held.',
    );
  });

  it('of a department without an index says why, and has no scale', () => {
    const index = {
      coverage_bp: '4000',
      self_reported_bp: '0',
      status: 'TOO_FEW_CASES',
      change_since_last_version_e4: '0',
    };
    const page = pageWith({ index, sensitivity: [], metrics: [], events: [] });
    expect(said('Index', page)[0]).toBe('There is no index: too few cases.');
    expect(htmlOf(page)).not.toContain('<svg');
    expect(pdfOf(page).length).toBeGreaterThan(1_000);
  });
});

describe('its HTML', () => {
  const html = htmlOf(pageWith());

  it('loads nothing, runs nothing, and is the same every time', () => {
    expect(html).not.toMatch(/<script|<img|<link|url\(|https?:|\son\w+=/);
    expect(html).toContain("default-src 'none'");
    expect(htmlOf(pageWith())).toBe(html);
  });

  it('names its language, its headings, its tables and its drawing for screen readers', () => {
    expect(html).toContain('<html lang="en">');
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html.match(/<section aria-labelledby="part-\d">/g)).toHaveLength(8);
    expect(html.match(/<table>\n<caption>/g)).toHaveLength(2);
    expect(html).toMatch(/role="img" aria-label="Index 71\.01 on a scale/);
  });

  it('escapes whatever a record says', () => {
    const planted = htmlOf(pageWith({ department: '<script>alert("x")</script>&' }));
    expect(planted).not.toContain('<script');
    expect(planted).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;');
  });
});

describe('its PDF', () => {
  const pdf = pdfOf(pageWith());
  const drawn = pdf.toString('latin1');
  /** What is written, joined: a line of a page is one text. */
  const words = [...drawn.matchAll(/\(((?:\\.|[^\\)])*)\) Tj/g)]
    .map(([, one = '']) => one.replace(/\\(.)/g, '$1'))
    .join(' ');

  it('says what the HTML says', () => {
    const texts = pageWith().sections.flatMap(({ heading, blocks }) => [heading, ...blocks.flatMap(textsOf)]);
    const asWords = (text: string) => text.replace(/[\s|:]+/g, '');
    const all = asWords(words.replace(/Statement for [^()]+\([^)]*\), version 3 {3}page \d of \d/g, ''));
    const wanted = texts.filter((text) => !text.includes(' | ')).map(asWords);
    expect(wanted.filter((text) => !all.includes(text) && !/^[a-zA-Z]+[0-9a-f]{64}$/.test(text))).toEqual([]);
    expect(words).toContain('delivered by first promise 5,801 of 6,292 62.2000 60 % 37.3200');
  });

  it('is the same bytes every time, without a date, a random id or compression', () => {
    expect(pdfOf(pageWith())).toEqual(pdf);
    expect(drawn).not.toMatch(/CreationDate|ModDate|\/ID|FlateDecode/);
  });

  it('has a table of its objects that is right to the byte', () => {
    const [, begin = ''] = /startxref\n(\d+)\n%%EOF\n$/.exec(drawn) ?? [];
    const entries = [...drawn.slice(Number(begin)).matchAll(/^(\d{10}) 00000 n $/gm)];
    expect(entries.length).toBeGreaterThan(8);
    for (const [at, [, offset]] of entries.entries())
      expect(drawn.slice(Number(offset)).startsWith(`${at + 1} 0 obj\n`)).toBe(true);
  });

  it('escapes what would end a text, and replaces what its fonts lack', () => {
    const planted = pdfOf(pageWith({ department: 'a)b(c\\d \u20AC' })).toString('latin1');
    expect(planted).toContain('(Customer experience: a\\)b\\(c\\\\d ?)');
  });

  it('goes on with another page', () => {
    const sensitivity = Array.from(
      { length: 60 },
      () => DELIVERY.sensitivity[0] as StatementRecord['sensitivity'][number],
    );
    const long = pdfOf(pageWith({ sensitivity })).toString('latin1');
    expect(Number(/\/Count (\d+)/.exec(long)?.[1])).toBeGreaterThan(3);
    expect(long).toContain('page 4 of ');
  });
});
