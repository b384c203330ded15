import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bound, type Caller, type Proven } from '#libs/domain/access.js';
import { company, type Published, published } from '#test/rules/documents.js';
import { accessOf } from './access-in-force.js';
import { decideCallers, type FeedCallers } from './decide-callers.js';

const access = (validFrom: string, bindings: readonly object[]): Published => [
  'access',
  { valid_from: validFrom, bindings },
];
const BOUND = [
  { person: 'dana', role: 'department_lead', departments: ['delivery'] },
  { client: 'shop-system', role: 'feed', feed: 'shop' },
  { client: 'old-system', role: 'feed', feed: 'old' },
];
/** Days begin at 03:00 UTC. */
const at = accessOf(published(company(), access('2027-01-01', BOUND), access('2027-03-01', BOUND.slice(1))));
const BEFORE = '2027-01-01T02:59:59Z';
const FIRST = '2027-01-01T03:00:00Z';
const SECOND = '2027-03-01T03:00:00Z';

const services = new Map([['delivery', { name: 'delivery', kind: 'service', bindings: [bound('SERVICE')] } as const]]);
const feeds: FeedCallers = {
  unbound: (name) => ({ name, kind: 'feed', bindings: [bound('FEED', { feeds: [name] })] }),
  permitted: (feed) => (feed.name === 'old' ? { ...feed, bindings: [] } : feed),
  rules: () => undefined,
};
const decided = (proven: Proven, instant: string, more: Partial<Parameters<typeof decideCallers>[0]> = {}) =>
  decideCallers({
    ...{ services, accessAt: at, firstPublishers: ['admins', 'otto'], feeds },
    ...{ now: () => Date.parse(instant), ...more },
  })(proven);
const person = (subject: string, ...groups: string[]): Proven => {
  return { kind: 'token', issuer: 'https://issuer', subject, client: 'cx', groups };
};
const client = (name: string): Proven => {
  return { kind: 'token', issuer: 'https://issuer', subject: name, client: name, groups: [] };
};
const rolesOf = (...of: Parameters<typeof decided>) => decided(...of).bindings.map(({ role }) => role);
const PUBLISHES = ['RULES_AUTHOR', 'RULES_PUBLISHER'];

describe('while no version of access holds', () => {
  it.each([
    ['a first publisher may propose and publish', person('otto'), PUBLISHES],
    ['so may a person of a group of first publishers', person('ada', 'admins'), PUBLISHES],
    ['a person whom a later version binds may do nothing yet', person('dana'), []],
    ['a client may report as the feed of its own name', client('shop-system'), ['FEED']],
    ['a person who uses a program of a name is not that feed', person('dana', 'shop-system'), []],
  ])('%s', (_, proven, roles) => {
    expect(rolesOf(proven, BEFORE)).toEqual(roles);
  });

  it('a client may do nothing where its name is no name of a feed', () => {
    expect(rolesOf(client('shop-system'), BEFORE, { feeds: { ...feeds, unbound: () => undefined } })).toEqual([]);
  });
});

describe('from the first day of a version in the zone of the company', () => {
  it.each([
    ['a person holds the roles that it binds', person('dana'), FIRST, ['DEPARTMENT_LEAD']],
    ['a first publisher holds no role that it does not bind', person('otto', 'admins'), FIRST, []],
    ['a client is the feed that it binds', client('shop-system'), FIRST, ['FEED']],
    ['a client that it does not bind may not report any more', client('shop'), FIRST, []],
    ['a feed that feeds.yaml does not let report may not report', client('old-system'), FIRST, []],
    ['a person whom the next version leaves out holds no role from its first day on', person('dana'), SECOND, []],
  ])('%s', (_, proven, instant, roles) => {
    expect(rolesOf(proven, instant)).toEqual(roles);
  });

  it('facts are written under the name of the feed, not of its client', () => {
    expect(decided(client('shop-system'), FIRST)).toMatchObject({ kind: 'feed', name: 'shop' });
  });

  it('the refusal names who has no role, and what to do', () => {
    expect(decided(person('dana', 'friends'), SECOND).lacks).toBe(
      'access.yaml, which holds since 2027-03-01, binds no role to dana (client cx, in friends); ' +
        'propose a version that does, with cx company propose',
    );
  });
});

describe('one proof', () => {
  const counted = () => {
    let asked = 0;
    const permitted = (feed: Caller) => ({ ...feed, lacks: `asked ${++asked} times` });
    return { ...feeds, permitted };
  };
  const shop = client('shop-system');

  it('gets the same caller for as long as the same versions hold', () => {
    const of = decideCallers({
      services,
      accessAt: at,
      firstPublishers: [],
      feeds: counted(),
      now: () => Date.parse(FIRST),
    });
    const caller = of(shop);
    expect(caller.lacks).toBe('asked 1 times');
    expect(of(shop)).toBe(caller);
    expect(of(client('shop-system'))).not.toBe(caller); // another token
  });

  it('gets another one when another version of access or of feeds holds, and when that one ends', () => {
    let [instant, rules] = [FIRST, {}];
    const now = () => Date.parse(instant);
    const of = decideCallers({
      ...{ services, accessAt: at, firstPublishers: [], now },
      feeds: { ...counted(), rules: () => rules },
    });
    of(shop);
    rules = {};
    expect(of(shop).lacks).toBe('asked 2 times');
    const dana = person('dana');
    expect(of(dana).bindings).toHaveLength(1);
    instant = SECOND;
    expect(of(dana).bindings).toEqual([]);
    instant = BEFORE;
    expect(of(shop).bindings).toEqual([bound('FEED', { feeds: ['shop-system'] })]);
  });
});

describe('a service', () => {
  it.each([BEFORE, FIRST])('is what its certificate names, at %s', (instant) => {
    expect(rolesOf({ kind: 'service', name: 'delivery' }, instant)).toEqual(['SERVICE']);
  });

  it('that this installation does not have is not known', () => {
    expect(() => decided({ kind: 'service', name: 'prometheus' }, FIRST)).toThrow(
      expect.objectContaining({ reason: 'CALLER_UNKNOWN' }),
    );
  });
});

describe('whatever a token says', () => {
  const names = fc.constantFrom('dana', 'otto', 'admins', 'shop-system', 'delivery', 'scoring', 'cx', 'shop');
  const tokens = fc.record({ subject: names, client: names, groups: fc.array(names, { maxLength: 3 }) });
  const instants = fc.constantFrom(BEFORE, FIRST, SECOND);

  it('no person, client or feed is a service', () => {
    fc.assert(
      fc.property(tokens, instants, (token, instant) => {
        const proven = { kind: 'token', issuer: 'https://issuer', ...token } as const;
        expect(decided(proven, instant).kind).not.toBe('service');
        expect(rolesOf(proven, instant)).not.toContain('SERVICE');
      }),
    );
  });

  it('first publishers change nothing once a version holds', () => {
    fc.assert(
      fc.property(tokens, fc.array(names), fc.constantFrom(FIRST, SECOND), (token, firstPublishers, instant) => {
        const proven = { kind: 'token', issuer: 'https://issuer', ...token } as const;
        expect(decided(proven, instant, { firstPublishers })).toEqual(decided(proven, instant));
      }),
    );
  });
});
