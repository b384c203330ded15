import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../chain/entry.js';
import { NO_LINE, nextLine } from '../chain/line.js';
import { safeEntry } from './safe-entry.js';

const entry: Entry = {
  event: 'ENDED',
  who: { name: 'anna', kind: 'person', roles: ['HR_MAKER'] },
  what: { call: 'cx.bonus.v1.BonusInputService/CreateSnapshot', resource: { period: '2018-08' } },
  requestId: '0f9b3a52-6c1e-4d2a-9a58-1f9a6e2b7c11',
  after: { version: 2n },
  outcome: { code: 'OK', reason: '' },
};

describe('an entry', () => {
  it('of words and numbers is written as it is', () => {
    expect(safeEntry(entry)).toEqual(entry);
  });

  it('shows a caller whose name is an e-mail address by a hash that is the same each time', () => {
    const who = { ...entry.who, name: 'anna@example.org' };
    const { name } = safeEntry({ ...entry, who }).who;
    expect(name).toMatch(/^sha256:[0-9a-f]{32}$/);
    expect(safeEntry({ ...entry, who }).who.name).toBe(name);
  });

  it('shows no name that an unknown caller claims', () => {
    expect(safeEntry({ ...entry, who: { name: 'console', kind: 'unknown', roles: [] } }).who.name).toBe('');
  });

  it.each([
    ['a resource', { what: { ...entry.what, resource: { period: 'anna@example.org' } } }],
    ['what a handler adds', { after: { text: 'a text with blanks' } }],
    ['a call', { what: { call: 'GET /token?key=1', resource: {} } }],
    ['a reason', { outcome: { code: 'INTERNAL', reason: 'no row for order 4711' } }],
  ])('shows no free text in %s', (_, change) => {
    expect(
      JSON.stringify(safeEntry({ ...entry, ...change }), (_, value) =>
        typeof value === 'bigint' ? `${value}` : value,
      ),
    ).not.toMatch(/@|blanks|key|4711/);
  });

  it('makes a line of less than 8 kB, whatever a caller sends', () => {
    const texts = fc.dictionary(fc.string({ minLength: 1, maxLength: 40 }), fc.string({ maxLength: 2_000 }));
    const long = fc.string({ maxLength: 2_000, unit: 'binary' });
    fc.assert(
      fc.property(long, texts, long, (name, facts, reason) => {
        const what = { call: name, resource: facts };
        const who = { name, kind: 'person', roles: Array.from({ length: 99 }, () => name) } as const;
        const all = { ...entry, who, what, before: facts, after: facts, outcome: { code: reason, reason } };
        const { text } = nextLine(NO_LINE, safeEntry(all), { server: 'scoring', at: '2018-09-01T08:00:00.000000Z' });
        expect(text.length).toBeLessThanOrEqual(8_192);
      }),
    );
  });
});
