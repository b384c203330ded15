import { describe, expect, it } from 'vitest';
import { bound, type Proven } from '#libs/domain/access.js';
import type { AccessDocument } from './access-document.js';
import { bindingsOf } from './bindings-of.js';

const document: AccessDocument = {
  valid_from: '2027-01-01',
  bindings: [
    { group: 'delivery', role: 'department_reader', departments: ['delivery'] },
    { group: 'board', role: 'department_reader', departments: ['all'] },
    { person: 'dana', role: 'hr_maker' },
    { client: 'shop', role: 'feed', feed: 'web-shop' },
  ],
};
type Token = Extract<Proven, { kind: 'token' }>;
const token = (given: Partial<Token>): Token => {
  return { kind: 'token', issuer: 'https://issuer', subject: 'lotte', client: 'cx', groups: [], ...given };
};
const of = (proven: Token, firstPublishers: readonly string[] = []) =>
  bindingsOf(proven, { document, firstPublishers });

describe('a caller', () => {
  it('holds what the document binds to the person and to all of their groups', () => {
    expect(of(token({ subject: 'dana', groups: ['delivery', 'board', 'other'] }))).toEqual({
      name: 'dana',
      kind: 'person',
      bindings: [
        bound('DEPARTMENT_READER', { departments: ['delivery'] }),
        bound('DEPARTMENT_READER', { departments: 'all' }),
        bound('HR_MAKER'),
      ],
    });
  });

  it('holds them in the order of the document, each once, also what is bound to the program that it uses', () => {
    const mixed: AccessDocument = {
      valid_from: '2027-01-01',
      bindings: [
        { client: 'cx', role: 'auditor' },
        { group: 'board', role: 'finance_approver' },
        { person: 'dana', role: 'hr_maker' },
        { group: 'delivery', role: 'reviewer' },
        { person: 'otto', role: 'operator' },
        { person: 'dana', role: 'rules_author' },
      ],
    };
    const dana = token({ subject: 'dana', groups: ['delivery', 'board', 'delivery'] });
    const { bindings } = bindingsOf(dana, { document: mixed, firstPublishers: [] });
    expect(bindings.map(({ role }) => role)).toEqual([
      'AUDITOR',
      'FINANCE_APPROVER',
      'HR_MAKER',
      'REVIEWER',
      'RULES_AUTHOR',
    ]);
  });

  it('that is a feed has its name', () => {
    expect(of(token({ subject: 'service-account-shop', client: 'shop' }))).toEqual({
      name: 'web-shop',
      kind: 'feed',
      bindings: [bound('FEED', { feeds: ['web-shop'] })],
    });
  });

  it('that is a feed holds no role of the person who got its token, because that person has another name elsewhere', () => {
    const dana = token({ subject: 'dana', groups: ['board'], client: 'shop' });
    expect(of(dana)).toMatchObject({ name: 'web-shop', bindings: [bound('FEED', { feeds: ['web-shop'] })] });
  });

  it('that no document binds holds no role, and learns by what it is known', () => {
    expect(of(token({ groups: ['friends'] }), ['lotte'])).toMatchObject({
      bindings: [],
      lacks:
        'access.yaml, which holds since 2027-01-01, binds no role to lotte (client cx, in friends); ' +
        'propose a version that does, with cx company propose',
    });
  });
});

describe('before the first document', () => {
  const first = (proven: Token) => bindingsOf(proven, { document: undefined, firstPublishers: ['lotte', 'admins'] });

  it('the first publishers may propose and publish, by subject and by group', () => {
    for (const proven of [token({}), token({ subject: 'otto', groups: ['admins'] })])
      expect(first(proven).bindings).toEqual([bound('RULES_AUTHOR'), bound('RULES_PUBLISHER')]);
  });

  it('every other person holds no role', () => {
    expect(first(token({ subject: 'mallory' }))).toMatchObject({ bindings: [], kind: 'person' });
    expect(first(token({ subject: 'mallory' })).lacks).toContain('CX_FIRST_PUBLISHERS');
  });
});
