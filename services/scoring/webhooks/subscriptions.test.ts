import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { currentSubscriptions, subscriptionsOf } from './subscriptions.js';

const text = readFileSync('docs/example-company/webhooks.yaml', 'utf8');
const company = { kind: 'company' as const, firstDay: '2018-01-01', text: 'zone: Europe/Berlin' };
const version = (firstDay: string, body = text) => ({ kind: 'webhooks' as const, firstDay, text: body });
const names = (of: readonly { readonly name: string }[]) => of.map(({ name }) => name);
const only = (name: string) =>
  `subscriptions: { ${name}: { url: 'https://a.example.com', messages: [cx.period.closed, cx.period.closed], secret: s } }`;

describe('subscriptionsOf', () => {
  it('reads a document, with the usual number of attempts where it states none', () => {
    const found = subscriptionsOf([company, version('2027-01-01')])(Date.parse('2027-01-01T00:00:00Z'));
    expect(found.map(({ name, secret, mostAttempts }) => [name, secret, mostAttempts])).toEqual([
      ['hr-portal', 'hr-portal', 10],
      ['payroll', 'payroll', 20],
      ['reviewers', 'reviewers', 5],
    ]);
    expect(found[2]).toMatchObject({ messages: ['cx.contest.opened', 'cx.contest.ruled'] });
    expect(found[2]?.url.href).toBe('https://chat.example.com/reviews');
  });

  it('begins with the first day in the zone of the company', () => {
    const at = subscriptionsOf([company, version('2027-01-01')]);
    expect(at(Date.parse('2026-12-31T22:59:59Z'))).toEqual([]);
    expect(at(Date.parse('2026-12-31T23:00:00Z'))).toHaveLength(3);
  });

  it('takes the newest version that has begun, and not one that begins later', () => {
    const at = subscriptionsOf([
      version('2027-03-01', only('c')),
      version('2027-02-01', only('b')),
      version('2027-01-01', only('a')),
    ]);
    expect(names(at(Date.parse('2027-02-10T00:00:00Z')))).toEqual(['b']);
    expect(at(Date.parse('2027-02-10T00:00:00Z'))[0]?.messages).toEqual(['cx.period.closed']);
  });

  it('is nothing without a document', () => {
    expect(subscriptionsOf([])(0)).toEqual([]);
  });
});

describe('currentSubscriptions', () => {
  it('follows documents that are replaced', () => {
    let documents = [version('2027-01-01', only('a'))];
    const at = currentSubscriptions(() => documents);
    const now = Date.parse('2027-06-01T00:00:00Z');
    expect(names(at(now))).toEqual(['a']);
    documents = [version('2027-02-01', only('b')), ...documents];
    expect(names(at(now))).toEqual(['b']);
  });
});
