import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PublishedDocument, TravellingKind } from '#libs/documents/published-document.js';
import { feedRulesOf } from './permitted-feeds.js';

const at = (text: string) => Date.parse(text);

let position = 0;
function published(kind: TravellingKind, version: number, text: string): PublishedDocument {
  position += 1;
  const sha256 = createHash('sha256').update(text).digest();
  return {
    ...{ position, kind, version, text, sha256, firstDay: '2027-01-01' },
    boundAfterStart: false,
    publishedAt: 0,
  };
}
const feeds = (version: number, from: string, ...lines: string[]) =>
  published('feeds', version, [`valid_from: ${from}`, 'feeds:', ...lines.map((line) => `  ${line}`)].join('\n'));
const berlin = published('company', 1, 'valid_from: 2027-01-01\nname: Shop\nzone: Europe/Berlin');
const permitted = (documents: PublishedDocument[], instant: string) => [
  ...(feedRulesOf(documents, 'support')(at(instant))?.permitted.keys() ?? ['every feed']),
];

const helpdesk = feeds(
  1,
  '2027-01-01',
  'helpdesk: { reports: [{ to: support }] }',
  'shop: { reports: [{ to: ordering }] }',
);
const phone = feeds(2, '2027-02-01', 'phone: { reports: [{ to: support }] }');

describe('the feeds that may report', () => {
  it('are not named while there is no document', () => {
    expect(feedRulesOf([berlin], 'support')(at('2027-06-01T00:00:00Z'))).toBeUndefined();
  });

  it.each([
    ['before the first day of the document', '2026-12-31T22:59:59Z', ['every feed']],
    ['from its first day on, in the zone of the company', '2026-12-31T23:00:00Z', ['helpdesk']],
    ['until another version holds', '2027-01-31T22:59:59Z', ['helpdesk']],
    ['then by that version alone', '2027-01-31T23:00:00Z', ['phone']],
  ])('%s', (_, instant, names) => {
    expect(permitted([berlin, helpdesk, phone], instant)).toEqual(names);
  });

  it('are those of the newest version, although an older one begins later', () => {
    const sooner = feeds(3, '2027-01-15', 'chat: { reports: [{ to: support }] }');
    expect(permitted([berlin, helpdesk, phone, sooner], '2027-03-01T00:00:00Z')).toEqual(['chat']);
  });

  it('are late after six hours, where the document does not say it', () => {
    const rules = feedRulesOf([helpdesk], 'support')(at('2027-01-01T00:00:00Z'));
    expect(rules?.permitted.get('helpdesk')).toMatchObject({ lateAfterHours: 6 });
  });

  it('come with their kinds of facts and defaults, and the others of the document are known by name', () => {
    const text =
      'phone: { reports: [{ to: support, facts: [received], origin: IMPORTED, zone: Europe/Berlin, late_after_hours: 80 }] }';
    const rules = feedRulesOf([feeds(1, '2027-01-01', text, 'shop: { reports: [{ to: ordering }] }')], 'support');
    expect(rules(at('2027-01-01T00:00:00Z'))).toEqual({
      version: 1,
      permitted: new Map([
        ['phone', { facts: new Set(['received']), origin: 'IMPORTED', zone: 'Europe/Berlin', lateAfterHours: 80 }],
      ]),
      listed: new Set(['phone', 'shop']),
    });
  });
});
